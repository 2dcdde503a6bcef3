//! Names that only one may carry: user names, patients' numbers, accession numbers.
//!
//! Reserve, append the entity, confirm: three appends to two streams, and a crash may come after
//! each. Nothing is lost by it: an unconfirmed reservation expires, and before a name changes hands
//! the one who has it is asked whether it really carries it. A number that was corrected is
//! released last; until then, and when that is lost, the same question frees it.

use domain::aggregate::Aggregate;
use domain::case::Case;
use domain::event::{Event, NameKind};
use domain::ids::{CaseId, PatientId, UserId};
use domain::patient::Patient;
use domain::personal::{Opened, Personal};
use domain::reservation::{self, Holder, Reservation};
use domain::user::User;
use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization as _;
use uuid::Uuid;

use crate::{CommandError, Commands, Context, Done};

/// A name, as the stream that reserves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name {
    kind: NameKind,
    stream: String,
}

/// How often the holder is asked and a decision made on the answer.
const ROUNDS: u32 = 16;

/// What a name's stream begins with.
pub(crate) const PREFIX: &str = "reservation-";

/// The text of a name as it is compared: NFC, lower case, single spaces.
pub(crate) fn normalized(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase().nfc().collect()
}

fn purpose(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Username => "username",
        NameKind::PatientNumber => "patient-number",
        NameKind::Accession => "accession",
    }
}

impl Commands {
    /// The name of a text: telling nothing of it to who has not the installation's key.
    pub(crate) fn name(&self, kind: NameKind, text: &str) -> Name {
        let key = self.parts().key.name_key(purpose(kind), &normalized(text));
        Name { kind, stream: format!("{PREFIX}{}", hex::encode(key)) }
    }

    /// The key under which the state knows a user name.
    pub(crate) fn username_key(&self, username: &str) -> [u8; 32] {
        self.parts().key.name_key(purpose(NameKind::Username), &normalized(username))
    }

    /// Reserves a name for an owner's stream; says until when the owner must carry it.
    pub(crate) async fn reserve(
        &self,
        context: &Context,
        name: &Name,
        owner: &str,
    ) -> Result<Timestamp, CommandError> {
        for _ in 0..ROUNDS {
            let seen = self.load::<Reservation>(&name.stream, Uuid::nil()).await?.state;
            let holder = seen.as_ref().and_then(Reservation::owner).map(str::to_owned);
            let carried = match &holder {
                Some(holder) => self.carries(holder, name).await?,
                None => false,
            };
            if let (Some(holder), true) = (&holder, carried)
                && holder != owner
            {
                // It died between carrying the name and saying so. Said for it, for good.
                self.confirm_quietly(context, name, holder).await;
            }
            let decided = self.step_of(context, name, |state| {
                // Another hand came between the question and the decision: ask again.
                match state.and_then(Reservation::owner) == holder.as_deref() {
                    true => reservation::reserve(state, name.kind, owner, carried, self.now())
                        .map_err(Into::into),
                    false => Err(CommandError::Busy),
                }
            });
            match decided.await {
                Err(CommandError::Busy) => tokio::task::yield_now().await,
                other => return other.map(|done| held_until(done.value.as_ref())),
            }
        }
        Err(CommandError::Busy)
    }

    /// Says that the owner carries the name.
    pub(crate) async fn confirm(
        &self,
        context: &Context,
        name: &Name,
        owner: &str,
    ) -> Result<(), CommandError> {
        let decide = |state: Option<&Reservation>| match state {
            Some(state) => Ok(reservation::confirm(state, owner)?),
            None => Err(reservation::Refusal::NotReserved.into()),
        };
        self.step_of(context, name, decide).await.map(|_| ())
    }

    /// The same where the command has succeeded already: what is lost here is found again.
    pub(crate) async fn confirm_quietly(&self, context: &Context, name: &Name, owner: &str) {
        if let Err(error) = self.confirm(context, name, owner).await {
            tracing::warn!(%error, owner, "a name is carried, but not yet confirmed");
        }
    }

    /// Frees the name of an owner that carries it no more. What is lost here is found again.
    pub(crate) async fn release_quietly(&self, context: &Context, name: &Name, owner: &str) {
        let decide = |state: Option<&Reservation>| match state {
            Some(state) => Ok(reservation::release(state, owner)?),
            None => Ok(vec![]),
        };
        if let Err(error) = self.step_of(context, name, decide).await {
            tracing::warn!(%error, owner, "a name is free, but not yet released");
        }
    }

    /// Reservations decide by owner, not by command: one that expired must be made again by the
    /// same command, so each step is a command of its own.
    async fn step_of<D>(
        &self,
        context: &Context,
        name: &Name,
        decide: D,
    ) -> Result<Done<Option<Reservation>>, CommandError>
    where
        D: FnMut(Option<&Reservation>) -> Result<Vec<Event<Personal>>, CommandError>,
    {
        let step = context.clone().with_command(Uuid::now_v7());
        self.execute(&step, &name.stream, decide).await
    }

    /// Whether the owner's stream carries the name now. Who is removed or withdrawn carries none; a
    /// record that was merged carries its own for as long as the one that stays.
    pub(crate) async fn carries(&self, owner: &str, name: &Name) -> Result<bool, CommandError> {
        let carried = match name.kind {
            NameKind::Username => {
                self.owner::<User>(owner, UserId::PREFIX).await?.map(|user| user.username)
            }
            NameKind::PatientNumber => {
                match self.owner::<Patient>(owner, PatientId::PREFIX).await? {
                    Some(patient) => {
                        let removed = self.survivor(patient.id).await?.removed;
                        Some(patient.number).filter(|_| !removed)
                    }
                    None => None,
                }
            }
            NameKind::Accession => match self.owner::<Case>(owner, CaseId::PREFIX).await? {
                Some(case) => {
                    let removed = self.survivor(case.patient).await?.removed;
                    case.accession.filter(|_| !removed && !case.withdrawn)
                }
                None => None,
            },
        };
        let text = carried.as_ref().and_then(Opened::known);
        Ok(text.is_some_and(|text| self.name(name.kind, text) == *name))
    }

    async fn owner<A: Aggregate>(
        &self,
        owner: &str,
        prefix: &str,
    ) -> Result<Option<A>, CommandError> {
        match owner.starts_with(prefix) {
            true => Ok(self.load(owner, Uuid::nil()).await?.state),
            false => Ok(None),
        }
    }

    /// Refuses to go on with a reservation that may have gone to another.
    pub(crate) fn still_held(&self, until: Timestamp) -> Result<(), CommandError> {
        if self.now() < until { Ok(()) } else { Err(CommandError::Busy) }
    }

    /// The name of a reservation that is read back from the log.
    pub(crate) fn name_of_stream(kind: NameKind, stream: &str) -> Name {
        Name { kind, stream: stream.to_owned() }
    }
}

fn held_until(reservation: Option<&Reservation>) -> Timestamp {
    match reservation.map(|reservation| &reservation.holder) {
        Some(Holder::Reserved { expires_at, .. }) => *expires_at,
        _ => Timestamp::MAX,
    }
}
