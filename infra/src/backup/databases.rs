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
//!
//! A state on a server is copied row by row into a file of the same form, from a snapshot that the
//! server keeps meanwhile; only the groups' places are held still, until it is taken.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;

use super::{BackupError, EVENTS, STATE};
use crate::directory::Paths;
use crate::event_log::sqlite::{SqliteLog, copy};
use crate::event_log::{Direction, EventLog, Filter, Position};
use crate::sql::sqlite_url;
use crate::state::{Snapshot, State};

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

/// Copies both into a folder, under these names. The state is the data directory's, or the one given.
pub(super) async fn copy_both(
    source: &Paths,
    far: Option<&State>,
    folder: &Path,
    beside: &str,
) -> Result<Copied, BackupError> {
    let log = SqliteLog::open_read_only(&source.events()).await?;
    let position = match far {
        None => copy_near(&log, &source.state(), &folder.join(STATE)).await?,
        Some(state) => copy_far(&log, state, &folder.join(STATE)).await?,
    };
    copy(&source.events(), &folder.join(EVENTS), position).await?;
    let beside = streams(&log, beside, position).await?;
    let log_id = log.identity().await?;
    log.close().await;
    Ok(Copied { log: log_id, position, beside })
}

async fn copy_far(
    log: &SqliteLog,
    state: &State,
    target: &Path,
) -> Result<Option<Position>, BackupError> {
    let head = async { log.head().await.map_err(BackupError::from) };
    let (snapshot, position) = Snapshot::take_with(state, head).await?;
    let copy = State::open(&sqlite_url(target)).await?;
    let copied = snapshot.copy_to(&copy).await;
    copy.close().await;
    copied?;
    Ok(position)
}

async fn copy_near(
    log: &SqliteLog,
    state: &Path,
    target: &Path,
) -> Result<Option<Position>, BackupError> {
    let mut lock = open(state).await.map_err(BackupError::State)?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut lock).await.map_err(BackupError::State)?;
    let position = log.head().await?;
    let copied = copy_state(state, target).await;
    // Nothing was written; without this, closing would end the transaction too.
    let _ = sqlx::query("ROLLBACK").execute(&mut lock).await;
    copied.and(lock.close().await).map_err(BackupError::State)?;
    Ok(position)
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
