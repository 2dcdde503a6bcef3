//! What a database's failure means, and trying again when another writer was in the way.

use std::future::Future;
use std::time::Duration;

use sqlx::mysql::MySqlDatabaseError;

/// Tries before a busy database is given up.
const TRIES: u32 = 5;

/// What the engine's number says, by the engine it comes from.
enum Code {
    /// SQLite's extended result code (<https://www.sqlite.org/rescode.html>).
    Sqlite(u32),
    /// The server's error number (MySQL's and MariaDB's agree on those used here).
    MySql(u16),
}

fn code(error: &sqlx::Error) -> Option<Code> {
    let error = error.as_database_error()?;
    match error.try_downcast_ref::<MySqlDatabaseError>() {
        Some(error) => Some(Code::MySql(error.number())),
        None => error.code()?.parse().ok().map(Code::Sqlite),
    }
}

/// Whether another writer was in the way; trying again may do.
pub fn is_busy(error: &sqlx::Error) -> bool {
    const BUSY: u32 = 5;
    const LOCKED: u32 = 6;
    const LOCK_WAIT_TIMEOUT: u16 = 1205;
    const DEADLOCK: u16 = 1213;
    match code(error) {
        // The primary result code is the low byte.
        Some(Code::Sqlite(code)) => matches!(code & 0xff, BUSY | LOCKED),
        Some(Code::MySql(number)) => matches!(number, LOCK_WAIT_TIMEOUT | DEADLOCK),
        None => false,
    }
}

/// Whether there is no room left: for data, or for the index of the write-ahead log, which is made
/// larger before anything is written.
pub fn is_full(error: &sqlx::Error) -> bool {
    const FULL: u32 = 13;
    const INDEX_FULL: u32 = 10 | 19 << 8;
    const DISK_FULL: u16 = 1021;
    const TABLE_FULL: u16 = 1114;
    match code(error) {
        Some(Code::Sqlite(code)) => code & 0xff == FULL || code == INDEX_FULL,
        Some(Code::MySql(number)) => matches!(number, DISK_FULL | TABLE_FULL),
        None => false,
    }
}

/// Whether a row with this key is there already.
pub fn is_duplicate(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.is_unique_violation())
}

/// Does it again, a little later each time, while the database is busy.
///
/// # Errors
/// The last try's.
pub async fn retry_busy<T, F, Work>(mut work: Work) -> Result<T, sqlx::Error>
where
    Work: FnMut() -> F,
    F: Future<Output = Result<T, sqlx::Error>>,
{
    let mut pause = Duration::from_millis(20);
    for _ in 1..TRIES {
        match work().await {
            Err(error) if is_busy(&error) => tokio::time::sleep(pause).await,
            other => return other,
        }
        pause *= 2;
    }
    work().await
}
