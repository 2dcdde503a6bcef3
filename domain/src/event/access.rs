//! Who came in, who was turned away, who read what: the streams `access-<date>`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[cfg(doc)]
use super::Event;
use crate::access::Role;
use crate::ids::{PatientId, UserId};

/// See [`Event::SignedIn`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// The address that the request came from, as HMAC under the installation's key: the same
    /// address can be recognized, none can be read.
    pub origin: String,
}

/// See [`Event::SignedOut`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignedOut {
    /// Who.
    pub user: UserId,
}

/// See [`Event::SignInRefused`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignInRefused {
    /// The name that was typed, normalized, as HMAC under the installation's key.
    pub name: String,
    /// As in [`SignedIn::origin`].
    pub origin: String,
}

/// See [`Event::AccessRefused`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AccessRefused {
    /// Who.
    pub user: UserId,
    /// With which role.
    pub role: Role,
    /// The route, such as `DELETE /api/v1/users/{id}`.
    pub route: String,
    /// What it was about, when the route names one thing.
    pub subject: Option<Uuid>,
}

/// One person read data of patients.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordRead {
    /// Who.
    pub user: UserId,
    /// With which role.
    pub role: Role,
    /// When first; what is read again soon after is not said again.
    pub at: Timestamp,
    /// The route, such as `GET /api/v1/images/{id}`.
    pub route: String,
    /// Whose data it was, each patient once; empty when a list had no row.
    pub patients: Vec<PatientId>,
}

/// See [`Event::RecordsRead`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordsRead {
    /// In the order in which they were asked for.
    pub reads: Vec<RecordRead>,
}

/// See [`Event::RecordsExported`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordsExported {
    /// What was taken out, such as `audit export` or `backup`.
    pub what: String,
    /// Whose data it was; none for all.
    pub patient: Option<PatientId>,
}
