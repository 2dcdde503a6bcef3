//! What goes over two streams, and is finished here when a crash came between them.
//!
//! Nothing depends on it for being right: names are checked against their owners before they
//! change hands, and nobody is administrator whom the stream of administrators does not name. But
//! what was half done is seen to its end. It is idempotent; run it at the start and now and then.

use std::collections::BTreeMap;

use domain::access::Role;
use domain::administrators::{self, Administrators};
use domain::envelope::Actor;
use domain::event::{Event, decode};
use domain::ids::{ADMINISTRATORS, UserId};
use domain::reservation::{HOLDS_FOR, Holder, Reservation};
use domain::user::{self, User};
use infra::event_log::{Direction, Filter, RecordedEvent};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::error::{log, state};
use crate::{CommandError, Commands, Context};

/// How far back reservations are looked for: what is older was finished by an earlier start.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(24);
/// Events read at once.
const PAGE: usize = 512;
/// Events of reservations read at most.
const MOST: usize = 16 * PAGE;

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

    async fn finish_administrators(&self, done: &mut Reconciled) -> Result<(), CommandError> {
        let context = process("administrators");
        let load = self.load::<Administrators>(ADMINISTRATORS, Uuid::nil());
        let known = load.await?.state.unwrap_or_default();
        for id in self.registered_administrators().await? {
            if !known.known().any(|(user, _)| user == id) {
                self.appoint(&context.step(&id.to_string()), id).await?;
                done.appointed += 1;
            }
        }
        for (id, _) in known.known() {
            let Some(user) = self.load::<User>(&id.stream(), Uuid::nil()).await?.state else {
                continue;
            };
            let Some(change) = administrators::overdue(&known, &user) else { continue };
            let decide = |state: Option<&User>| match state {
                Some(state) => Ok(user::change(state, change.clone())?),
                None => Ok(vec![]),
            };
            let step = context.step(&id.to_string());
            let after = self.execute::<User, _>(&step, &id.stream(), decide).await?.value;
            let active = after.map_or(user.active, |user| user.active);
            self.align_credentials(id, active, change.role.is_some()).await?;
            done.followed += 1;
        }
        Ok(())
    }

    /// Everybody who was registered as administrator: a laboratory has few users.
    async fn registered_administrators(&self) -> Result<Vec<UserId>, CommandError> {
        let filter = Filter::Types(vec!["UserRegistered".to_owned()]);
        let (mut found, mut beyond) = (vec![], None);
        loop {
            let page = self.parts().log.read_all(beyond, Direction::Forwards, &filter, PAGE);
            let page = page.await.map_err(log)?;
            for recorded in &page {
                if let Event::UserRegistered(e) = read(recorded)?.event
                    && e.role == Role::Admin
                {
                    found.push(e.user);
                }
            }
            match page.last() {
                Some(last) if page.len() == PAGE => beyond = Some(last.position),
                _ => return Ok(found),
            }
        }
    }

    async fn finish_reservations(&self, done: &mut Reconciled) -> Result<(), CommandError> {
        for stream in self.open_reservations().await? {
            let loaded = self.load::<Reservation>(&stream, Uuid::nil()).await?;
            let Some(reservation) = loaded.state else { continue };
            let Holder::Reserved { owner, expires_at } = &reservation.holder else { continue };
            let name = Self::name_of_stream(reservation.kind, &stream);
            let context = process("reservations");
            if self.carries(owner, &name).await? {
                self.confirm(&context, &name, owner).await?;
                done.confirmed += 1;
            } else if self.now() >= expires_at.saturating_add(HOLDS_FOR).unwrap_or(Timestamp::MAX) {
                self.release_quietly(&context, &name, owner).await;
                done.released += 1;
            }
        }
        Ok(())
    }

    /// The streams of names that were reserved lately and neither confirmed nor released since.
    async fn open_reservations(&self) -> Result<Vec<String>, CommandError> {
        let kinds = ["NameReserved", "ReservationConfirmed", "ReservationReleased"];
        let filter = Filter::Types(kinds.map(str::to_owned).to_vec());
        let oldest = self.now().saturating_sub(LOOK_BACK).unwrap_or(Timestamp::MIN);
        // Newest first: the first event seen of a stream is its last.
        let mut last: BTreeMap<String, bool> = BTreeMap::new();
        let (mut beyond, mut read_so_far) = (None, 0);
        loop {
            let page = self.parts().log.read_all(beyond, Direction::Backwards, &filter, PAGE);
            let page = page.await.map_err(log)?;
            for recorded in &page {
                last.entry(recorded.stream.clone()).or_insert(recorded.kind == kinds[0]);
            }
            read_so_far += page.len();
            match page.last() {
                Some(end) if page.len() == PAGE && read_so_far < MOST && end.created >= oldest => {
                    beyond = Some(end.position);
                }
                _ => break,
            }
        }
        Ok(last.into_iter().filter_map(|(stream, open)| open.then_some(stream)).collect())
    }
}

/// A process manager's own context: each run may have to do anew what an earlier one did.
fn process(name: &str) -> Context {
    Context::new(Actor::System { name: name.to_owned() })
}

fn read(recorded: &RecordedEvent) -> Result<domain::event::Stored, CommandError> {
    decode(&recorded.kind, &recorded.metadata, &recorded.data)
        .map_err(|error| CommandError::Internal(error.to_string()))
}
