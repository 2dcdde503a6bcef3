//! Every process is replaced, one after another, while clients upload and read.

use std::collections::BTreeMap;
use std::ops::Deref as _;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use image::ImageFormat;
use serde_json::Value;

use crate::client::{Answer, Client};
use crate::pictures;
use crate::server::{Server, stdout};
use crate::shared::Installation;

/// What clients saw.
#[derive(Debug, Default)]
struct Seen {
    uploads: AtomicU32,
    reads: AtomicU32,
    /// Connections that were refused or closed.
    closed: AtomicU32,
    /// Answers that say: not now.
    refused: AtomicU32,
}

/// The interfaces that a balancer knows.
#[derive(Clone)]
struct Balancer {
    interfaces: Arc<RwLock<Vec<String>>>,
    seen: Arc<Seen>,
    turn: Arc<AtomicU32>,
}

impl Balancer {
    fn next(&self) -> String {
        let interfaces = self.interfaces.read().unwrap();
        interfaces[self.turn.fetch_add(1, Relaxed) as usize % interfaces.len()].clone()
    }

    fn replace(&self, old: &str, new: &str) {
        for interface in self.interfaces.write().unwrap().iter_mut().filter(|url| *url == old) {
            new.clone_into(interface);
        }
    }

    /// Asks one interface after the other until one does it; the key says that it is the same request.
    async fn ask(
        &self,
        client: &Client,
        request: impl Fn(&Client) -> reqwest::RequestBuilder,
    ) -> Answer {
        let key = uuid::Uuid::now_v7().to_string();
        for _ in 0..200 {
            let client = client.at(&self.next());
            let request = request(&client).header("Idempotency-Key", &key);
            match client.try_send(request).await {
                Some(answer) if answer.status == 503 => self.seen.refused.fetch_add(1, Relaxed),
                Some(answer) => return answer,
                None => self.seen.closed.fetch_add(1, Relaxed),
            };
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nobody answered for twenty seconds");
    }
}

/// Uploads one picture after another and reads the list until told to stop; what was acknowledged.
async fn work(
    balancer: Balancer,
    client: Client,
    patient: String,
    seeds: u32,
    stop: Arc<AtomicBool>,
) -> BTreeMap<String, u32> {
    let mut acknowledged = BTreeMap::new();
    for seed in seeds.. {
        if stop.load(Relaxed) {
            break;
        }
        let picture = pictures::encoded(&pictures::sized(seed, 64, 64), ImageFormat::Png);
        let file = [(format!("{seed}.png"), picture)];
        let form = |client: &Client| client.form(&patient, "blood-cell", &file);
        let uploaded = balancer.ask(&client, form).await.ok();
        let item = &uploaded["items"][0];
        assert_eq!(item["status"], "accepted", "{uploaded:#}");
        let again = acknowledged.insert(item["id"].as_str().unwrap().to_owned(), seed);
        assert_eq!(again, None, "two pictures are two images");
        balancer.seen.uploads.fetch_add(1, Relaxed);
        let list = |client: &Client| client.request("GET", "/api/v1/images?limit=10");
        balancer.ask(&client, list).await.ok();
        balancer.seen.reads.fetch_add(1, Relaxed);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    acknowledged
}

/// How often the log holds each kind of event of each image.
fn events(house: &Installation, kind: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for line in stdout(house.run("first", &["audit", "export"])).lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        if event["type"] == kind {
            let stream = event["stream"].as_str().unwrap();
            *found.entry(stream.trim_start_matches("image-").to_owned()).or_default() += 1;
        }
    }
    found
}

async fn process(house: &Installation, name: &str, does: &str) -> Server {
    match does {
        "classify" => house.function(name, does, &[]).await,
        roles => house.start(name, roles).await,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_process_is_replaced_under_load_and_nothing_is_lost() {
    let house = Installation::new().await;
    let mut running: Vec<(Server, &str)> = Vec::new();
    let roles = ["projections", "projections", "web", "web", "classify", "classify"];
    for (number, does) in roles.into_iter().enumerate() {
        let name = if number == 0 { "first".to_owned() } else { format!("old-{number}") };
        running.push((process(&house, &name, does).await, does));
    }
    let urls: Vec<_> = running[2..4].iter().map(|(server, _)| server.url.clone()).collect();
    // The link of the interface that started last is good.
    let chief = running[3].0.administrator().await;
    let technologist = running[3].0.user(&chief, "technologist").await;
    let patient = technologist.patient("R-0100", "Grace Example").await;

    let balancer = Balancer {
        interfaces: Arc::new(RwLock::new(urls)),
        seen: Arc::default(),
        turn: Arc::default(),
    };
    let stop = Arc::new(AtomicBool::new(false));
    let clients: Vec<_> = (0..2)
        .map(|client| {
            let (patient, stop) = (patient.clone(), stop.clone());
            let (balancer, technologist) = (balancer.clone(), technologist.clone());
            tokio::spawn(work(balancer, technologist, patient, client * 1_000_000, stop))
        })
        .collect();

    tokio::time::sleep(Duration::from_secs(2)).await;
    for (number, (old, does)) in running.iter_mut().enumerate() {
        let new = process(&house, &format!("new-{number}"), does).await;
        let (next, old) = (new.url.clone(), std::mem::replace(old, new));
        let last = old.url.clone();
        let ending = tokio::task::spawn_blocking(|| old.stop());
        // A balancer hears of it a moment after the process does.
        tokio::time::sleep(Duration::from_millis(300)).await;
        balancer.replace(&last, &next);
        let ended = ending.await.unwrap();
        assert!(ended.success(), "{does}: {ended}");
    }
    stop.store(true, Relaxed);
    let mut acknowledged = BTreeMap::new();
    for client in clients {
        acknowledged.extend(client.await.unwrap());
    }
    eprintln!("while every process was replaced: {:?}", balancer.seen.deref());
    assert!(acknowledged.len() > 20, "too little was done to mean anything");

    let interface = technologist.at(&running[3].0.url);
    for image in acknowledged.keys() {
        let path = format!("/api/v1/images/{image}");
        interface.until(&path, |image| image["predictions"][0].is_object()).await;
    }
    let once: BTreeMap<String, usize> = acknowledged.keys().map(|id| (id.clone(), 1)).collect();
    assert_eq!(events(&house, "ImageUploaded"), once, "each once, and no others");
    assert_eq!(events(&house, "PredictionRecorded"), once);
    let verified = stdout(house.run("new-0", &["audit", "verify"]));
    assert!(verified.contains("whole"), "{verified}");
    for (server, does) in running {
        assert!(server.stop().success(), "{does}");
    }
}
