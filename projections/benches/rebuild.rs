//! How fast read models are built again: writes a log of 1,000,000 events (or as many as the first
//! argument says), then rebuilds and prints events a second. Measures, never asserts.

#![allow(clippy::unwrap_used, missing_docs, dead_code)]

mod past;

use std::sync::Arc;
use std::time::Instant;

use futures::StreamExt as _;
use infra::blobs::DirectoryBlobs;
use infra::event_log::sqlite::SqliteLog;
use infra::sql;
use infra::state::State;
use infra::vault::{InstallationKey, StateVault};
use past::{IMAGES_PER_CASE, IMAGES_PER_PATIENT};
use projections::{Place, ReadModels};

#[tokio::main]
async fn main() {
    let asked = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let wanted: u64 = asked.unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let state = State::open(&sql::sqlite_url(&path("state.db"))).await.unwrap();
    let log = SqliteLog::open(&path("events.db"), state.pool().clone()).await.unwrap();
    let log = Arc::new(log);
    let vault = Arc::new(StateVault::new(state, &InstallationKey::from_bytes([7; 32])));
    let blobs = Arc::new(DirectoryBlobs::open(&path("blobs")).unwrap());

    let start = Instant::now();
    let patients =
        wanted.div_ceil(1 + IMAGES_PER_PATIENT / IMAGES_PER_CASE + IMAGES_PER_PATIENT * 5);
    futures::stream::iter(0..patients)
        .for_each_concurrent(16, |number| past::patient(&*log, &vault, number))
        .await;
    println!("written in {:.1} s", start.elapsed().as_secs_f64());

    let models =
        ReadModels::open(Place::directory(&path("read-models")).unwrap(), log, vault, blobs, None)
            .await
            .unwrap();
    let (start, mut events) = (Instant::now(), 0);
    models.rebuild(|progress| events = progress.events).await.unwrap();
    let seconds = start.elapsed().as_secs_f64();
    println!("rebuilt {events} events in {seconds:.1} s: {:.0} events/s", events as f64 / seconds);
}
