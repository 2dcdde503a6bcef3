//! The task that owns the end of the access record's stream.

use std::sync::Arc;
use std::time::Duration;

use domain::envelope::Actor;
use domain::event::Event;
use domain::ids::access_stream;
use domain::personal::Personal;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{sleep, timeout};

use super::batch::{Batch, Entry};
use super::recent::Recent;
use crate::execute::{ATTEMPTS, Failed, Last, pause};
use crate::{CommandError, Context, Parts};

/// Entries that may wait; who comes later waits for room.
const WAITING: usize = 4_096;
/// Entries that one append takes, at most.
const AT_ONCE: usize = 1_024;
/// Who has not heard by then gives no answer.
const WITHIN: Duration = Duration::from_secs(10);

/// Hands entries to the task, which ends when nobody can hand in any more.
pub(crate) struct Recorder {
    notes: mpsc::Sender<Note>,
    /// Reads that were written down lately.
    pub(super) reads: Arc<Recent>,
    /// Refusals that were written down lately.
    pub(super) refusals: Recent,
}

/// An entry, and who waits for it.
struct Note {
    entry: Entry,
    said: oneshot::Sender<Result<(), CommandError>>,
}

impl Recorder {
    /// Starts the task.
    pub(crate) fn start(parts: Arc<Parts>) -> Self {
        let (notes, waiting) = mpsc::channel(WAITING);
        let reads = Arc::<Recent>::default();
        let writer = Writer { parts, end: None, reads: reads.clone() };
        tokio::spawn(writer.run(waiting));
        Self { notes, reads, refusals: Recent::default() }
    }

    /// Comes back when the entry is on the disk.
    pub(super) async fn record(&self, entry: Entry) -> Result<(), CommandError> {
        let (said, heard) = oneshot::channel();
        let handed_in = async {
            self.notes.send(Note { entry, said }).await.map_err(|_| ended())?;
            heard.await.map_err(|_| ended())?
        };
        timeout(WITHIN, handed_in).await.unwrap_or_else(|_| {
            let seconds = WITHIN.as_secs();
            let reason = format!("the access record was not written within {seconds} s");
            Err(CommandError::Unavailable(reason))
        })
    }
}

fn ended() -> CommandError {
    CommandError::Unavailable("the access record's task has ended".to_owned())
}

/// The task. All that waits goes into one append; the next gathers meanwhile.
struct Writer {
    parts: Arc<Parts>,
    /// A day's stream and its end, as this task left it; none when it must be looked up.
    end: Option<(String, Last)>,
    reads: Arc<Recent>,
}

impl Writer {
    async fn run(mut self, mut waiting: mpsc::Receiver<Note>) {
        let mut notes = Vec::with_capacity(AT_ONCE);
        while waiting.recv_many(&mut notes, AT_ONCE).await > 0 {
            let (entries, told): (Vec<_>, Vec<_>) =
                notes.drain(..).map(|note| (note.entry, note.said)).unzip();
            let batch = Batch::of(entries, &self.reads);
            let written = self.write(&batch.events).await;
            if written.is_ok() {
                batch.sightings.iter().for_each(|sighting| self.reads.said(sighting));
            }
            for said in told {
                // Who has gone meanwhile has given no answer.
                let _ = said.send(written.as_ref().copied().map_err(again));
            }
        }
    }

    async fn write(&mut self, events: &[Event<Personal>]) -> Result<(), CommandError> {
        if events.is_empty() {
            return Ok(());
        }
        let stream = access_stream(self.parts.clock.now());
        let context = Context::new(Actor::System { name: "access".to_owned() });
        for attempt in 0..ATTEMPTS {
            let last = self.take_end(&stream).await?;
            match self.parts.append(&context, &stream, last.as_ref(), events).await {
                Ok(last) => {
                    self.end = Some((stream, last));
                    return Ok(());
                }
                // Another process keeps a record in the same log: go on after its last entry.
                Err(Failed::Conflict) => sleep(pause(attempt)).await,
                Err(Failed::Error(error)) => return Err(error),
            }
        }
        Err(CommandError::Busy)
    }

    /// The stream's end. What becomes of it is unknown until the next append has succeeded.
    async fn take_end(&mut self, stream: &str) -> Result<Option<Last>, CommandError> {
        match self.end.take() {
            Some((known, last)) if known == stream => Ok(Some(last)),
            _ => self.parts.last(stream).await,
        }
    }
}

/// The same failure for one more of those who wait.
fn again(error: &CommandError) -> CommandError {
    match error {
        CommandError::Full(reason) => CommandError::Full(reason.clone()),
        CommandError::Busy => CommandError::Busy,
        other => CommandError::Unavailable(other.to_string()),
    }
}
