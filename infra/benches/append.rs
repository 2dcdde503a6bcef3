//! Durable appends beside what the disk itself can do, and reading it all again. Measures, asserts
//! nothing: `cargo bench -p infra --bench append`; `BENCH_DIRECTORY` names the disk to measure.

#![allow(clippy::unwrap_used, missing_docs)]

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::StreamExt;
use futures::future::join_all;
use infra::event_log::sqlite::SqliteLog;
use infra::event_log::{
    Direction, EventLog, Expected, Filter, Message, NewEvent, Position, RecordedEvent,
};
use infra::state::State;
use sqlx::{Connection, SqliteConnection};
use uuid::Uuid;

const TIME: Duration = Duration::from_secs(5);
const READ: i64 = 1_000_000;
const PAGE: usize = 4096;

#[tokio::main]
async fn main() {
    let parent = std::env::var_os("BENCH_DIRECTORY").unwrap_or_else(|| ".".into());
    let directory = tempfile::tempdir_in(parent).unwrap();
    let path = directory.path();

    let fsyncs = fsyncs_per_second(path);
    println!("disk: {fsyncs:.0} writes of 4 KiB + fsync a second");
    let log = open(path).await;
    for writers in [1, 64] {
        append(&log, writers, fsyncs).await;
    }
    log.close().await;

    fill(path).await;
    let log = open(path).await;
    read(&log, Filter::All).await;
    read(&log, Filter::Types(vec!["Sparse".into()])).await;
    read(&log, Filter::StreamPrefixes(vec!["image-".into(), "patient-".into()])).await;
    follow(&log).await;
    log.close().await;
}

async fn open(path: &Path) -> SqliteLog {
    let url = format!("sqlite://{}", path.join("state.db").display());
    let state = State::open(&url).await.unwrap();
    SqliteLog::open(&path.join("events.db"), state.pool().clone()).await.unwrap()
}

fn event() -> NewEvent {
    NewEvent {
        id: Uuid::now_v7(),
        kind: "ImageUploaded".into(),
        data: Bytes::from(format!("{{\"text\":\"{}\"}}", "x".repeat(400))),
        metadata: Bytes::from(format!("{{\"actor\":\"{}\"}}", "x".repeat(400))),
    }
}

fn fsyncs_per_second(path: &Path) -> f64 {
    let mut file = File::create(path.join("fsync")).unwrap();
    let (start, mut count) = (Instant::now(), 0u32);
    while start.elapsed() < TIME {
        // Over the same few pages, as a write-ahead log does.
        file.seek(SeekFrom::Start(u64::from(count % 64) * 4096)).unwrap();
        file.write_all(&[count as u8; 4096]).unwrap();
        file.sync_data().unwrap();
        count += 1;
    }
    f64::from(count) / start.elapsed().as_secs_f64()
}

async fn append(log: &SqliteLog, writers: usize, fsyncs: f64) {
    let before = log.commits();
    let start = Instant::now();
    let appending = (0..writers).map(|_| async {
        let (stream, mut expected) = (format!("image-{}", Uuid::now_v7()), Expected::NoStream);
        let mut latencies = Vec::new();
        while start.elapsed() < TIME {
            let asked = Instant::now();
            let appended = log.append(&stream, expected, vec![event()]).await.unwrap();
            latencies.push(asked.elapsed());
            expected = Expected::Revision(appended.revision);
        }
        latencies
    });
    let mut latencies = join_all(appending).await.concat();
    let seconds = start.elapsed().as_secs_f64();
    latencies.sort_unstable();
    let (events, commits) = (latencies.len() as f64, (log.commits() - before) as f64);
    println!(
        "append, {writers} writers: {:.0} events/s, {:.0} commits/s ({:.2} of the disk's fsyncs), \
         {:.1} events a commit, median {:.2?}, 99 % {:.2?}",
        events / seconds,
        commits / seconds,
        commits / seconds / fsyncs,
        events / commits,
        latencies[latencies.len() / 2],
        latencies[latencies.len() * 99 / 100],
    );
}

/// Fills the file beside the log: appending a million events would take its time.
async fn fill(path: &Path) {
    let url = format!("sqlite://{}", path.join("events.db").display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) \
         INSERT INTO events (stream, revision, id, kind, created, data, metadata) \
         SELECT CASE i % 3 WHEN 0 THEN 'image-' WHEN 1 THEN 'case-' ELSE 'patient-' END \
           || 'filled-' || (i / 30), i, randomblob(16), \
           CASE i % 100 WHEN 0 THEN 'Sparse' ELSE 'Frequent' END, 1800000000000000 + i, \
           CAST('{\"text\":\"' || hex(randomblob(200)) || '\"}' AS BLOB), \
           CAST('{\"text\":\"' || hex(randomblob(200)) || '\"}' AS BLOB) FROM n",
    )
    .bind(READ)
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
}

async fn read(log: &SqliteLog, filter: Filter) {
    let start = Instant::now();
    let (mut beyond, mut events): (Option<Position>, usize) = (None, 0);
    loop {
        let page: Vec<RecordedEvent> =
            log.read_all(beyond, Direction::Forwards, &filter, PAGE).await.unwrap();
        events += page.len();
        beyond = page.last().map(|event| event.position).or(beyond);
        if page.len() < PAGE {
            break;
        }
    }
    report(&format!("read {filter:?}"), events, start);
}

async fn follow(log: &SqliteLog) {
    let start = Instant::now();
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    let mut events = 0;
    while let Message::Event(_) = subscription.next().await.unwrap().unwrap() {
        events += 1;
    }
    report("subscribe until caught up", events, start);
}

fn report(what: &str, events: usize, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    println!("{what}: {events} events in {seconds:.2} s, {:.0} events/s", events as f64 / seconds);
}
