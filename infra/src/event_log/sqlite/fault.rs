//! What an error of SQLite means for the log.

use super::super::LogError;
use crate::sql;

/// How bad it is.
#[derive(Debug, PartialEq)]
pub(super) enum Fault {
    /// Another process holds the write lock; later it may go.
    Busy(String),
    /// The disk or the file's quota is full; it goes on when there is room.
    Full(String),
    /// The disk or the file cannot be trusted any more: nobody may write on.
    Fatal(String),
}

impl Fault {
    /// What the caller of an append is told.
    pub(super) fn answer(&self) -> LogError {
        match self {
            Self::Busy(reason) | Self::Fatal(reason) => LogError::Unavailable(reason.clone()),
            Self::Full(reason) => LogError::Full(reason.clone()),
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        let reason = error.to_string();
        match code(&error) {
            Some(libsqlite::BUSY | libsqlite::LOCKED) => Self::Busy(reason),
            _ if sql::is_full(&error) => Self::Full(reason),
            _ => Self::Fatal(reason),
        }
    }
}

/// A read that failed is asked again or given up by its caller.
pub(super) fn unavailable(error: sqlx::Error) -> LogError {
    LogError::Unavailable(error.to_string())
}

/// SQLite's primary result code; the extended part is of no interest here.
fn code(error: &sqlx::Error) -> Option<u32> {
    let code: u32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

/// Result codes of <https://www.sqlite.org/rescode.html>.
mod libsqlite {
    pub(super) const BUSY: u32 = 5;
    pub(super) const LOCKED: u32 = 6;
}
