//! The writer's statements.
//!
//! Transactions are plain statements here: sqlx's own would lose count when SQLite rolls back by
//! itself, as it does when the disk is full.

use std::collections::HashMap;

use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Row};
use uuid::Uuid;

use super::super::{NewEvent, Position, RecordedEvent};
use super::plan::Place;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Rows a statement: a batch is cut into few pieces of few sizes, so that statements stay prepared.
const ROWS: [usize; 4] = [64, 16, 4, 1];

pub(super) async fn begin(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("BEGIN IMMEDIATE").execute(connection).await.map(drop)
}

pub(super) async fn commit(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("COMMIT").execute(connection).await.map(drop)
}

pub(super) async fn rollback(connection: &mut SqliteConnection) -> Result<()> {
    sqlx::query("ROLLBACK").execute(connection).await.map(drop)
}

/// The last event's position.
pub(super) async fn head(connection: &mut SqliteConnection) -> Result<Option<Position>> {
    let head: Option<i64> =
        sqlx::query_scalar("SELECT MAX(position) FROM events").fetch_one(connection).await?;
    Ok(head.map(|head| Position(head.cast_unsigned())))
}

/// The last revisions of those of these streams that exist.
pub(super) async fn heads<'a>(
    connection: &mut SqliteConnection,
    streams: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, u64>> {
    let rows: Vec<SqliteRow> = sqlx::query(
        "SELECT asked.value, \
         (SELECT revision FROM events WHERE stream = asked.value ORDER BY revision DESC LIMIT 1) \
         FROM json_each(?) AS asked",
    )
    .bind(list(streams))
    .fetch_all(connection)
    .await?;
    let mut heads = HashMap::new();
    for row in rows {
        if let Some(revision) = row.try_get::<Option<i64>, _>(1)? {
            heads.insert(row.try_get(0)?, revision.cast_unsigned());
        }
    }
    Ok(heads)
}

/// Where those of these events that exist stand.
pub(super) async fn known(
    connection: &mut SqliteConnection,
    events: impl Iterator<Item = &NewEvent>,
) -> Result<HashMap<Uuid, Place>> {
    let rows: Vec<SqliteRow> = sqlx::query(
        "SELECT e.id, e.stream, e.revision, e.position \
         FROM json_each(?) AS asked CROSS JOIN events AS e ON e.id = unhex(asked.value)",
    )
    .bind(list(events.map(|event| event.id.simple().to_string())))
    .fetch_all(connection)
    .await?;
    let mut known = HashMap::new();
    for row in rows {
        let id = Uuid::from_slice(row.try_get(0)?).map_err(|e| sqlx::Error::Decode(e.into()))?;
        let place = Place {
            stream: row.try_get(1)?,
            revision: row.try_get::<i64, _>(2)?.cast_unsigned(),
            position: Position(row.try_get::<i64, _>(3)?.cast_unsigned()),
        };
        known.insert(id, place);
    }
    Ok(known)
}

/// Many values as one: a JSON array keeps the statement the same for any number of them.
fn list(values: impl Iterator<Item = impl Into<serde_json::Value>>) -> String {
    values.map(Into::into).collect::<serde_json::Value>().to_string()
}

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    events: &[RecordedEvent],
) -> Result<()> {
    let mut rest = events;
    for rows in ROWS {
        let pieces = rest.chunks_exact(rows);
        rest = pieces.remainder();
        let sql = insert_sql(rows);
        for piece in pieces {
            insert_piece(connection, sql.clone(), piece).await?;
        }
    }
    Ok(())
}

fn insert_sql(rows: usize) -> String {
    let values = vec!["(?, ?, ?, ?, ?, ?, ?, ?)"; rows].join(", ");
    format!(
        "INSERT INTO events (position, stream, revision, id, kind, created, data, metadata) \
         VALUES {values}"
    )
}

async fn insert_piece(
    connection: &mut SqliteConnection,
    sql: String,
    piece: &[RecordedEvent],
) -> Result<()> {
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for event in piece {
        query = query
            .bind(event.position.0.cast_signed())
            .bind(&event.stream)
            .bind(event.revision.cast_signed())
            .bind(event.id.as_bytes().as_slice())
            .bind(&event.kind)
            .bind(event.created.as_microsecond())
            .bind(event.data.as_ref())
            .bind(event.metadata.as_ref());
    }
    query.execute(connection).await.map(drop)
}
