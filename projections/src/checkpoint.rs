//! How far a database of read models is, and of which log: the fence between two who fold into it.

use infra::event_log::Position;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use uuid::Uuid;

use crate::{ReadError, Settings};

/// The folds' version. A change of what a fold makes of an event, or of a table, raises it: read
/// models of another version are built again at the next start.
pub(crate) const FOLDS: i64 = 8;

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
    fn sql(self) -> i64 {
        self.position.map_or(NOWHERE, |position| position.0 as i64)
    }
}

/// Begins a database, or takes up one that was begun: with which settings it is folded. None when
/// other folds, or other settings than those asked for, have built it.
///
/// # Errors
/// [`ReadError::OtherLog`].
pub(crate) async fn begin(
    db: &mut AnyConnection,
    log: Uuid,
    asked: Option<&Settings>,
) -> Result<Option<Settings>, ReadError> {
    let row = sqlx::query("SELECT log, folds, settings FROM checkpoint WHERE name = ?")
        .bind(NAME)
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else {
        let settings = asked.cloned().unwrap_or_default();
        sqlx::query(
            "INSERT INTO checkpoint (name, log, folds, settings, position, events) \
             VALUES (?, ?, ?, ?, ?, 0)",
        )
        .bind(NAME)
        .bind(log.to_string())
        .bind(FOLDS)
        .bind(settings.write())
        .bind(NOWHERE)
        .execute(db)
        .await?;
        return Ok(Some(settings));
    };
    let theirs: String = row.try_get("log")?;
    if theirs != log.to_string() {
        return Err(ReadError::OtherLog { theirs, ours: log.to_string() });
    }
    let folds: i64 = row.try_get("folds")?;
    let settings: String = row.try_get("settings")?;
    let same = |settings: &Settings| asked.is_none_or(|asked| asked == settings);
    Ok(Settings::read(&settings).filter(same).filter(|_| folds == FOLDS))
}

/// How far a database is that was begun.
pub(crate) async fn load(db: &mut AnyConnection) -> Result<Checkpoint, sqlx::Error> {
    let row = sqlx::query("SELECT position, events FROM checkpoint WHERE name = ?")
        .bind(NAME)
        .fetch_one(db)
        .await?;
    let events: i64 = row.try_get("events")?;
    Ok(Checkpoint { position: read(&row)?, events: events.max(0) as u64 })
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
