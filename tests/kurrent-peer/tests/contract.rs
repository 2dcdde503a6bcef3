//! The event log on KurrentDB keeps the contract: over the peer, or, where `HEMACLASSIFY_TEST_KURRENTDB`
//! holds the URL of a genuine KurrentDB, on that.

#![allow(clippy::unwrap_used, missing_docs)]

#[macro_use]
#[path = "../../../infra/tests/event_log_contract/mod.rs"]
mod event_log_contract;
mod peer;

use std::sync::Arc;

use event_log_contract::Fixture;
use futures::FutureExt;
use futures::future::BoxFuture;
use infra::event_log::EventLog;
use infra::event_log::kurrent::KurrentLog;
use tempfile::TempDir;
use uuid::Uuid;

use peer::Peer;
use peer::apart::Apart;

suite!(OnKurrentDb);

const GENUINE: &str = "HEMACLASSIFY_TEST_KURRENTDB";

/// A log of each test's own.
pub enum OnKurrentDb {
    /// On a peer of its own.
    Peer { peer: Peer, directory: TempDir, log: Arc<KurrentLog> },
    /// On the genuine server, beside the others.
    Genuine { url: String, apart: Apart },
}

impl OnKurrentDb {
    fn peer(directory: TempDir) -> Self {
        let peer = Peer::start(directory.path());
        let log = peer.log();
        Self::Peer { peer, directory, log }
    }

    fn genuine(url: String, name: String) -> Self {
        let log = Arc::new(KurrentLog::new(&url).unwrap());
        Self::Genuine { url, apart: Apart { log, name } }
    }
}

impl Fixture for OnKurrentDb {
    /// An append takes longer over a connection.
    const HISTORIES: u32 = 8;

    fn start() -> BoxFuture<'static, Self> {
        async {
            match std::env::var(GENUINE) {
                Ok(url) => Self::genuine(url, format!("test{}-", Uuid::new_v4().simple())),
                Err(_) => Self::peer(tempfile::tempdir().unwrap()),
            }
        }
        .boxed()
    }

    fn log(&self) -> Arc<dyn EventLog> {
        match self {
            Self::Peer { log, .. } => log.clone(),
            Self::Genuine { apart, .. } => Arc::new(apart.clone()),
        }
    }

    /// The process that uses the log ends; the server too, where it is the test's own.
    fn crash(self) -> BoxFuture<'static, Self> {
        async {
            match self {
                Self::Peer { mut peer, directory, log } => {
                    peer.kill();
                    drop(log);
                    Self::peer(directory)
                }
                Self::Genuine { url, apart } => Self::genuine(url, apart.name),
            }
        }
        .boxed()
    }
}
