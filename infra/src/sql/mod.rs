//! SQL databases: opening one with its settings and migrations, transactions that write, and what a
//! failure means. One SQL text serves every engine, through sqlx's `Any` driver.

use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyPool, Transaction};

mod engine;
mod migrate;
pub mod mysql;
mod retry;
mod sqlite;

pub use engine::Engine;
pub use migrate::{Migration, Migrations, READ_MODELS, STATE, version, version_on};
pub use retry::{is_busy, is_duplicate, is_full, retry_busy};
pub use sqlite::sqlite_url;

/// What went wrong with a database.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// It cannot be opened or reached.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// It answers, and lets nobody in: a wrong password, or no such schema.
    #[error("the database refuses: {0}")]
    Refused(String),
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

/// How long a connection may take to be had, before the database counts as not available.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a database and brings its schema to this program's version: `sqlite:///absolute/path`,
/// whose file is made when there is none, or `mysql://user:password@host/schema`.
///
/// # Errors
/// [`SqlError::TooNew`] when a newer program has written it; nothing is changed then.
pub async fn open(url: &str, migrations: &Migrations) -> Result<AnyPool, SqlError> {
    let pool = connect(url, migrations.durability).await?;
    migrations.apply(&pool).await?;
    Ok(pool)
}

/// Opens a database as it is.
///
/// # Errors
/// [`SqlError::Unavailable`].
pub async fn connect(url: &str, durability: Durability) -> Result<AnyPool, SqlError> {
    sqlx::any::install_default_drivers();
    let options = AnyPoolOptions::new()
        .max_connections(MAX_CONNECTIONS)
        .acquire_timeout(PATIENCE)
        // A file does not hang up, and asking each time would double the ways to it.
        .test_before_acquire(false);
    let engine = Engine::of_url(url)?;
    let (url, session, options) = match engine {
        Engine::Sqlite => (sqlite::creating(url), sqlite::session(durability), options),
        Engine::MySql => (url.to_owned(), mysql::SESSION, mysql::wary(options)),
    };
    options
        .after_connect(move |connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(session).execute(connection).await?;
                Ok(())
            })
        })
        .connect(&url)
        .await
        .map_err(|error| match error {
            sqlx::Error::Database(refusal) if engine == Engine::MySql => {
                SqlError::Refused(refusal.to_string())
            }
            error => SqlError::Unavailable(error.to_string()),
        })
}

/// Begins a transaction that will write. It has the database's turn to write from its beginning on:
/// what it reads first cannot be changed by another before it writes.
///
/// # Errors
/// What the database says; [`is_busy`] when others had the turn for too long.
pub async fn begin_write(pool: &AnyPool) -> Result<Transaction<'static, Any>, sqlx::Error> {
    match Engine::of(pool) {
        Engine::Sqlite => pool.begin_with("BEGIN IMMEDIATE").await,
        Engine::MySql => mysql::begin_write(pool).await,
    }
}

/// Begins a transaction that only reads, and sees the database as it is now however long it takes.
/// Others write meanwhile.
///
/// # Errors
/// What the database says.
pub async fn begin_snapshot(pool: &AnyPool) -> Result<Transaction<'static, Any>, sqlx::Error> {
    match Engine::of(pool) {
        Engine::Sqlite => sqlite::begin_snapshot(pool).await,
        Engine::MySql => mysql::begin_snapshot(pool).await,
    }
}

/// Moves what was committed to where it stays, so that what was deleted is not in a write-ahead log
/// either. Does what it can when others are reading; true when it is done, and where the engine
/// keeps its logs to itself.
///
/// # Errors
/// What the database says.
pub async fn truncate_wal(pool: &AnyPool) -> Result<bool, sqlx::Error> {
    match Engine::of(pool) {
        Engine::Sqlite => sqlite::truncate_wal(pool).await,
        Engine::MySql => Ok(true),
    }
}

/// Leaves nothing of what was deleted in the database's files. True when it was done; if not,
/// [`truncate_wal`] is to be tried again.
///
/// # Errors
/// What the database says; [`is_busy`] when another wrote for too long.
pub async fn scrub(pool: &AnyPool) -> Result<bool, sqlx::Error> {
    match Engine::of(pool) {
        Engine::Sqlite => sqlite::scrub(pool).await,
        Engine::MySql => mysql::scrub(pool).await,
    }
}
