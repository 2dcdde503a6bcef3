//! The embedded event log: one SQLite file, one writer, many readers.
//!
//! An append goes over a channel to the writer, which commits all that wait with one flush of the
//! disk and only then answers. Readers have connections of their own and never wait for the writer.
//! The file must have one writing process at a time (the data directory's lock sees to that); any
//! number may read it with [`SqliteLog::open_read_only`].

mod copy;
mod fault;
mod follow;
mod moving;
mod plan;
mod reader;
mod schema;
mod select;
mod statements;
mod tail;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AnyPool, Connection};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use self::copy::copy;
use self::follow::{Feed, closed};
pub use self::moving::forget_groups;
use self::reader::Reader;
use self::tail::{Ended, Tail};
use self::writer::{Append, MAX_BATCH, Writer};
pub use super::check::MAX_APPEND_BYTES;
use super::check::check;
use super::group::Groups;
use super::{
    Appended, Consumer, Direction, EventLog, Expected, Filter, GroupSettings, GroupStatus,
    LogError, NewEvent, Parked, Position, RecordedEvent, Subscription,
};
use crate::room::Room;

/// How long closing waits for reads under way.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// The event log in one SQLite file. Dropping it stops it; [`SqliteLog::close`] also saves where
/// the groups are.
#[derive(Debug)]
pub struct SqliteLog {
    path: PathBuf,
    identity: Uuid,
    feed: Feed,
    /// None when the log was opened for reading only.
    write: Option<Write>,
    reserve: Option<Reserve>,
}

/// The room that is kept back, and the streams that may take it.
#[derive(Debug)]
struct Reserve {
    room: Room,
    exempt: &'static [&'static str],
}

/// What only the writing process has.
#[derive(Debug)]
struct Write {
    appends: mpsc::Sender<Append>,
    writer: Mutex<Option<JoinHandle<Option<SqliteConnection>>>>,
    stop: CancellationToken,
    groups: Groups,
}

impl SqliteLog {
    /// Opens the log, creating it when there is none, and starts its writer. `groups` is the state
    /// database, migrated, where subscription groups keep their place.
    ///
    /// # Errors
    /// [`LogError::Unavailable`] when the file cannot be opened, [`LogError::Invalid`] when it is
    /// no event log or one of a later version.
    pub async fn open(path: &Path, groups: AnyPool) -> Result<Self, LogError> {
        Self::open_limited(path, groups, None).await
    }

    async fn open_limited(
        path: &Path,
        groups: AnyPool,
        max_pages: Option<u32>,
    ) -> Result<Self, LogError> {
        let (connection, identity) = schema::open_writer(path, max_pages).await?;
        let (feed, _) = open_feed(path).await?;
        let groups = Groups::new(groups, identity, Arc::new(feed.clone()));
        let write = Write::start(connection, &feed, groups);
        let path = path.to_owned();
        Ok(Self { path, identity, feed, write: Some(write), reserve: None })
    }

    /// Opens an existing log for reading only, also while another process writes it. It neither
    /// follows (subscriptions, groups) nor appends.
    ///
    /// # Errors
    /// As [`SqliteLog::open`]; [`LogError::Unavailable`] when there is no file.
    pub async fn open_read_only(path: &Path) -> Result<Self, LogError> {
        let (feed, identity) = open_feed(path).await?;
        let path = path.to_owned();
        Ok(Self { path, identity, feed, write: None, reserve: None })
    }

    /// The same, refusing appends with [`LogError::Full`] while there is less room than is kept back,
    /// except to streams whose names begin with one of these.
    pub fn reserving(mut self, room: Room, exempt: &'static [&'static str]) -> Self {
        self.reserve = Some(Reserve { room, exempt });
        self
    }

    /// Whether the last commit found the disk full.
    pub fn is_full(&self) -> bool {
        self.feed.tail.is_full()
    }

    /// Completes with the reason when the writer had to stop because the disk or the file failed:
    /// the process should end, and start again when that is mended. Never completes otherwise.
    pub async fn failed(&self) -> String {
        let mut progress = self.feed.tail.progress();
        // The sender lives as long as this log does: the wait ends only with a failure.
        let failed = progress.wait_for(|now| matches!(now.ended, Some(Ended::Failed(_)))).await;
        match failed.map(|now| now.ended.clone()) {
            Ok(Some(Ended::Failed(reason))) => reason,
            _ => std::future::pending().await,
        }
    }

    /// Writes what was asked before, saves where the groups are, ends subscriptions and closes the
    /// file. Consumers should have settled what they have: the rest is delivered again.
    pub async fn close(&self) {
        let mut connection = None;
        if let Some(write) = &self.write {
            write.groups.stop().await;
            write.stop.cancel();
            if let Some(writer) = write.writer.lock().await.take() {
                // A writer that panicked has no connection to give back.
                connection = writer.await.ok().flatten();
            }
        }
        self.feed.tail.end(Ended::Closed);
        self.close_file(connection).await;
    }

    /// Closes the readers and then the writer: only the last connection, if it may write, folds the
    /// write-ahead log into the file.
    async fn close_file(&self, writer: Option<SqliteConnection>) {
        // A read that nobody waits for any more must not hold up the shutdown.
        if timeout(CLOSE_TIMEOUT, self.feed.reader.close()).await.is_err() {
            tracing::warn!("some reads of the event log did not end before it was closed");
        }
        if let Some(writer) = writer
            && let Err(error) = writer.close().await
        {
            tracing::warn!(%error, "the event log did not close cleanly");
        }
    }

    /// How many commits, each one flush of the disk, this log has made since it was opened.
    pub fn commits(&self) -> u64 {
        self.feed.tail.pushes()
    }

    fn writing(&self) -> Result<&Write, LogError> {
        self.write
            .as_ref()
            .ok_or_else(|| LogError::Invalid("it was opened for reading only".into()))
    }

    /// Refuses what would take the room that is kept back.
    fn check_room(&self, stream: &str) -> Result<(), LogError> {
        match &self.reserve {
            Some(reserve) if !reserve.exempt.iter().any(|prefix| stream.starts_with(prefix)) => {
                reserve.room.check().map_err(|lacking| LogError::Full(lacking.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// Why the log ended, when it did.
    fn ended(&self) -> LogError {
        match &self.feed.tail.progress().borrow().ended {
            Some(Ended::Failed(reason)) => LogError::Unavailable(reason.clone()),
            _ => closed(),
        }
    }
}

impl Write {
    fn start(connection: SqliteConnection, feed: &Feed, groups: Groups) -> Self {
        let (appends, waiting) = mpsc::channel(MAX_BATCH);
        let stop = CancellationToken::new();
        let (tail, stopped) = (feed.tail.clone(), stop.clone());
        let writer = Writer { connection, appends: waiting, tail, stop: stopped };
        let writer = Mutex::new(Some(tokio::spawn(writer.run())));
        Self { appends, writer, stop, groups }
    }
}

async fn open_feed(path: &Path) -> Result<(Feed, Uuid), LogError> {
    let (pool, identity) = schema::open_readers(path).await?;
    let reader = Reader::new(pool);
    let tail = Arc::new(Tail::new(reader.head().await?));
    Ok((Feed { reader, tail }, identity))
}

#[async_trait]
impl EventLog for SqliteLog {
    async fn identity(&self) -> Result<Uuid, LogError> {
        Ok(self.identity)
    }

    async fn append(
        &self,
        stream: &str,
        expected: Expected,
        events: Vec<NewEvent>,
    ) -> Result<Appended, LogError> {
        check(stream, &events)?;
        self.check_room(stream)?;
        let begun = Instant::now();
        let (answer, answered) = oneshot::channel();
        let append = Append { stream: stream.to_owned(), expected, events, answer };
        self.writing()?.appends.send(append).await.map_err(|_| self.ended())?;
        let appended = answered.await.map_err(|_| self.ended())?;
        metrics::histogram!("event_log_append_seconds").record(begun.elapsed());
        appended
    }

    async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.feed.reader.read_stream(stream, from, direction, limit).await
    }

    async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.feed.reader.read_all(beyond, direction, filter, limit).await
    }

    async fn head(&self) -> Result<Option<Position>, LogError> {
        self.feed.reader.head().await
    }

    async fn subscribe(
        &self,
        after: Option<Position>,
        filter: Filter,
    ) -> Result<Subscription, LogError> {
        self.writing()?;
        if after > self.head().await? {
            return Err(LogError::Invalid(format!("it ends before position {after:?}")));
        }
        Ok(self.feed.follow(after, filter))
    }

    async fn ensure_group(&self, name: &str, settings: GroupSettings) -> Result<(), LogError> {
        self.writing()?.groups.ensure(name, settings).await
    }

    async fn join_group(&self, name: &str, buffer: usize) -> Result<Consumer, LogError> {
        self.writing()?.groups.join(name, buffer).await
    }

    async fn groups(&self) -> Result<Vec<GroupStatus>, LogError> {
        self.writing()?.groups.status().await
    }

    async fn parked(&self, name: &str, limit: usize) -> Result<Vec<Parked>, LogError> {
        self.writing()?.groups.parked(name, limit).await
    }

    async fn replay_parked(&self, name: &str, event: Option<Uuid>) -> Result<u64, LogError> {
        self.writing()?.groups.replay(name, event).await
    }
}
