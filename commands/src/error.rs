//! What can go wrong with a command, told apart as far as the one who asked can act on it.

use std::time::Duration;

use domain::access::Action;
use domain::refusal::{Kind, Refuse};
use infra::event_log::LogError;
use infra::state::StateError;
use infra::vault::VaultError;

/// A domain's "no", whichever aggregate said it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct Refusal {
    code: &'static str,
    kind: Kind,
    text: String,
}

impl Refusal {
    /// A refusal that no aggregate says, such as that of a password.
    pub(crate) fn new(code: &'static str, kind: Kind, text: impl Into<String>) -> Self {
        Self { code, kind, text: text.into() }
    }

    /// A name for programs, such as `patient-removed`. Never changes.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// How it is to be taken.
    pub fn kind(&self) -> Kind {
        self.kind
    }
}

/// Why a command did nothing.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Who asks is not known: wrong name or password, or a session that ended.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// Too many failures; ask again later.
    #[error("too many attempts; try again in {} s", retry_after.as_secs().max(1))]
    Throttled {
        /// How much later.
        retry_after: Duration,
    },
    /// The person's role may not do this.
    #[error("your role may not do this")]
    Forbidden {
        /// What was asked for.
        action: Action,
    },
    /// There is no such thing.
    #[error("there is no such {what}")]
    NotFound {
        /// A noun, such as `patient`.
        what: &'static str,
    },
    /// The domain says no.
    #[error(transparent)]
    Refused(Refusal),
    /// Somebody changed it since it was read (`If-Match`).
    #[error("it was changed since it was read: it is at revision {actual}")]
    Precondition {
        /// The revision it has now.
        actual: u64,
    },
    /// Too many change the same thing at once. Ask again.
    #[error("too many changes of the same at once; try again")]
    Busy,
    /// Something that is needed cannot be reached now. Ask again later.
    #[error("not available now: {0}")]
    Unavailable(String),
    /// There is no room for more.
    #[error("out of space: {0}")]
    Full(String),
    /// Something is broken that asking again does not mend.
    #[error("internal error: {0}")]
    Internal(String),
}

impl<R: Refuse> From<R> for CommandError {
    fn from(refusal: R) -> Self {
        let (code, kind) = (refusal.code(), refusal.kind());
        Self::Refused(Refusal { code, kind, text: refusal.to_string() })
    }
}

/// A failure of the log. A wrong revision is answered where it arises and never comes here.
pub(crate) fn log(error: LogError) -> CommandError {
    match error {
        LogError::Unavailable(reason) => CommandError::Unavailable(reason),
        LogError::Full(reason) => CommandError::Full(reason),
        LogError::WrongRevision { .. } => CommandError::Busy,
        LogError::Invalid(_) | LogError::NoGroup(_) => CommandError::Internal(error.to_string()),
    }
}

/// A failure of the state.
pub(crate) fn state(error: StateError) -> CommandError {
    match error {
        StateError::Unavailable(reason) => CommandError::Unavailable(reason),
        StateError::Full(reason) => CommandError::Full(reason),
        other => CommandError::Internal(other.to_string()),
    }
}

/// A failure of the vault.
pub(crate) fn vault(error: VaultError) -> CommandError {
    match error {
        VaultError::Unavailable(reason) => CommandError::Unavailable(reason),
        VaultError::Full(reason) => CommandError::Full(reason),
        other => CommandError::Internal(other.to_string()),
    }
}
