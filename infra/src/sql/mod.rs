//! SQL databases: opening one with its settings and migrations, transactions that write, and what a
//! failure means. One SQL text serves every engine, through sqlx's `Any` driver.

use std::path::Path;

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyPool, Transaction};

mod migrate;
mod retry;

pub use migrate::{Migration, Migrations, READ_MODELS, STATE, version};
pub use retry::{is_busy, is_duplicate, is_full, retry_busy};

/// What went wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// It cannot be opened or reached.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// It was written by a newer program.
    #[error(
        "the database has schema version {found}, this program knows versions up to {known}: \
         start a newer program, or restore a backup made before the upgrade"
    )]
    TooNew {
        /// The version it has.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// A migration that was applied is not the one this program has.
    #[error("migration {0} was applied from another text than this program's")]
    Changed(i64),
}

/// How much a commit promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Committed means on the disk.
    Full,
    /// A power failure may lose the last commits, never harm what was there. For what can be
    /// built again.
    Normal,
}

/// How many connections a pool holds at most.
const MAX_CONNECTIONS: u32 = 8;

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

/// Opens a database (`sqlite:///absolute/path`), creating the file when there is none, and brings
/// its schema to this program's version.
///
/// # Errors
/// [`SqlError::TooNew`] when a newer program has written it; nothing is changed then.
pub async fn open(url: &str, migrations: &Migrations) -> Result<AnyPool, SqlError> {
    sqlx::any::install_default_drivers();
    if !url.starts_with("sqlite://") {
        return Err(SqlError::Unavailable(format!("no engine serves {}", scheme(url))));
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    let pragmas = pragmas(migrations.durability);
    let pool = AnyPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        // A file does not hang up; asking each time would double the ways to the engine.
        .test_before_acquire(false)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(pragmas).execute(connection).await?;
                Ok(())
            })
        })
        .connect(&format!("{url}{separator}mode=rwc"))
        .await
        .map_err(|error| SqlError::Unavailable(error.to_string()))?;
    migrations.apply(&pool).await?;
    Ok(pool)
}

/// The address without what could be secret in it.
fn scheme(url: &str) -> &str {
    url.split_once(':').map_or("an address without a scheme", |(scheme, _)| scheme)
}

/// What each SQLite connection is told. `secure_delete` overwrites what is deleted, so that erased
/// rows do not stay in free pages; the write-ahead log is cut back to 64 MiB after a checkpoint.
/// What can be built again gets a larger cache (64 MiB) and rarer checkpoints, because building it
/// touches the pages of every index again and again.
fn pragmas(durability: Durability) -> &'static str {
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

/// Begins a transaction that will write. It takes SQLite's write lock at once: one that read first
/// and wrote later would be refused when another wrote in between.
///
/// # Errors
/// What the database says; [`is_busy`] when others held the lock for too long.
pub async fn begin_write(pool: &AnyPool) -> Result<Transaction<'static, Any>, sqlx::Error> {
    pool.begin_with("BEGIN IMMEDIATE").await
}

/// Moves everything from the write-ahead log into the database and empties the log, so that what
/// was deleted is in neither. Does what it can when others are reading; true when the log is empty.
///
/// # Errors
/// What the database says.
pub async fn truncate_wal(pool: &AnyPool) -> Result<bool, sqlx::Error> {
    let busy: i64 = sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(pool).await?;
    Ok(busy == 0)
}

/// Leaves nothing of what was deleted, in no file. `secure_delete` alone does not: when a page is
/// split, rows that move to another page stay behind in the old one's unused space, and are not
/// found there when they are deleted. So the database is written anew, through its write-ahead log,
/// which is emptied then. True when it was; if not, [`truncate_wal`] is to be tried again.
///
/// # Errors
/// What the database says; [`is_busy`] when another wrote for too long.
pub async fn scrub(pool: &AnyPool) -> Result<bool, sqlx::Error> {
    retry_busy(|| sqlx::raw_sql("VACUUM").execute(pool)).await?;
    truncate_wal(pool).await
}
