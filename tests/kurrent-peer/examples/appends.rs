//! How long appends take through KurrentDB's client: on a peer started for it, or on the KurrentDB of a URL.
//! `cargo run --release -p kurrent-peer --example appends [-- URL]`

use std::error::Error;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::future::join_all;
use infra::event_log::kurrent::KurrentLog;
use infra::event_log::{EventLog, Expected, NewEvent};
use kurrent_peer::Running;
use uuid::Uuid;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let directory = tempfile::tempdir()?;
    let peer = Running::start(([127, 0, 0, 1], 0).into(), directory.path());
    let url = std::env::args().nth(1).unwrap_or_else(|| peer.url());
    let log = KurrentLog::new(&url)?;
    log.head().await?;
    for (writers, appends) in [(1, 100), (16, 25), (64, 25)] {
        let begun = Instant::now();
        let times = join_all((0..writers).map(|_| write(&log, appends))).await;
        let mut times: Vec<Duration> = times.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
        let rate = times.len() as f64 / begun.elapsed().as_secs_f64();
        times.sort();
        let (median, p99) = (times[times.len() / 2], times[times.len() * 99 / 100]);
        println!("{writers:>2} writers: {rate:.0} appends/s, median {median:.1?}, p99 {p99:.1?}");
    }
    Ok(())
}

/// Appends to a stream of its own; how long each took.
async fn write(
    log: &KurrentLog,
    appends: u64,
) -> Result<Vec<Duration>, Box<dyn Error + Send + Sync>> {
    let stream = format!("bench-{}", Uuid::new_v4().simple());
    let mut times = Vec::new();
    for n in 0..appends {
        let event = NewEvent {
            id: Uuid::now_v7(),
            kind: "Measured".into(),
            data: Bytes::from(format!("{{\"text\":\"{}\"}}", "x".repeat(400))),
            metadata: Bytes::from_static(b"{}"),
        };
        let expected = n.checked_sub(1).map_or(Expected::NoStream, Expected::Revision);
        let begun = Instant::now();
        log.append(&stream, expected, vec![event]).await?;
        times.push(begun.elapsed());
    }
    Ok(times)
}
