//! Processes that run one function, as many as are needed: none while nothing waits, several while much
//! does, and one fewer when one dies.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use image::ImageFormat;
use serde_json::Value;

use crate::client::{Client, builder};
use crate::pictures;
use crate::server::{Server, stdout};
use crate::shared::Installation;

/// Images that two workers share: 200, or as many as `HEMACLASSIFY_TEST_IMAGES` says. Uploading them
/// takes most of the time.
fn images() -> u32 {
    std::env::var("HEMACLASSIFY_TEST_IMAGES").map_or(200, |text| text.parse().unwrap())
}

/// A small picture with a name.
fn small(seed: u32) -> (String, Vec<u8>) {
    let picture = pictures::sized(seed, 64, 64);
    (format!("cell-{seed}.png"), pictures::encoded(&picture, ImageFormat::Png))
}

async fn upload(client: &Client, patient: &str, seeds: std::ops::Range<u32>) {
    let files: Vec<_> = seeds.map(small).collect();
    for some in files.chunks(50) {
        let uploaded = client.upload(patient, "blood-cell", some).await.ok();
        let items = uploaded["items"].as_array().unwrap();
        assert!(items.iter().all(|item| item["status"] == "accepted"), "{uploaded:#}");
    }
}

/// What `GET /queues/{function}` answers.
async fn queue(metrics: &str, function: &str) -> Value {
    let url = metrics.replace("/metrics", &format!("/queues/{function}"));
    let answer = builder().build().unwrap().get(&url).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{url}");
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

/// Waits until so many wait for a prediction.
async fn until_waiting(metrics: &str, wanted: impl Fn(u64) -> bool) -> Value {
    let since = Instant::now();
    loop {
        let queue = queue(metrics, "classify").await;
        if wanted(queue["waiting"].as_u64().unwrap()) {
            return queue;
        }
        assert!(since.elapsed() < Duration::from_secs(240), "{queue}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// How many predictions the log holds of each image.
fn predictions(house: &Installation) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    let exported = stdout(house.run("first", &["audit", "export"]));
    for line in exported.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        if event["type"] == "PredictionRecorded" {
            *found.entry(event["stream"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    found
}

/// A worker that ends when nothing was in work for a while.
async fn worker(house: &Installation, name: &str) -> Server {
    house.function(name, "classify", &["--max-idle", "4s"]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_come_when_images_wait_share_them_outlive_one_another_and_go() {
    let count = images();
    let house = Installation::new().await;
    let words = ["serve", "--roles", "web,projections", "--metrics-listen", "127.0.0.1:0"];
    let server = house.start_as("first", &words).await;
    let metrics = server.said("Metrics are at").await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("W-0001", "Ada Example").await;

    // Nobody has ever run the function, and what waits for it is counted.
    upload(&technologist, &patient, 0..count).await;
    let waits = until_waiting(&metrics, |waiting| waiting == u64::from(count)).await;
    assert_eq!(waits["function"], "classify");
    assert_eq!(waits["parked"], 0);
    assert!(waits["oldest_seconds"].as_f64().unwrap() > 0.0, "{waits}");

    // Two share it; one is killed in the middle of its work.
    let (doomed, survivor) = tokio::join!(worker(&house, "doomed"), worker(&house, "survivor"));
    let since = Instant::now();
    until_waiting(&metrics, |waiting| waiting < u64::from(count) * 2 / 3).await;
    doomed.kill();
    until_waiting(&metrics, |waiting| waiting == 0).await;
    eprintln!("{count} images, one of two workers killed: {:?}", since.elapsed());

    // The other has nothing to do then, and ends by itself.
    assert!(survivor.ends().await.success());
    let found = predictions(&house);
    assert_eq!(found.len(), count as usize);
    assert!(found.values().all(|&count| count == 1), "{found:?}");

    // From none to one.
    upload(&technologist, &patient, count..count + 5).await;
    let waits = until_waiting(&metrics, |waiting| waiting > 0).await;
    assert_eq!(waits["waiting"], 5, "{waits}");
    let next = worker(&house, "next").await;
    until_waiting(&metrics, |waiting| waiting == 0).await;
    assert!(next.ends().await.success());
    assert_eq!(predictions(&house).len(), count as usize + 5);

    let verified = stdout(house.run("first", &["audit", "verify"]));
    assert!(verified.contains("whole"), "{verified}");
    assert!(server.stop().success());
}
