//! What a database's failure means, and trying again when another writer was in the way.

use std::future::Future;
use std::time::Duration;

/// Tries before a busy database is given up.
const TRIES: u32 = 5;

/// SQLite's extended result code (<https://www.sqlite.org/rescode.html>).
fn extended(error: &sqlx::Error) -> Option<u32> {
    error.as_database_error()?.code()?.parse().ok()
}

/// The primary result code, in the low byte of the extended one.
fn code(error: &sqlx::Error) -> Option<u32> {
    Some(extended(error)? & 0xff)
}

/// Whether another writer was in the way; trying again may do.
pub fn is_busy(error: &sqlx::Error) -> bool {
    const BUSY: u32 = 5;
    const LOCKED: u32 = 6;
    matches!(code(error), Some(BUSY | LOCKED))
}

/// Whether there is no room left: for data, or for the index of the write-ahead log, which is made
/// larger before anything is written.
pub fn is_full(error: &sqlx::Error) -> bool {
    const FULL: u32 = 13;
    const INDEX_FULL: u32 = 10 | 19 << 8;
    code(error) == Some(FULL) || extended(error) == Some(INDEX_FULL)
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
