//! How a function fails, and how what it stands on makes it fail.

use commands::{CommandError, Kind};
use infra::blobs::BlobError;
use infra::event_log::LogError;

/// How a function failed, in words without personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FunctionError {
    /// Something that the function needs is away: the log, the blobs. It is tried again until that
    /// is back, and counts as no try.
    #[error("{0}")]
    Unavailable(String),
    /// Another try may do better; they are counted, and the last one gives up.
    #[error("{0}")]
    Retry(String),
    /// No other try will do better: the image is damaged.
    #[error("{0}")]
    Permanent(String),
}

impl From<CommandError> for FunctionError {
    fn from(error: CommandError) -> Self {
        let text = error.to_string();
        match error {
            CommandError::Unavailable(_) | CommandError::Full(_) => Self::Unavailable(text),
            CommandError::Busy
            | CommandError::Precondition { .. }
            | CommandError::Throttled { .. }
            | CommandError::Internal(_) => Self::Retry(text),
            CommandError::NotFound { .. }
            | CommandError::Refused(_)
            | CommandError::Forbidden { .. }
            | CommandError::Unauthenticated(_) => Self::Permanent(text),
        }
    }
}

impl From<BlobError> for FunctionError {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Unavailable(_) | BlobError::Full(_) => Self::Unavailable(error.to_string()),
            BlobError::Invalid(_) => Self::Permanent(error.to_string()),
        }
    }
}

impl From<LogError> for FunctionError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Unavailable(_) | LogError::Full(_) => Self::Unavailable(error.to_string()),
            LogError::WrongRevision { .. } => Self::Retry(error.to_string()),
            LogError::Invalid(_) | LogError::NoGroup(_) => Self::Permanent(error.to_string()),
        }
    }
}

/// Whether the present state makes an outcome moot: its image was taken out of work meanwhile, or is
/// read against another panel now.
pub(crate) fn is_moot(error: &CommandError) -> bool {
    match error {
        CommandError::Refused(refusal) => {
            refusal.kind() == Kind::Gone || refusal.code() == "prediction-for-other-panel"
        }
        _ => false,
    }
}
