//! What goes over several streams or stores, and is finished here when a crash came between them.
//!
//! Nothing depends on it for being right: names are checked against their owners before they
//! change hands, and nobody is administrator whom the stream of administrators does not name. But
//! what was half done is seen to its end. It is idempotent; run it at the start and now and then.

use std::sync::atomic::AtomicBool;

use domain::envelope::Actor;
use domain::event::{Stored, decode};
use domain::reservation::HOLDS_FOR;
use infra::event_log::{Direction, Filter, RecordedEvent};
use jiff::Timestamp;

use crate::error::{log, state};
use crate::{CommandError, Commands, Context};

mod administrators;
mod digests;
mod erasures;
mod merges;
mod reassignments;
mod reservations;

/// Events read at once.
const PAGE: usize = 512;

/// What was found half done and finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Names whose owners carry them, now confirmed.
    pub confirmed: usize,
    /// Names that nobody came to carry, now free.
    pub released: usize,
    /// Users who were registered as administrators and are now appointed.
    pub appointed: usize,
    /// Users whose role or activity now is what the stream of administrators says.
    pub followed: usize,
    /// Records that were taken in by another one and are now part of it.
    pub merged: usize,
    /// Images that had become another patient's and are now gone from where they were.
    pub reassigned: usize,
    /// Patients whose erasure was on record and is now done.
    pub erased: usize,
    /// Images from before equal bytes were recognized, whose bytes are now known.
    pub remembered: usize,
}

/// What a process does once.
#[derive(Debug, Default)]
pub(crate) struct Once {
    /// Traces that an earlier run may have left of what it deleted are gone.
    scrubbed: AtomicBool,
    /// Every image's bytes are known.
    digests: AtomicBool,
}

impl Commands {
    /// Finishes what a crash left half done.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]: run it again.
    pub async fn reconcile(&self) -> Result<Reconciled, CommandError> {
        let mut done = Reconciled::default();
        self.finish_administrators(&mut done).await?;
        self.finish_reservations(&mut done).await?;
        self.finish_merges(&mut done).await?;
        self.finish_reassignments(&mut done).await?;
        self.finish_erasures(&mut done).await?;
        self.remember_bytes(&mut done).await?;
        if done != Reconciled::default() {
            tracing::info!(?done, "finished what was half done");
        }
        Ok(done)
    }

    /// Forgets sessions, kept answers and failures to sign in that are over. Says how many.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]: run it again.
    pub async fn forget_expired(&self) -> Result<u64, CommandError> {
        let (known, now) = (&self.parts().state, self.now());
        let sessions = known.sessions().purge(now).await.map_err(state)?;
        let answers = known.answers().purge(now).await.map_err(state)?;
        let throttles = known.throttles().purge(now).await.map_err(state)?;
        Ok(sessions + answers + throttles)
    }

    /// Shows every event of these types, oldest first.
    async fn each(
        &self,
        kinds: &[&str],
        mut see: impl FnMut(&RecordedEvent) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let filter = Filter::Types(kinds.iter().map(|&kind| kind.to_owned()).collect());
        let mut beyond = None;
        loop {
            let page = self.parts().log.read_all(beyond, Direction::Forwards, &filter, PAGE);
            let page = page.await.map_err(log)?;
            page.iter().try_for_each(&mut see)?;
            match page.last() {
                Some(last) if page.len() == PAGE => beyond = Some(last.position),
                _ => return Ok(()),
            }
        }
    }

    /// Whether the command that began something has had its time: who asked may still ask again,
    /// and knows more than what is written so far.
    fn is_left_alone(&self, began: &Stored) -> bool {
        let until = began.envelope.recorded_at.saturating_add(HOLDS_FOR);
        self.now() >= until.unwrap_or(Timestamp::MAX)
    }
}

/// A process manager's own context: each run may have to do anew what an earlier one did.
pub(crate) fn process(name: &str) -> Context {
    Context::new(Actor::System { name: name.to_owned() })
}

/// The same, because of an event that a person's command left behind.
fn because_of(name: &str, recorded: &RecordedEvent, began: &Stored) -> Context {
    let correlation = began.envelope.correlation;
    Context { correlation, causation: Some(recorded.id), ..process(name) }
}

fn read(recorded: &RecordedEvent) -> Result<Stored, CommandError> {
    decode(&recorded.kind, &recorded.metadata, &recorded.data)
        .map_err(|error| CommandError::Internal(error.to_string()))
}
