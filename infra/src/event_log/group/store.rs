//! A group's lasting state, in the state database.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyPool, Row, Transaction};
use uuid::Uuid;

use super::super::{GroupSettings, LogError, Position};

/// A group as it was saved.
#[derive(Debug, PartialEq)]
pub(super) struct Group {
    pub(super) log: Uuid,
    pub(super) settings: GroupSettings,
    pub(super) checkpoint: Option<Position>,
}

/// Why something is remembered of an event. The numbers are those in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// To be delivered again.
    Retry = 0,
    /// Put aside.
    Parked = 1,
    /// Was put aside, to be delivered again.
    Replay = 2,
}

/// What is remembered of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Remembered {
    /// Where the event stands.
    pub position: Position,
    /// Its identifier.
    pub event: Uuid,
    /// Why it is remembered.
    pub state: State,
    /// How often it was delivered again.
    pub retries: u32,
    /// What the last try said.
    pub reason: String,
    /// Since when it is in this state.
    pub since: Timestamp,
}

/// What is to be saved: each event's new entry, none when there is nothing to remember any more.
pub(super) type Changes = HashMap<Position, Option<Remembered>>;

/// The tables of all groups.
#[derive(Clone, Debug)]
pub(in super::super) struct Store {
    pool: AnyPool,
}

const REMEMBERED: &str = "SELECT position, event_id, state, retries, reason, since \
     FROM group_events WHERE group_name = ? AND state = ? ORDER BY position LIMIT ?";

impl Store {
    pub(in super::super) fn new(pool: AnyPool) -> Self {
        Self { pool }
    }

    pub(super) async fn group(&self, name: &str) -> Result<Option<Group>, LogError> {
        let row = sqlx::query(
            "SELECT name, log_id, settings, checkpoint_position FROM subscription_groups \
             WHERE name = ?",
        )
        .bind(name)
        .fetch_optional(&self.pool)
        .await
        .map_err(unavailable)?;
        row.map(|row| group(&row).map(|(_, group)| group)).transpose()
    }

    /// All groups by name.
    pub(super) async fn groups(&self) -> Result<Vec<(String, Group)>, LogError> {
        let rows = sqlx::query(
            "SELECT name, log_id, settings, checkpoint_position FROM subscription_groups \
             ORDER BY name",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(unavailable)?;
        rows.iter().map(group).collect()
    }

    /// Saves a new group, or an existing one's settings.
    pub(super) async fn put(&self, name: &str, group: &Group) -> Result<(), LogError> {
        let settings = serde_json::to_string(&group.settings)
            .map_err(|error| LogError::Invalid(error.to_string()))?;
        let updated = sqlx::query("UPDATE subscription_groups SET settings = ? WHERE name = ?")
            .bind(&settings)
            .bind(name)
            .execute(&self.pool)
            .await
            .map_err(unavailable)?;
        if updated.rows_affected() > 0 {
            return Ok(());
        }
        sqlx::query(
            "INSERT INTO subscription_groups (name, log_id, settings, checkpoint_position) \
             VALUES (?, ?, ?, ?)",
        )
        .bind(name)
        .bind(group.log.as_bytes().to_vec())
        .bind(&settings)
        .bind(integer(group.checkpoint))
        .execute(&self.pool)
        .await
        .map_err(unavailable)?;
        Ok(())
    }

    /// Forgets all groups.
    pub(in super::super) async fn clear(&self) -> Result<(), LogError> {
        for text in ["DELETE FROM group_events", "DELETE FROM subscription_groups"] {
            sqlx::query(text).execute(&self.pool).await.map_err(unavailable)?;
        }
        Ok(())
    }

    /// Events of a group in this state, oldest first, at most `limit`.
    pub(super) async fn remembered(
        &self,
        name: &str,
        state: State,
        limit: usize,
    ) -> Result<Vec<Remembered>, LogError> {
        let rows = sqlx::query(REMEMBERED)
            .bind(name)
            .bind(state as i64)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX))
            .fetch_all(&self.pool)
            .await
            .map_err(unavailable)?;
        rows.iter().map(|row| remembered(row, state)).collect()
    }

    /// How many events of a group are in this state.
    pub(super) async fn count(&self, name: &str, state: State) -> Result<u64, LogError> {
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM group_events WHERE group_name = ? AND state = ?",
        )
        .bind(name)
        .bind(state as i64)
        .fetch_one(&self.pool)
        .await
        .map_err(unavailable)?;
        Ok(count.cast_unsigned())
    }

    /// Saves a checkpoint and what changed with it, all or nothing.
    pub(super) async fn save(
        &self,
        name: &str,
        checkpoint: Option<Position>,
        changes: &Changes,
    ) -> Result<(), LogError> {
        self.save_all(name, checkpoint, changes).await.map_err(unavailable)
    }

    async fn save_all(
        &self,
        name: &str,
        checkpoint: Option<Position>,
        changes: &Changes,
    ) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        sqlx::query("UPDATE subscription_groups SET checkpoint_position = ? WHERE name = ?")
            .bind(integer(checkpoint))
            .bind(name)
            .execute(&mut *transaction)
            .await?;
        for (&position, entry) in changes {
            sqlx::query("DELETE FROM group_events WHERE group_name = ? AND position = ?")
                .bind(name)
                .bind(integer(Some(position)))
                .execute(&mut *transaction)
                .await?;
            if let Some(entry) = entry {
                insert(&mut transaction, name, entry).await?;
            }
        }
        transaction.commit().await
    }
}

async fn insert(
    transaction: &mut Transaction<'_, Any>,
    name: &str,
    entry: &Remembered,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO group_events (group_name, position, event_id, state, retries, reason, since) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(name)
    .bind(integer(Some(entry.position)))
    .bind(entry.event.as_bytes().to_vec())
    .bind(entry.state as i64)
    .bind(i64::from(entry.retries))
    .bind(&entry.reason)
    .bind(entry.since.as_microsecond())
    .execute(&mut **transaction)
    .await
    .map(drop)
}

fn group(row: &AnyRow) -> Result<(String, Group), LogError> {
    let checkpoint: i64 = row.try_get(3).map_err(unavailable)?;
    let settings: String = row.try_get(2).map_err(unavailable)?;
    let group = Group {
        log: uuid(row, 1)?,
        settings: serde_json::from_str(&settings).map_err(damaged)?,
        checkpoint: (checkpoint > 0).then_some(Position(checkpoint.cast_unsigned())),
    };
    Ok((row.try_get(0).map_err(unavailable)?, group))
}

fn remembered(row: &AnyRow, state: State) -> Result<Remembered, LogError> {
    let position: i64 = row.try_get(0).map_err(unavailable)?;
    let retries: i64 = row.try_get(3).map_err(unavailable)?;
    let since: i64 = row.try_get(5).map_err(unavailable)?;
    Ok(Remembered {
        position: Position(position.cast_unsigned()),
        event: uuid(row, 1)?,
        state,
        retries: u32::try_from(retries).map_err(damaged)?,
        reason: row.try_get(4).map_err(unavailable)?,
        since: Timestamp::from_microsecond(since).map_err(damaged)?,
    })
}

fn uuid(row: &AnyRow, column: usize) -> Result<Uuid, LogError> {
    let bytes: Vec<u8> = row.try_get(column).map_err(unavailable)?;
    Uuid::from_slice(&bytes).map_err(damaged)
}

/// A position as it stands in the database; nothing is 0.
fn integer(position: Option<Position>) -> i64 {
    position.map_or(0, |position| position.0.cast_signed())
}

fn unavailable(error: sqlx::Error) -> LogError {
    LogError::Unavailable(format!("the groups' state: {error}"))
}

fn damaged(error: impl std::fmt::Display) -> LogError {
    LogError::Unavailable(format!("the groups' state is damaged: {error}"))
}
