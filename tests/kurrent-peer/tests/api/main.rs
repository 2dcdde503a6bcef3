//! What the client's own interface promises of one node: streams, `$all`, metadata, batches and
//! persistent subscriptions. On the peer; the same calls as against a KurrentDB.
#![allow(clippy::unwrap_used, missing_docs)]

mod groups;
#[path = "../peer/mod.rs"]
mod peer;
mod streams;
mod unspoken;

use std::time::Duration;

use kurrentdb::{Client, EventData, WriteResult};
use serde_json::json;
use tempfile::TempDir;

use peer::Peer;

/// A peer of a test's own, and a client of it.
struct Node {
    client: Client,
    _peer: Peer,
    _directory: TempDir,
}

impl Node {
    fn start() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let peer = Peer::start(directory.path());
        let client = Client::new(peer.url().parse().unwrap()).unwrap();
        Self { client, _peer: peer, _directory: directory }
    }

    /// Appends so many events, whatever is there.
    async fn append(&self, stream: &str, count: u64) -> WriteResult {
        let events = events("smear-stained", count);
        self.client.append_to_stream(stream, &Default::default(), events).await.unwrap()
    }
}

/// Events of a type, numbered from 0.
fn events(kind: &str, count: u64) -> Vec<EventData> {
    (0..count).map(|number| EventData::json(kind, &json!({ "number": number })).unwrap()).collect()
}

/// What comes within ten seconds.
async fn soon<T>(what: impl Future<Output = kurrentdb::Result<T>>) -> T {
    tokio::time::timeout(Duration::from_secs(10), what).await.expect("it comes").unwrap()
}
