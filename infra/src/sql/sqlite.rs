//! SQLite's own: how a file is addressed, what a connection is told, how nothing is left of what was
//! deleted.

use std::path::Path;

use sqlx::{Any, AnyPool, Transaction};

use super::{Durability, retry_busy};

/// The address of the SQLite database in a file.
pub fn sqlite_url(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut url = String::from("sqlite://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' => {
                url.push(char::from(*byte));
            }
            other => {
                let _ = write!(url, "%{other:02X}");
            }
        }
    }
    url
}

/// The address with which a missing file is made.
pub(super) fn creating(url: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}mode=rwc")
}

/// What each connection is told. `secure_delete` overwrites what is deleted, so that erased rows do
/// not stay in free pages; the write-ahead log is cut back to 64 MiB after a checkpoint. What can be
/// built again gets a larger cache (64 MiB) and rarer checkpoints, because building it touches the
/// pages of every index again and again.
pub(super) fn session(durability: Durability) -> &'static str {
    match durability {
        Durability::Full => {
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;"
        }
        Durability::Normal => {
            "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
             PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864; \
             PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;"
        }
    }
}

/// Begins a transaction that sees the database as it is now: it does so from its first read on, which
/// is made here.
pub(super) async fn begin_snapshot(
    pool: &AnyPool,
) -> Result<Transaction<'static, Any>, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query("SELECT COUNT(*) FROM sqlite_schema").fetch_one(&mut *transaction).await?;
    Ok(transaction)
}

/// Moves everything from the write-ahead log into the database and empties the log, so that what
/// was deleted is in neither. True when the log is empty; others who read may have kept it.
pub(super) async fn truncate_wal(pool: &AnyPool) -> Result<bool, sqlx::Error> {
    let busy: i64 = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(pool).await?;
    Ok(busy == 0)
}

/// Writes the database anew. `secure_delete` alone leaves traces: when a page is split, rows that
/// move to another page stay behind in the old one's unused space, and are not found there when
/// they are deleted.
pub(super) async fn scrub(pool: &AnyPool) -> Result<bool, sqlx::Error> {
    retry_busy(|| sqlx::raw_sql("VACUUM").execute(pool)).await?;
    truncate_wal(pool).await
}
