//! A name that only one may carry, such as a patient's number.
//!
//! Reserved by an owner, then confirmed when the owner's stream carries the name. A crash in
//! between leaves a reservation that expires; whoever wants the name then looks at the owner first.

use jiff::{SignedDuration, Timestamp};

use crate::aggregate::{Aggregate, Decision};
use crate::event::*;
use crate::personal::Opened;
use crate::refusal::refusals;

/// How long a reservation holds unconfirmed.
pub const HOLDS_FOR: SignedDuration = SignedDuration::from_secs(60);

/// The present state of one name.
#[derive(Clone, Debug, PartialEq)]
pub struct Reservation {
    /// What the name is for.
    pub kind: NameKind,
    /// Who has it.
    pub holder: Holder,
}

/// Who has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Nobody.
    Free,
    /// An owner that does not carry it yet.
    Reserved {
        /// The owner's stream.
        owner: String,
        /// Until when it holds.
        expires_at: Timestamp,
    },
    /// An owner that carries it.
    Confirmed {
        /// The owner's stream.
        owner: String,
    },
}

/// Why a name cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Another user has it.
    #[error("the user name is taken")]
    UsernameTaken,
    /// Another patient has it.
    #[error("another patient has this number")]
    PatientNumberTaken,
    /// Another case has it.
    #[error("another case has this accession number")]
    AccessionTaken,
    /// The reservation went to another meanwhile.
    #[error("the name is not reserved for this owner")]
    NotReserved,
}

refusals!(Refusal {
    Self::UsernameTaken => "username-taken", Conflict;
    Self::PatientNumberTaken => "patient-number-taken", Conflict;
    Self::AccessionTaken => "accession-taken", Conflict;
    Self::NotReserved => "name-not-reserved", Conflict;
});

impl Refusal {
    fn taken(kind: NameKind) -> Self {
        match kind {
            NameKind::Username => Self::UsernameTaken,
            NameKind::PatientNumber => Self::PatientNumberTaken,
            NameKind::Accession => Self::AccessionTaken,
        }
    }
}

/// Reserves a name for an owner.
///
/// `carried` says whether the one who has the name now really carries it, as its own stream tells:
/// it may have died before it did, or have taken another name since.
pub fn reserve(
    reservation: Option<&Reservation>,
    kind: NameKind,
    owner: &str,
    carried: bool,
    now: Timestamp,
) -> Decision<Refusal> {
    let expires_at = now.saturating_add(HOLDS_FOR).unwrap_or(Timestamp::MAX);
    let reserved = Event::NameReserved(NameReserved { kind, owner: owner.to_owned(), expires_at });
    let Some(reservation) = reservation else { return Ok(vec![reserved]) };
    match &reservation.holder {
        Holder::Free => Ok(vec![reserved]),
        Holder::Confirmed { owner: holder } if holder == owner && carried => Ok(vec![]),
        // Reserved anew even when it is ours: others must see that it is about to be carried.
        Holder::Confirmed { owner: holder } | Holder::Reserved { owner: holder, .. }
            if holder == owner =>
        {
            Ok(vec![reserved])
        }
        Holder::Confirmed { owner: holder } if !carried => {
            let released = ReservationReleased { owner: holder.clone() };
            Ok(vec![Event::ReservationReleased(released), reserved])
        }
        Holder::Reserved { expires_at, .. } if *expires_at <= now && !carried => Ok(vec![reserved]),
        Holder::Confirmed { .. } | Holder::Reserved { .. } => Err(Refusal::taken(kind)),
    }
}

/// The owner carries the name now.
pub fn confirm(reservation: &Reservation, owner: &str) -> Decision<Refusal> {
    match &reservation.holder {
        Holder::Confirmed { owner: holder } if holder == owner => Ok(vec![]),
        Holder::Reserved { owner: holder, .. } if holder == owner => {
            let confirmed = ReservationConfirmed { owner: owner.to_owned() };
            Ok(vec![Event::ReservationConfirmed(confirmed)])
        }
        _ => Err(Refusal::NotReserved),
    }
}

/// The owner carries the name no more. Nothing happens when another has it already.
pub fn release(reservation: &Reservation, owner: &str) -> Decision<Refusal> {
    match reservation.owner() == Some(owner) {
        true => {
            Ok(vec![Event::ReservationReleased(ReservationReleased { owner: owner.to_owned() })])
        }
        false => Ok(vec![]),
    }
}

impl Reservation {
    /// The stream of the one who has the name.
    pub fn owner(&self) -> Option<&str> {
        match &self.holder {
            Holder::Free => None,
            Holder::Reserved { owner, .. } | Holder::Confirmed { owner } => Some(owner),
        }
    }
}

impl Aggregate for Reservation {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::NameReserved(e) = event else { return None };
        let mut reservation = Self { kind: e.kind, holder: Holder::Free };
        reservation.apply(event);
        Some(reservation)
    }

    fn apply(&mut self, event: &Event<Opened>) {
        match event {
            Event::NameReserved(e) => {
                let owner = e.owner.clone();
                self.holder = Holder::Reserved { owner, expires_at: e.expires_at };
            }
            Event::ReservationConfirmed(e) => {
                self.holder = Holder::Confirmed { owner: e.owner.clone() };
            }
            Event::ReservationReleased(_) => self.holder = Holder::Free,
            _ => {}
        }
    }
}
