//! The embedded event log keeps the contract, with the state in a file and on a server.

#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
mod event_log_contract;

use std::sync::Arc;

use engines::mariadb;
use event_log_contract::Fixture;
use futures::FutureExt;
use futures::future::BoxFuture;
use infra::event_log::EventLog;
use infra::event_log::sqlite::SqliteLog;
use infra::state::State;
use tempfile::TempDir;

suite!(Embedded);

mod with_the_state_on_mysql {
    use super::*;

    group_suite!(BesideServer);
}

/// A log in a directory of its own.
pub struct Embedded {
    directory: TempDir,
    log: Arc<SqliteLog>,
}

impl Embedded {
    async fn open(directory: TempDir) -> Self {
        let url = format!("sqlite://{}", directory.path().join("state.db").display());
        let state = State::open(&url).await.unwrap();
        let path = directory.path().join("events.db");
        let log = SqliteLog::open(&path, state.pool().clone()).await.unwrap();
        Self { directory, log: Arc::new(log) }
    }
}

impl Fixture for Embedded {
    fn start() -> BoxFuture<'static, Self> {
        async { Self::open(tempfile::tempdir().unwrap()).await }.boxed()
    }

    fn log(&self) -> Arc<dyn EventLog> {
        self.log.clone()
    }

    fn crash(self) -> BoxFuture<'static, Self> {
        async {
            drop(self.log);
            Self::open(self.directory).await
        }
        .boxed()
    }
}

/// A log whose groups keep their places on a server.
pub struct BesideServer {
    directory: TempDir,
    log: Arc<SqliteLog>,
    url: String,
}

impl BesideServer {
    async fn open(directory: TempDir, url: String) -> Self {
        let state = State::open(&url).await.unwrap();
        let path = directory.path().join("events.db");
        let log = SqliteLog::open(&path, state.pool().clone()).await.unwrap();
        Self { directory, log: Arc::new(log), url }
    }
}

impl Fixture for BesideServer {
    fn start() -> BoxFuture<'static, Self> {
        async { Self::open(tempfile::tempdir().unwrap(), mariadb::schema().await).await }.boxed()
    }

    fn log(&self) -> Arc<dyn EventLog> {
        self.log.clone()
    }

    fn crash(self) -> BoxFuture<'static, Self> {
        async {
            drop(self.log);
            Self::open(self.directory, self.url).await
        }
        .boxed()
    }
}
