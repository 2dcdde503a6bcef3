//! The event log and the read models on their engines, without the product above them.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::StreamExt as _;
use futures::future::join_all;
use infra::blobs::DirectoryBlobs;
use infra::event_log::kurrent::KurrentLog;
use infra::event_log::sqlite::SqliteLog;
use infra::event_log::{EventLog, Expected, NewEvent};
use infra::sql::sqlite_url;
use infra::state::State;
use infra::vault::{InstallationKey, StateVault};
use kurrent_peer::Running;
use projections::{Place, ReadModels};
use uuid::Uuid;

use crate::past::{self, IMAGES_PER_CASE, IMAGES_PER_PATIENT};

/// How long appends are counted.
const TIME: Duration = Duration::from_secs(5);

/// A log, and a place for read models.
pub struct Substrate {
    log: Arc<dyn EventLog>,
    place: Place,
    vault: Arc<StateVault>,
    blobs: Arc<DirectoryBlobs>,
    sqlite: Option<Arc<SqliteLog>>,
    _peer: Option<Running>,
}

impl Substrate {
    pub async fn open(folder: &Path, embedded: bool) -> Self {
        std::fs::create_dir(folder).unwrap();
        let path = |name: &str| folder.join(name);
        let state = State::open(&sqlite_url(&path("state.db"))).await.unwrap();
        let key = InstallationKey::from_bytes([7; 32]);
        let vault = Arc::new(StateVault::new(state.clone(), &key));
        let blobs = Arc::new(DirectoryBlobs::open(&path("blobs")).unwrap());
        if embedded {
            let log = SqliteLog::open(&path("events.db"), state.pool().clone()).await.unwrap();
            let log = Arc::new(log);
            let place = Place::directory(&path("read-models")).unwrap();
            return Self { log: log.clone(), place, vault, blobs, sqlite: Some(log), _peer: None };
        }
        std::fs::create_dir(path("peer")).unwrap();
        let peer = Running::start(([127, 0, 0, 1], 0).into(), &path("peer"));
        let log = Arc::new(KurrentLog::new(&peer.url()).unwrap());
        let place = Place::schemas(&engines::mariadb::schema().await).await.unwrap();
        Self { log, place, vault, blobs, sqlite: None, _peer: Some(peer) }
    }

    /// Acknowledged appends a second, each writer to a stream of its own.
    pub async fn appends(&self, writers: usize) -> f64 {
        self.log.head().await.unwrap();
        let begun = Instant::now();
        let counts = join_all((0..writers).map(|_| async {
            let stream = format!("bench-{}", Uuid::now_v7());
            let (mut expected, mut count) = (Expected::NoStream, 0u32);
            while begun.elapsed() < TIME {
                let appended = self.log.append(&stream, expected, vec![event()]).await.unwrap();
                expected = Expected::Revision(appended.revision);
                count += 1;
            }
            count
        }));
        f64::from(counts.await.iter().sum::<u32>()) / begun.elapsed().as_secs_f64()
    }

    /// Events a second that the read models fold when they are built from a log of so many.
    pub async fn catch_up(&self, events: u64) -> f64 {
        let each = 1 + IMAGES_PER_PATIENT / IMAGES_PER_CASE + IMAGES_PER_PATIENT * 5;
        let patients = futures::stream::iter(0..events.div_ceil(each));
        let write = |number| past::patient(&*self.log, &self.vault, number);
        patients.for_each_concurrent(64, write).await;
        let (log, vault, blobs) = (self.log.clone(), self.vault.clone(), self.blobs.clone());
        let models = ReadModels::open(self.place.clone(), log, vault, blobs, None).await.unwrap();
        let (begun, mut folded) = (Instant::now(), 0);
        models.rebuild(|progress| folded = progress.events).await.unwrap();
        folded as f64 / begun.elapsed().as_secs_f64()
    }

    pub async fn close(&self) {
        if let Some(log) = &self.sqlite {
            log.close().await;
        }
    }
}

fn event() -> NewEvent {
    NewEvent {
        id: Uuid::now_v7(),
        kind: "Measured".into(),
        data: Bytes::from(format!("{{\"text\":\"{}\"}}", "x".repeat(400))),
        metadata: Bytes::from_static(b"{}"),
    }
}
