//! Images per second with 1, 2 and 4 processes of the function `classify`, side by side in one run, each
//! on an installation of its own whose engines are servers of this machine. All images wait before the
//! first worker starts; the rate is that of the last four fifths, when all are at work. One worker uses
//! every core already: on a machine of few cores more of them share the same, and add only what waits
//! for engines. Measures, never judges.
//!
//! `cargo bench --bench workers` (`-- --images 1000`)
#![allow(clippy::unwrap_used, missing_docs, dead_code)]

#[path = "../../tests/e2e/client.rs"]
mod client;
#[path = "../../tests/e2e/pictures.rs"]
mod pictures;
#[path = "../../tests/e2e/server.rs"]
mod server;
#[path = "../../tests/e2e/servers.rs"]
mod servers;
#[path = "../../tests/e2e/shared.rs"]
mod shared;

use std::collections::BTreeMap;
use std::time::Duration;

use clap::Parser;
use futures::future::join_all;
use jiff::Timestamp;
use serde_json::Value;
use shared::Installation;

/// How many work at once.
const WORKERS: [usize; 3] = [1, 2, 4];

/// How much is done.
#[derive(Parser)]
struct Arguments {
    /// Images that wait.
    #[arg(long, default_value_t = 1_000)]
    images: u32,
    /// Cargo says so to every bench.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() {
    let arguments = Arguments::parse();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("{} images of 240×240, {cores} cores", arguments.images);
    for workers in WORKERS {
        let rate = measured(workers, arguments.images).await;
        println!("{workers} workers: {rate:.1} images/s");
    }
}

/// Images per second of so many workers.
async fn measured(workers: usize, images: u32) -> f64 {
    let house = Installation::new().await;
    let server = house.start("first", "web,projections").await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("B-1", "Bench Example").await;
    let files: Vec<_> = (0..images).map(pictures::file).collect();
    for some in files.chunks(50) {
        technologist.upload(&patient, "blood-cell", some).await.ok();
    }
    let names: Vec<_> = (0..workers).map(|number| format!("worker-{number}")).collect();
    let start = |name| house.function(name, "classify", &[]);
    let running = join_all(names.iter().map(String::as_str).map(start)).await;
    let times = loop {
        let times = predicted(&house);
        if times.len() == images as usize {
            break times;
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    };
    running.into_iter().for_each(|worker| assert!(worker.stop().success()));
    let fifth = times.len() / 5;
    let took = times[times.len() - 1].duration_since(times[fifth]).as_secs_f64();
    (times.len() - fifth - 1) as f64 / took
}

/// When each image got its prediction, the first one first. Each has one.
fn predicted(house: &Installation) -> Vec<Timestamp> {
    let mut found: BTreeMap<String, Timestamp> = BTreeMap::new();
    for line in server::stdout(house.run("first", &["audit", "export"])).lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        if event["type"] == "PredictionRecorded" {
            let at = event["recorded_at"].as_str().unwrap().parse().unwrap();
            let before = found.insert(event["stream"].as_str().unwrap().to_owned(), at);
            assert!(before.is_none(), "{event}");
        }
    }
    let mut times: Vec<_> = found.into_values().collect();
    times.sort();
    times
}
