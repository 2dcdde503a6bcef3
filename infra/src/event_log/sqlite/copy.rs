//! A copy of the log as it was at a position, while its writer goes on. The log only grows, so that
//! what was there then is there still.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};

use super::super::{LogError, Position};
use super::fault::unavailable;
use super::schema;

/// Copies every event up to a position into a new file, and the log's identity. The file is not yet
/// durable; one that is half done is to be deleted.
///
/// # Errors
/// [`LogError::Unavailable`], [`LogError::Full`].
pub async fn copy(source: &Path, target: &Path, up_to: Option<Position>) -> Result<(), LogError> {
    fill(source, target, up_to.map_or(0, |position| position.0)).await.map_err(|error| {
        match crate::sql::is_full(&error) {
            true => LogError::Full(error.to_string()),
            false => unavailable(error),
        }
    })
}

async fn fill(source: &Path, target: &Path, up_to: u64) -> Result<(), sqlx::Error> {
    // Nobody else knows the new file, and what fails is begun anew: no journal is needed.
    let mut copy = SqliteConnectOptions::new()
        .filename(target)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .disable_statement_logging()
        .connect()
        .await?;
    schema::create(&mut copy).await?;
    sqlx::query("ATTACH ? AS source")
        .bind(source.to_string_lossy().as_ref())
        .execute(&mut copy)
        .await?;
    sqlx::query(
        "INSERT INTO events (position, stream, revision, id, kind, created, data, metadata) \
         SELECT position, stream, revision, id, kind, created, data, metadata \
         FROM source.events WHERE position <= ? ORDER BY position",
    )
    .bind(up_to.cast_signed())
    .execute(&mut copy)
    .await?;
    sqlx::query("UPDATE log SET identity = (SELECT identity FROM source.log)")
        .execute(&mut copy)
        .await?;
    copy.close().await
}
