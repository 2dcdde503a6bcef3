//! The real event log and the real blobs, each behind a [`Line`]; and SQLite files that are taken
//! away from the program by another connection, as another process would.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use infra::blobs::{Blob, BlobError, BlobKey, Blobs, Keys, Put};
use infra::event_log::*;
use infra::spool::Spooled;
use infra::sql::sqlite_url;
use sqlx::{AnyConnection, Connection};
use uuid::Uuid;

use crate::line::{Broken, Line};

/// The log behind a line.
pub struct FarLog {
    pub log: Arc<dyn EventLog>,
    pub line: Arc<Line>,
}

fn log_away(_: Broken) -> LogError {
    LogError::Unavailable("the line to the log is broken".to_owned())
}

#[async_trait]
impl EventLog for FarLog {
    async fn identity(&self) -> Result<Uuid, LogError> {
        self.line.call(self.log.identity()).await.map_err(log_away)?
    }

    async fn append(
        &self,
        stream: &str,
        expected: Expected,
        events: Vec<NewEvent>,
    ) -> Result<Appended, LogError> {
        self.line.call(self.log.append(stream, expected, events)).await.map_err(log_away)?
    }

    async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let read = self.log.read_stream(stream, from, direction, limit);
        self.line.call(read).await.map_err(log_away)?
    }

    async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let read = self.log.read_all(beyond, direction, filter, limit);
        self.line.call(read).await.map_err(log_away)?
    }

    async fn head(&self) -> Result<Option<Position>, LogError> {
        self.line.call(self.log.head()).await.map_err(log_away)?
    }

    async fn subscribe(
        &self,
        after: Option<Position>,
        filter: Filter,
    ) -> Result<Subscription, LogError> {
        self.line.call(self.log.subscribe(after, filter)).await.map_err(log_away)?
    }

    async fn ensure_group(&self, name: &str, settings: GroupSettings) -> Result<(), LogError> {
        self.line.call(self.log.ensure_group(name, settings)).await.map_err(log_away)?
    }

    async fn join_group(&self, name: &str, buffer: usize) -> Result<Consumer, LogError> {
        self.line.call(self.log.join_group(name, buffer)).await.map_err(log_away)?
    }

    async fn groups(&self) -> Result<Vec<GroupStatus>, LogError> {
        self.line.call(self.log.groups()).await.map_err(log_away)?
    }

    async fn parked(&self, name: &str, limit: usize) -> Result<Vec<Parked>, LogError> {
        self.line.call(self.log.parked(name, limit)).await.map_err(log_away)?
    }

    async fn replay_parked(&self, name: &str, event: Option<Uuid>) -> Result<u64, LogError> {
        self.line.call(self.log.replay_parked(name, event)).await.map_err(log_away)?
    }
}

/// The blobs behind a line.
pub struct FarBlobs {
    pub blobs: Arc<dyn Blobs>,
    pub line: Arc<Line>,
}

fn blobs_away(_: Broken) -> BlobError {
    BlobError::Unavailable("the line to the blobs is broken".to_owned())
}

#[async_trait]
impl Blobs for FarBlobs {
    async fn put(&self, key: &BlobKey, file: Spooled) -> Result<Put, BlobError> {
        self.line.call(self.blobs.put(key, file)).await.map_err(blobs_away)?
    }

    async fn put_bytes(&self, key: &BlobKey, bytes: Bytes) -> Result<Put, BlobError> {
        self.line.call(self.blobs.put_bytes(key, bytes)).await.map_err(blobs_away)?
    }

    async fn get(
        &self,
        key: &BlobKey,
        range: Option<Range<u64>>,
    ) -> Result<Option<Blob>, BlobError> {
        self.line.call(self.blobs.get(key, range)).await.map_err(blobs_away)?
    }

    async fn read(&self, key: &BlobKey) -> Result<Option<Bytes>, BlobError> {
        self.line.call(self.blobs.read(key)).await.map_err(blobs_away)?
    }

    async fn delete(&self, key: &BlobKey) -> Result<bool, BlobError> {
        self.line.call(self.blobs.delete(key)).await.map_err(blobs_away)?
    }

    async fn delete_prefix(&self, prefix: &str) -> Result<u64, BlobError> {
        self.line.call(self.blobs.delete_prefix(prefix)).await.map_err(blobs_away)?
    }

    async fn list(&self, prefix: &str) -> Result<Keys, BlobError> {
        self.line.call(self.blobs.list(prefix)).await.map_err(blobs_away)?
    }
}

/// Another connection to one of the program's SQLite files.
pub struct Intruder(AnyConnection);

impl Intruder {
    pub async fn at(file: &Path) -> Self {
        sqlx::any::install_default_drivers();
        Self(AnyConnection::connect(&sqlite_url(file)).await.unwrap())
    }

    async fn tell(&mut self, sql: &str) {
        // The program may be writing just now.
        let patient = "PRAGMA busy_timeout = 30000";
        sqlx::raw_sql(patient).execute(&mut self.0).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut self.0).await.unwrap();
    }

    /// Takes the lock that whoever writes needs.
    pub async fn lock(&mut self) {
        self.tell("BEGIN IMMEDIATE").await;
    }

    /// Gives it back.
    pub async fn unlock(&mut self) {
        self.tell("ROLLBACK").await;
    }

    /// Takes a table away: what asks for it fails at once.
    pub async fn take(&mut self, table: &str) {
        self.tell(&format!("ALTER TABLE {table} RENAME TO {table}_away")).await;
    }

    /// Puts it back.
    pub async fn put_back(&mut self, table: &str) {
        self.tell(&format!("ALTER TABLE {table}_away RENAME TO {table}")).await;
    }
}
