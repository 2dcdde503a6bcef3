//! The embedded event log: one SQLite file, one writer, many readers.

use std::path::Path;

use async_trait::async_trait;
use uuid::Uuid;

use super::{
    Appended, Consumer, Direction, EventLog, Expected, Filter, GroupSettings, GroupStatus,
    LogError, NewEvent, Parked, Position, RecordedEvent, Subscription,
};

/// The event log in one SQLite file.
#[derive(Debug)]
pub struct SqliteLog {}

impl SqliteLog {
    /// Opens the log, creating it when there is none, and starts its writer. `groups` is the state
    /// database, migrated, where subscription groups keep their place.
    pub async fn open(_path: &Path, _groups: sqlx::AnyPool) -> Result<Self, LogError> {
        todo!()
    }

    /// Opens an existing log for reading only, also while a server writes it.
    pub async fn open_read_only(_path: &Path) -> Result<Self, LogError> {
        todo!()
    }

    /// Completes with the reason when the writer had to stop; never otherwise.
    pub async fn failed(&self) -> String {
        todo!()
    }

    /// Writes what is under way and the groups' places, ends subscriptions, closes the file.
    pub async fn close(&self) {
        todo!()
    }
}

#[async_trait]
impl EventLog for SqliteLog {
    async fn identity(&self) -> Result<Uuid, LogError> {
        todo!()
    }
    async fn append(&self, _: &str, _: Expected, _: Vec<NewEvent>) -> Result<Appended, LogError> {
        todo!()
    }
    async fn read_stream(
        &self,
        _: &str,
        _: Option<u64>,
        _: Direction,
        _: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        todo!()
    }
    async fn read_all(
        &self,
        _: Option<Position>,
        _: Direction,
        _: &Filter,
        _: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        todo!()
    }
    async fn head(&self) -> Result<Option<Position>, LogError> {
        todo!()
    }
    async fn subscribe(&self, _: Option<Position>, _: Filter) -> Result<Subscription, LogError> {
        todo!()
    }
    async fn ensure_group(&self, _: &str, _: GroupSettings) -> Result<(), LogError> {
        todo!()
    }
    async fn join_group(&self, _: &str, _: usize) -> Result<Consumer, LogError> {
        todo!()
    }
    async fn groups(&self) -> Result<Vec<GroupStatus>, LogError> {
        todo!()
    }
    async fn parked(&self, _: &str, _: usize) -> Result<Vec<Parked>, LogError> {
        todo!()
    }
    async fn replay_parked(&self, _: &str, _: Option<Uuid>) -> Result<u64, LogError> {
        todo!()
    }
}
