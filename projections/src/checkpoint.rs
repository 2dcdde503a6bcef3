//! How far a database of read models is, and of which log: the fence between two who fold into it.

use infra::event_log::Position;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};
use uuid::Uuid;

use crate::open::Fact;
use crate::subject::{Subject, subject};
use crate::{ReadError, Settings};

/// The folds' version. A change of what a fold makes of an event, or of a table, raises it: read
/// models of another version are built again at the next start.
pub(crate) const FOLDS: i64 = 11;

const NAME: &str = "read-models";

/// The last event that a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) position: Option<Position>,
    /// How many events were folded.
    pub(crate) events: u64,
    /// How many of them changed rows other than those of the access record.
    pub(crate) edition: u64,
}

/// What SQL holds before the first event.
const NOWHERE: i64 = -1;

impl Checkpoint {
    fn sql(self) -> i64 {
        self.position.map_or(NOWHERE, |position| position.0 as i64)
    }

    /// Where it is after these facts.
    pub(crate) fn after(self, facts: &[Fact]) -> Self {
        let access = |fact: &&Fact| subject(&fact.event) == Subject::Access;
        let changes = facts.len() - facts.iter().filter(access).count();
        Self {
            position: facts.last().map_or(self.position, |last| Some(last.at.position)),
            events: self.events + facts.len() as u64,
            edition: self.edition + changes as u64,
        }
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
            "INSERT INTO checkpoint (name, log, folds, settings, position, events, edition) \
             VALUES (?, ?, ?, ?, ?, 0, 0)",
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
    let settings = built_by_these_folds(&row, log)?;
    Ok(settings.filter(|settings| asked.is_none_or(|asked| asked == settings)))
}

/// Whether a database was begun by these folds over this log, and with which settings. None when it
/// was not, or is about to be.
///
/// # Errors
/// [`ReadError::OtherLog`].
pub(crate) async fn begun(
    db: &mut AnyConnection,
    log: Uuid,
) -> Result<Option<Settings>, ReadError> {
    let row = sqlx::query("SELECT log, folds, settings FROM checkpoint WHERE name = ?")
        .bind(NAME)
        .fetch_optional(db)
        .await?;
    row.map_or(Ok(None), |row| built_by_these_folds(&row, log))
}

fn built_by_these_folds(row: &AnyRow, log: Uuid) -> Result<Option<Settings>, ReadError> {
    let theirs: String = row.try_get("log")?;
    if theirs != log.to_string() {
        return Err(ReadError::OtherLog { theirs, ours: log.to_string() });
    }
    let folds: i64 = row.try_get("folds")?;
    let settings: String = row.try_get("settings")?;
    Ok(Settings::read(&settings).filter(|_| folds == FOLDS))
}

/// How far a database is that was begun.
pub(crate) async fn load(db: &mut AnyConnection) -> Result<Checkpoint, sqlx::Error> {
    let row = sqlx::query("SELECT position, events, edition FROM checkpoint WHERE name = ?")
        .bind(NAME)
        .fetch_one(db)
        .await?;
    let count = |name| Ok::<_, sqlx::Error>(row.try_get::<i64, _>(name)?.max(0) as u64);
    Ok(Checkpoint { position: read(&row)?, events: count("events")?, edition: count("edition")? })
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
        "UPDATE checkpoint SET position = ?, events = ?, edition = ? \
         WHERE name = ? AND position = ? AND log = ?",
    )
    .bind(to.sql())
    .bind(to.events as i64)
    .bind(to.edition as i64)
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
