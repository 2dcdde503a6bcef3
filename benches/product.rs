//! How long the product takes to start, and from an upload to its prediction. Measures, never judges.
//!
//! `cargo bench --bench product`
#![allow(clippy::unwrap_used, missing_docs, dead_code)]

#[path = "../tests/e2e/client.rs"]
mod client;
#[path = "../tests/e2e/pictures.rs"]
mod pictures;
#[path = "../tests/e2e/server.rs"]
mod server;
#[path = "../tests/e2e/servers.rs"]
mod servers;

use std::time::{Duration, Instant};

use serde_json::Value;
use server::Server;

const STARTS: usize = 10;
const UPLOADS: u32 = 60;

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut fresh = Vec::new();
    for number in 0..STARTS {
        fresh.push(start(&folder.path().join(number.to_string())).await);
    }
    report("process start to ready, fresh folder", fresh);

    let server = Server::start(&data).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("B-1", "Bench Example").await;
    let (mut visible, mut network) = (Vec::new(), Vec::new());
    for seed in 0..UPLOADS {
        let file = pictures::file(seed);
        let since = Instant::now();
        let answer = technologist.upload(&patient, "blood-cell", &[file]).await.ok();
        let path = format!("/api/v1/images/{}", answer["items"][0]["id"].as_str().unwrap());
        loop {
            let seen = technologist.get(&path).await;
            if seen.status == 200 && seen.json()["predictions"][0].is_object() {
                visible.push(since.elapsed());
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let history = technologist.get(&format!("{path}/history")).await.ok();
        network.push(Duration::from_micros(inference(&history)));
    }
    report("upload sent to prediction visible", visible.clone());
    report("of which the network ran", network.clone());
    let rest = visible.iter().zip(&network).map(|(all, part)| all.saturating_sub(*part));
    report("the rest: HTTP, decode, log, projection", rest.collect());
    server.stop();

    let mut again = Vec::new();
    for _ in 0..STARTS {
        again.push(start(&data).await);
    }
    report(&format!("process start to ready, {UPLOADS} images in the log"), again);
}

async fn start(data: &std::path::Path) -> Duration {
    let since = Instant::now();
    let server = Server::spawn(data, &[]);
    let client = client::Client::new(&server.url);
    while client.get("/readyz").await.status != 200 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let took = since.elapsed();
    server.stop();
    took
}

/// The network's share, in microseconds, from the event.
fn inference(history: &Value) -> u64 {
    let events = history["items"].as_array().unwrap();
    let event = events.iter().find(|event| event["type"] == "PredictionRecorded").unwrap();
    event["data"]["duration_us"].as_u64().unwrap()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    println!(
        "{what}: min {:.1} ms, median {:.1} ms, p95 {:.1} ms, max {:.1} ms",
        at(0),
        at(50),
        at(95),
        at(100)
    );
}
