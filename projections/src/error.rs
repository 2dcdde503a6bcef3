//! What goes wrong when reading.

use infra::event_log::{LogError, Position};

use crate::page::BadPage;

/// A read that failed.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The page cannot be given as asked.
    #[error(transparent)]
    Page(#[from] BadPage),
    /// The read models' store does not answer.
    #[error("the read models are not available: {0}")]
    Unavailable(String),
    /// What is stored does not make sense.
    #[error("the read models are damaged: {0}; rebuild them")]
    Damaged(String),
    /// The log does not answer.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The vault does not answer, or has no key where one must be.
    #[error("personal data cannot be opened: {0}")]
    Vault(String),
    /// An event that this program cannot read.
    #[error(transparent)]
    Unreadable(#[from] domain::event::Unreadable),
    /// The read models belong to another log.
    #[error(
        "these read models were made from another event log ({theirs}, this one is {ours}): \
         use the log that belongs to them, or delete them: they are built again at the next start"
    )]
    OtherLog {
        /// The log that they were made from.
        theirs: String,
        /// The log that they are opened with.
        ours: String,
    },
    /// Somebody else folds into the same read models.
    #[error("another process writes these read models")]
    Fenced,
    /// The read models that count are of another version.
    #[error("the read models were built by another version of the program")]
    OtherVersion,
    /// A rebuild is under way already.
    #[error("a rebuild is under way already")]
    Rebuilding,
    /// What was erased may still stand in a file.
    #[error("the read models were not cleaned in time: traces of what was erased may be left")]
    TracesLeft,
}

/// The read models are not as far as asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the read models have not reached position {wanted}; they are at {reached:?}")]
pub struct NotYet {
    /// The position asked for.
    pub wanted: Position,
    /// The position they are at.
    pub reached: Option<Position>,
}

impl From<sqlx::Error> for ReadError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

impl From<infra::sql::SqlError> for ReadError {
    fn from(error: infra::sql::SqlError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<std::io::Error> for ReadError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<infra::blobs::BlobError> for ReadError {
    fn from(error: infra::blobs::BlobError) -> Self {
        Self::Unavailable(error.to_string())
    }
}
