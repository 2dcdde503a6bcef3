//! Reading the file.

use bytes::Bytes;
use futures::TryStreamExt;
use jiff::Timestamp;
use sqlx::sqlite::{SqliteArguments, SqlitePool, SqliteRow};
use sqlx::{Row, Sqlite};
use uuid::Uuid;

use super::super::{Direction, Filter, LogError, Position, RecordedEvent};
use super::fault::unavailable;
use super::select;

type Query<'q> = sqlx::query::Query<'q, Sqlite, SqliteArguments>;

/// A part of what was asked for.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) events: Vec<RecordedEvent>,
    /// Whether there may be more.
    pub(super) more: bool,
}

/// A pool of connections that only read.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    pool: SqlitePool,
}

impl Reader {
    pub(super) fn new(pool: SqlitePool) -> Self {
        Self { pool }
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    pub(super) async fn head(&self) -> Result<Option<Position>, LogError> {
        let head: Option<i64> = sqlx::query_scalar("SELECT MAX(position) FROM events")
            .fetch_one(&self.pool)
            .await
            .map_err(unavailable)?;
        Ok(head.map(|head| Position(head.cast_unsigned())))
    }

    pub(super) async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let (sql, end) = match direction {
            Direction::Forwards => (select::STREAM_FORWARDS, 0),
            Direction::Backwards => (select::STREAM_BACKWARDS, i64::MAX),
        };
        let from = from.map_or(end, integer);
        let query = sqlx::query(sql).bind(stream).bind(from).bind(integer(limit as u64));
        Ok(self.rows(query, limit, usize::MAX).await?.events)
    }

    pub(super) async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        Ok(self.page(beyond, direction, filter, limit, usize::MAX).await?.events)
    }

    /// As much of [`Reader::read_all`] as fits into this many bytes, and one event more.
    pub(super) async fn page(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
        bytes: usize,
    ) -> Result<Page, LogError> {
        let beyond = match (beyond, direction) {
            (Some(position), _) => integer(position.0),
            (None, Direction::Forwards) => -1,
            (None, Direction::Backwards) => i64::MAX,
        };
        match select::all(filter, direction, beyond, integer(limit as u64))? {
            Some(mut query) => self.rows(query.build(), limit, bytes).await,
            None => Ok(Page::default()),
        }
    }

    /// The event at a position; none when there is none.
    pub(super) async fn event(&self, at: Position) -> Result<Option<RecordedEvent>, LogError> {
        let query = sqlx::query(select::AT).bind(integer(at.0));
        Ok(self.rows(query, 1, usize::MAX).await?.events.pop())
    }

    async fn rows(&self, query: Query<'_>, limit: usize, bytes: usize) -> Result<Page, LogError> {
        let mut events = Vec::with_capacity(limit.min(4096));
        let mut room = bytes;
        let mut rows = query.fetch(&self.pool);
        while room > 0
            && let Some(row) = rows.try_next().await.map_err(unavailable)?
        {
            let event = event(&row).map_err(unavailable)?;
            room = room.saturating_sub(size(&event));
            events.push(event);
        }
        let more = room == 0 || events.len() == limit;
        Ok(Page { events, more })
    }
}

/// What an event takes in memory, in bytes.
pub(super) fn size(event: &RecordedEvent) -> usize {
    size_of::<RecordedEvent>()
        + event.stream.len()
        + event.kind.len()
        + event.data.len()
        + event.metadata.len()
}

/// SQLite's integers are signed; no log will have events beyond them.
fn integer(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Columns in the order of every statement in [`select`], their types guaranteed by the table (`STRICT`).
fn event(row: &SqliteRow) -> Result<RecordedEvent, sqlx::Error> {
    let decode = |e: Box<dyn std::error::Error + Send + Sync>| sqlx::Error::Decode(e);
    let id: &[u8] = row.try_get_unchecked(3)?;
    let created: i64 = row.try_get_unchecked(5)?;
    Ok(RecordedEvent {
        position: Position(row.try_get_unchecked::<i64, _>(0)?.cast_unsigned()),
        stream: row.try_get_unchecked(1)?,
        revision: row.try_get_unchecked::<i64, _>(2)?.cast_unsigned(),
        id: Uuid::from_slice(id).map_err(|e| decode(e.into()))?,
        kind: row.try_get_unchecked(4)?,
        created: Timestamp::from_microsecond(created).map_err(|e| decode(e.into()))?,
        data: Bytes::from(row.try_get_unchecked::<Vec<u8>, _>(6)?),
        metadata: Bytes::from(row.try_get_unchecked::<Vec<u8>, _>(7)?),
    })
}
