//! The event log on KurrentDB keeps the contract, over the peer.

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

use peer::Peer;

suite!(OverPeer);

/// A peer for each test, with a directory of its own.
pub struct OverPeer {
    peer: Peer,
    directory: TempDir,
    log: Arc<KurrentLog>,
}

impl OverPeer {
    fn open(directory: TempDir) -> Self {
        let peer = Peer::start(directory.path());
        let log = peer.log();
        Self { peer, directory, log }
    }
}

impl Fixture for OverPeer {
    /// An append takes longer over a connection.
    const HISTORIES: u32 = 8;

    fn start() -> BoxFuture<'static, Self> {
        async { Self::open(tempfile::tempdir().unwrap()) }.boxed()
    }

    fn log(&self) -> Arc<dyn EventLog> {
        self.log.clone()
    }

    /// The server and the process that uses it both end.
    fn crash(mut self) -> BoxFuture<'static, Self> {
        async move {
            self.peer.kill();
            drop(self.log);
            Self::open(self.directory)
        }
        .boxed()
    }
}
