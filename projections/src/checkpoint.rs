//! How far a database of read models is, and of which log: the fence between two who fold into it.

use infra::event_log::Position;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use uuid::Uuid;

use crate::ReadError;

/// The folds' version. A change of what a fold makes of an event, or of a table, raises it: read
/// models of another version are built again at the next start.
pub(crate) const FOLDS: i64 = 1;

const NAME: &str = "read-models";

/// The last event that a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) position: Option<Position>,
    /// How many events were folded.
    pub(crate) events: u64,
}

/// What SQL holds before the first event.
const NOWHERE: i64 = -1;

impl Checkpoint {
    /// Before the first event.
    pub(crate) const START: Self = Self { position: None, events: 0 };

    fn sql(self) -> i64 {
        self.position.map_or(NOWHERE, |position| position.0 as i64)
    }
}

/// The checkpoint, made now if there is none; none when other folds have built the database.
///
/// # Errors
/// [`ReadError::OtherLog`].
pub(crate) async fn load(
    db: &mut AnyConnection,
    log: Uuid,
) -> Result<Option<Checkpoint>, ReadError> {
    let row = sqlx::query("SELECT log, folds, position, events FROM checkpoint WHERE name = ?")
        .bind(NAME)
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else {
        sqlx::query(
            "INSERT INTO checkpoint (name, log, folds, position, events) VALUES (?, ?, ?, ?, 0)",
        )
        .bind(NAME)
        .bind(log.to_string())
        .bind(FOLDS)
        .bind(NOWHERE)
        .execute(db)
        .await?;
        return Ok(Some(Checkpoint::START));
    };
    let theirs: String = row.try_get("log")?;
    if theirs != log.to_string() {
        return Err(ReadError::OtherLog { theirs, ours: log.to_string() });
    }
    let events: i64 = row.try_get("events")?;
    let position = read(&row)?;
    let folds: i64 = row.try_get("folds")?;
    Ok((folds == FOLDS).then_some(Checkpoint { position, events: events.max(0) as u64 }))
}

/// The last event that a database holds, to know what its rows do not say yet.
pub(crate) async fn position(db: &mut AnyConnection) -> Result<Option<Position>, sqlx::Error> {
    let row = sqlx::query("SELECT position FROM checkpoint WHERE name = ?")
        .bind(NAME)
        .fetch_one(db)
        .await?;
    read(&row)
}

fn read(row: &AnyRow) -> Result<Option<Position>, sqlx::Error> {
    let position: i64 = row.try_get("position")?;
    Ok(u64::try_from(position).ok().map(Position))
}

/// Moves the checkpoint on, in the transaction that folds what is between.
///
/// # Errors
/// [`ReadError::Fenced`] when it is not where it was: somebody else folds here.
pub(crate) async fn advance(
    db: &mut AnyConnection,
    log: Uuid,
    from: Checkpoint,
    to: Checkpoint,
) -> Result<(), ReadError> {
    let moved = sqlx::query(
        "UPDATE checkpoint SET position = ?, events = ? WHERE name = ? AND position = ? AND log = ?",
    )
    .bind(to.sql())
    .bind(to.events as i64)
    .bind(NAME)
    .bind(from.sql())
    .bind(log.to_string())
    .execute(db)
    .await?;
    match moved.rows_affected() {
        1 => Ok(()),
        _ => Err(ReadError::Fenced),
    }
}
