//! Names that only one may carry.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;

/// What a reserved name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// A user name; the owner's stream is `user-<id>`.
    Username,
    /// A patient's number; the owner's stream is `patient-<id>`.
    PatientNumber,
    /// A specimen's accession number; the owner's stream is `case-<id>`.
    Accession,
}

/// See [`Event::NameReserved`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameReserved {
    /// What the name is for.
    pub kind: NameKind,
    /// The stream of the entity that is to carry the name.
    pub owner: String,
    /// Unconfirmed by then, the name can be taken by another.
    pub expires_at: Timestamp,
}

/// See [`Event::ReservationConfirmed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationConfirmed {
    /// The stream of the entity that carries the name.
    pub owner: String,
}

/// See [`Event::ReservationReleased`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationReleased {
    /// The stream of the entity that carried the name.
    pub owner: String,
}
