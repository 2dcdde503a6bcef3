//! Who may do and see what.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

mod blind;

pub use blind::{Viewer, reads_blind};

/// What a person is in the laboratory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Manages users, models and operations.
    Admin,
    /// Enters patients and specimens, uploads images.
    Technologist,
    /// Reads images and decides.
    Hematologist,
    /// Replays histories; changes nothing.
    Auditor,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Technologist, Self::Hematologist, Self::Auditor];

    /// The role as one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Technologist => "technologist",
            Self::Hematologist => "hematologist",
            Self::Auditor => "auditor",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Text that is no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a role: admin, technologist, hematologist or auditor")]
pub struct BadRole(pub String);

impl FromStr for Role {
    type Err = BadRole;
    fn from_str(text: &str) -> Result<Self, BadRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| BadRole(text.to_owned()))
    }
}

/// What can be done or seen, each one line of the table in [`may`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// List, add, change, deactivate users; end their sessions.
    ManageUsers,
    /// See patients, cases and images.
    SeeClinical,
    /// See histories and states as they were.
    SeeHistory,
    /// See panels, models and the laboratory's figures.
    SeeLaboratory,
    /// Add, correct, merge, remove patients; open and correct cases.
    ManagePatients,
    /// Upload images, void them, reassign them.
    ManageImages,
    /// Record and amend verdicts.
    RecordVerdict,
    /// Conclude on a case, amend a conclusion, claim a case.
    Conclude,
    /// Declare a critical finding; say who was told of one.
    ReportCritical,
    /// Activate models, ask for backfills.
    ManageModels,
    /// Revise panels.
    RevisePanels,
    /// See projections' lag, queues, parked events; replay them.
    Operate,
    /// Destroy a patient's key; place and lift legal holds.
    ErasePatient,
    /// Search who came in, who was turned away, who read what; export.
    SeeAccess,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 14] = [
        Self::ManageUsers,
        Self::SeeClinical,
        Self::SeeHistory,
        Self::SeeLaboratory,
        Self::ManagePatients,
        Self::ManageImages,
        Self::RecordVerdict,
        Self::Conclude,
        Self::ReportCritical,
        Self::ManageModels,
        Self::RevisePanels,
        Self::Operate,
        Self::ErasePatient,
        Self::SeeAccess,
    ];
}

/// The table: whether a role may do something.
pub fn may(role: Role, action: Action) -> bool {
    use Role::{Admin, Auditor, Hematologist, Technologist};
    let allowed: &[Role] = match action {
        Action::ManageUsers => &[Admin],
        Action::SeeClinical => &[Technologist, Hematologist, Admin],
        Action::SeeHistory => &[Auditor, Technologist, Hematologist, Admin],
        Action::SeeLaboratory => &Role::ALL,
        Action::ManagePatients => &[Technologist],
        Action::ManageImages => &[Technologist],
        Action::RecordVerdict => &[Hematologist],
        Action::Conclude => &[Hematologist],
        Action::ReportCritical => &[Technologist, Hematologist],
        Action::ManageModels => &[Admin],
        Action::RevisePanels => &[Admin],
        Action::Operate => &[Admin],
        Action::ErasePatient => &[Admin],
        Action::SeeAccess => &[Auditor, Admin],
    };
    allowed.contains(&role)
}
