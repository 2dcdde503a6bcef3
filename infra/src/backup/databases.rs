//! The log and the state as of one moment, while others write both.
//!
//! They must fit: a key that an event was sealed with is in the state before the event is in the
//! log, and a group's place in the state follows events that are in the log. A log copied later than
//! the state could hold an event without its key; a state copied later, a group that has passed
//! events which the copied log will give to others. So the state is held still (its write lock is
//! taken; readers go on) while the log's head is read and the state is copied. What is written to
//! the state before that belongs to events up to the head or to none; what comes later is in
//! neither copy. The pair is what a power failure at that moment would have left, and a start after
//! one is what this program is tested for. The log is copied afterwards, up to that head.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;

use super::{BackupError, EVENTS, STATE};
use crate::directory::Paths;
use crate::event_log::sqlite::{SqliteLog, copy};
use crate::event_log::{Direction, EventLog, Filter, Position};

/// How long the copy waits for others' writes to the state.
const PATIENCE: Duration = Duration::from_secs(30);
/// Events read at once.
const PAGE: usize = 512;

/// What was copied.
pub(super) struct Copied {
    pub(super) log: Uuid,
    pub(super) position: Option<Position>,
    /// Streams of the asked kind up to that position.
    pub(super) beside: Vec<String>,
}

/// Copies both into a folder, under these names.
pub(super) async fn copy_both(
    source: &Paths,
    folder: &Path,
    beside: &str,
) -> Result<Copied, BackupError> {
    let log = SqliteLog::open_read_only(&source.events()).await?;
    let mut lock = open(&source.state()).await.map_err(BackupError::State)?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut lock).await.map_err(BackupError::State)?;
    let position = log.head().await?;
    let copied = copy_state(&source.state(), &folder.join(STATE)).await;
    // Nothing was written; without this, closing would end the transaction too.
    let _ = sqlx::query("ROLLBACK").execute(&mut lock).await;
    copied.and(lock.close().await).map_err(BackupError::State)?;

    copy(&source.events(), &folder.join(EVENTS), position).await?;
    let beside = streams(&log, beside, position).await?;
    let log_id = log.identity().await?;
    log.close().await;
    Ok(Copied { log: log_id, position, beside })
}

async fn open(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(PATIENCE)
        .disable_statement_logging()
        .connect()
        .await
}

async fn copy_state(source: &Path, target: &Path) -> Result<(), sqlx::Error> {
    let mut state = open(source).await?;
    sqlx::query("VACUUM INTO ?")
        .bind(target.to_string_lossy().as_ref())
        .execute(&mut state)
        .await?;
    state.close().await
}

/// The streams whose names begin so, up to a position.
async fn streams(
    log: &SqliteLog,
    prefix: &str,
    up_to: Option<Position>,
) -> Result<Vec<String>, BackupError> {
    let filter = Filter::StreamPrefixes(vec![prefix.to_owned()]);
    let (mut found, mut beyond) = (Vec::new(), None);
    loop {
        let page = log.read_all(beyond, Direction::Forwards, &filter, PAGE).await?;
        let first = page.iter().filter(|event| event.revision == 0);
        let inside = first.filter(|event| Some(event.position) <= up_to);
        found.extend(inside.map(|event| event.stream.clone()));
        match page.last() {
            Some(last) if page.len() == PAGE => beyond = Some(last.position),
            _ => return Ok(found),
        }
    }
}
