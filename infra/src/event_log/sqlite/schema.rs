//! The file: how it is opened, created and recognised.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Row};
use uuid::Uuid;

use super::super::LogError;
use super::fault::unavailable;

const SCHEMA: &str = include_str!("../../../../migrations/event_log/sqlite/0001_events.sql");
/// Marks the file as a log of ours ("HmEv"), version in `user_version`.
const APPLICATION: i64 = 0x486d_4576;
const VERSION: i64 = 1;

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Each is a thread; more than this many reads at once wait for one another.
const READERS: u32 = 8;
/// Rows that a read may be ahead of who takes them.
const ROW_BUFFER: usize = 512;

/// The writer's connection, the file created and of this version, and the log's identity.
///
/// `max_pages` limits the file's size, none by what the disk holds.
pub(super) async fn open_writer(
    path: &Path,
    max_pages: Option<u32>,
) -> Result<(SqliteConnection, Uuid), LogError> {
    let mut options = options(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // One fsync of the write-ahead log at each commit: what is answered is on the disk.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        // A burst's write-ahead log is cut back to 64 MiB.
        .pragma("journal_size_limit", "67108864");
    if let Some(pages) = max_pages {
        options = options.pragma("max_page_count", pages.to_string());
    }
    let mut writer = options.connect().await.map_err(unavailable)?;
    create(&mut writer).await.map_err(unavailable)?;
    let identity = identity(&mut writer).await?;
    Ok((writer, identity))
}

/// Connections that only read, and the identity of the log they read.
pub(super) async fn open_readers(path: &Path) -> Result<(SqlitePool, Uuid), LogError> {
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .min_connections(1)
        .test_before_acquire(false)
        .connect_with(options(path).read_only(true).busy_timeout(BUSY_TIMEOUT))
        .await
        .map_err(unavailable)?;
    let mut connection = readers.acquire().await.map_err(unavailable)?;
    let identity = identity(&mut connection).await?;
    drop(connection);
    Ok((readers, identity))
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .row_buffer_size(ROW_BUFFER)
        .disable_statement_logging()
}

/// Creates the tables in a new file, all or none.
pub(super) async fn create(writer: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_schema")
        .fetch_one(&mut *transaction)
        .await?;
    if tables == 0 {
        sqlx::raw_sql(SCHEMA).execute(&mut *transaction).await?;
        sqlx::query("INSERT INTO log (identity) VALUES (?)")
            .bind(Uuid::new_v4().as_bytes().as_slice())
            .execute(&mut *transaction)
            .await?;
        let mark =
            format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}");
        sqlx::raw_sql(sqlx::AssertSqlSafe(mark)).execute(&mut *transaction).await?;
    }
    transaction.commit().await
}

/// Which log this is; refuses a file that is none, or of a version of later times.
async fn identity(connection: &mut SqliteConnection) -> Result<Uuid, LogError> {
    let pragma = |row: sqlx::sqlite::SqliteRow| row.get::<i64, _>(0);
    let application = sqlx::query("PRAGMA application_id").fetch_one(&mut *connection).await;
    if pragma(application.map_err(unavailable)?) != APPLICATION {
        return Err(LogError::Invalid("the file is not an event log".into()));
    }
    let version = sqlx::query("PRAGMA user_version").fetch_one(&mut *connection).await;
    let version = pragma(version.map_err(unavailable)?);
    if version != VERSION {
        return Err(LogError::Invalid(format!(
            "the event log is of version {version}, this program knows version {VERSION}"
        )));
    }
    let identity: Vec<u8> = sqlx::query_scalar("SELECT identity FROM log")
        .fetch_one(connection)
        .await
        .map_err(unavailable)?;
    Uuid::from_slice(&identity)
        .map_err(|_| LogError::Invalid("the event log's identity is damaged".into()))
}
