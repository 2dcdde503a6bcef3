//! Who is at work on a case, so that two readers do not do the same.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{CaseId, UserId};

/// See [`Event::CaseClaimed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseClaimed {
    /// Which case.
    pub case: CaseId,
    /// Who works on it.
    pub reader: UserId,
    /// Until when, unless claimed again.
    pub until: Timestamp,
}

/// See [`Event::ClaimReleased`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimReleased {
    /// Which case.
    pub case: CaseId,
    /// Whose claim it was.
    pub reader: UserId,
}
