//! The power fails at random moments under load; nothing acknowledged may be lost or doubled.
//!
//! `HEMACLASSIFY_TEST_KILLS` sets the number of rounds.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::pictures;
use crate::server::{PASSWORD, Server, run, stdout};

/// What the server has said yes to.
#[derive(Default)]
struct Acknowledged {
    images: Mutex<Vec<String>>,
    verdicts: Mutex<Vec<String>>,
}

#[tokio::test]
async fn nothing_acknowledged_is_lost_when_the_power_fails() {
    let rounds = std::env::var("HEMACLASSIFY_TEST_KILLS");
    let rounds: u32 = rounds.ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let acknowledged = Arc::new(Acknowledged::default());
    let seed = Arc::new(AtomicU32::new(1_000));

    let server = Server::start(&data).await;
    let chief = server.administrator().await;
    server.user(&chief, "technologist").await;
    server.user(&chief, "hematologist").await;
    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    let patient = technologist.patient("K-1", "Katherine Example").await;
    let mut server = server;
    for round in 0..rounds {
        one_round(server, round, &patient, &acknowledged, &seed).await;
        server = Server::start(&data).await;
    }

    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    let images = acknowledged.images.lock().unwrap().clone();
    let verdicts = acknowledged.verdicts.lock().unwrap().clone();
    assert!(images.len() >= rounds as usize, "too little was done to mean anything");
    for image in &images {
        let path = format!("/api/v1/images/{image}");
        technologist.until(&path, |seen| seen["predictions"][0].is_object()).await;
        let history = technologist.get(&format!("{path}/history")).await.ok();
        let predictions = history["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|event| event["type"] == "PredictionRecorded")
            .count();
        assert_eq!(predictions, 1, "one prediction for each image and pack: {history:#}");
    }
    for image in &verdicts {
        let seen = technologist.get(&format!("/api/v1/images/{image}")).await.ok();
        assert!(seen["verdict"]["label"].is_string(), "a verdict is lost: {seen:#}");
    }
    eprintln!("{rounds} kills: {} images, {} verdicts kept", images.len(), verdicts.len());

    let live = everything(&technologist).await;
    let path = data.to_str().unwrap();
    stdout(run(&["audit", "verify", "--data-dir", path], ""));
    assert_eq!(server.stop().code(), Some(0));
    stdout(run(&["projections", "rebuild", "--data-dir", path], ""));
    let server = Server::start(&data).await;
    let rebuilt = everything(&technologist.at(&server.url)).await;
    assert_eq!(live, rebuilt, "a rebuild shows the same");
}

/// Load until the power fails at a moment that differs from round to round.
async fn one_round(
    server: Server,
    round: u32,
    patient: &str,
    acknowledged: &Arc<Acknowledged>,
    seed: &Arc<AtomicU32>,
) {
    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    let hematologist = Client::new(&server.url).sign_in("hematologist", PASSWORD).await;
    let stop = Arc::new(AtomicBool::new(false));
    let uploads = (0..2).map(|_| {
        let (client, stop) = (technologist.clone(), stop.clone());
        let (acknowledged, seed) = (acknowledged.clone(), seed.clone());
        let patient = patient.to_owned();
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let file = pictures::file(seed.fetch_add(1, Ordering::Relaxed));
                let answer = client.try_upload(&patient, "blood-cell", &[file]).await;
                let Some(answer) = answer.filter(|answer| answer.status < 300) else { break };
                let item = answer.json()["items"][0].clone();
                assert_eq!(item["status"], "accepted");
                acknowledged.images.lock().unwrap().push(item["id"].as_str().unwrap().to_owned());
                // One core predicts what the other uploads: leave it a chance to keep up.
                tokio::time::sleep(Duration::from_millis(150)).await;
            }
        })
    });
    let verdicts = {
        let (stop, acknowledged) = (stop.clone(), acknowledged.clone());
        tokio::spawn(async move {
            let mut next = acknowledged.images.lock().unwrap().len();
            while !stop.load(Ordering::Relaxed) {
                let image = acknowledged.images.lock().unwrap().get(next).cloned();
                let Some(image) = image else {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                    continue;
                };
                next += 1;
                let path = format!("/api/v1/images/{image}/verdict");
                let request =
                    hematologist.request("PUT", &path).json(&json!({ "label": "lymphocyte" }));
                let Some(answer) = hematologist.try_send(request).await else { break };
                assert!(answer.status < 300, "{answer:?}");
                acknowledged.verdicts.lock().unwrap().push(image);
            }
        })
    };
    let uploads: Vec<_> = uploads.collect();
    let moment = 300 + u64::from(round.wrapping_mul(2_654_435_761) % 1_700);
    tokio::time::sleep(Duration::from_millis(moment)).await;
    server.kill();
    stop.store(true, Ordering::Relaxed);
    for task in uploads {
        task.await.unwrap();
    }
    verdicts.await.unwrap();
}

/// All that the read models show of the work, in one value.
pub async fn everything(client: &Client) -> Value {
    let mut images = Vec::new();
    let mut path = "/api/v1/images?limit=200&sort=uploaded_at".to_owned();
    loop {
        let page = client.get(&path).await.ok();
        images.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("/api/v1/images?limit=200&sort=uploaded_at&cursor={cursor}");
    }
    json!({
        "images": images,
        "patients": client.get("/api/v1/patients").await.ok(),
        "stats": client.get("/api/v1/stats").await.ok(),
    })
}
