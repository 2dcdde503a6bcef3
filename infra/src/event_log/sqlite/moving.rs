//! What another log held, taken over: its events are written as they are, with the time at which that
//! log took them, each page whole or not at all.

use async_trait::async_trait;
use sqlx::AnyPool;
use sqlx::Connection as _;
use sqlx::sqlite::SqliteConnection;

use super::super::group::Store;
use super::super::moving::{Movable, Standing};
use super::super::{LogError, Position, RecordedEvent};
use super::fault::Fault;
use super::{SqliteLog, schema, statements};

#[async_trait]
impl Movable for SqliteLog {
    async fn take_over(&self, events: &[RecordedEvent]) -> Result<(), LogError> {
        self.writing()?;
        let (mut connection, _) = schema::open_writer(&self.path, None).await?;
        let (before, taken) = write(&mut connection, events).await?;
        connection.close().await.map_err(|error| Fault::from(error).answer())?;
        self.feed.tail.push(before, taken);
        Ok(())
    }

    async fn standings(&self) -> Result<Vec<Standing>, LogError> {
        self.writing()?.groups.standings().await
    }

    async fn lay_groups(&self, standings: &[Standing]) -> Result<(), LogError> {
        self.writing()?.groups.lay(standings).await
    }
}

/// Forgets every group of the embedded log in a state whose log is elsewhere now.
///
/// # Errors
/// [`LogError::Unavailable`].
pub async fn forget_groups(state: &AnyPool) -> Result<(), LogError> {
    Store::new(state.clone()).clear().await
}

/// Writes the events in one transaction. Gives what was there before, and the events as they stand here.
async fn write(
    connection: &mut SqliteConnection,
    events: &[RecordedEvent],
) -> Result<(Option<Position>, Vec<RecordedEvent>), LogError> {
    let failed = |error| Fault::from(error).answer();
    statements::begin(connection).await.map_err(failed)?;
    let before = statements::head(connection).await.map_err(failed)?;
    let streams = events.iter().map(|event| event.stream.as_str());
    let mut heads = statements::heads(connection, streams).await.map_err(failed)?;
    let mut taken = Vec::with_capacity(events.len());
    for (position, event) in (before.map_or(1, |before| before.0 + 1)..).zip(events) {
        let actual = heads.insert(event.stream.clone(), event.revision);
        if event.revision != actual.map_or(0, |revision| revision + 1) {
            return Err(LogError::WrongRevision { stream: event.stream.clone(), actual });
        }
        taken.push(RecordedEvent { position: Position(position), ..event.clone() });
    }
    statements::insert(connection, &taken).await.map_err(failed)?;
    statements::commit(connection).await.map_err(failed)?;
    Ok((before, taken))
}
