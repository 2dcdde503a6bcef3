//! The work shared by processes of their own, on engines that all of them reach.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::Client;
use crate::pictures;
use crate::server::{self, run_as, stdout};
use crate::shared::Installation;

/// The ids of uploaded images.
fn ids(uploaded: &Value) -> Vec<String> {
    let items = uploaded["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

async fn upload(client: &Client, patient: &str, seeds: std::ops::Range<u32>) -> Vec<String> {
    let files: Vec<_> = seeds.map(pictures::file).collect();
    ids(&client.upload(patient, "blood-cell", &files).await.ok())
}

/// Waits until each image has a prediction, and says that none has two.
async fn predicted_once(client: &Client, images: &[String]) {
    for image in images {
        let path = format!("/api/v1/images/{image}");
        let image = client.until(&path, |image| image["predictions"][0].is_object()).await;
        assert_eq!(image["predictions"].as_array().unwrap().len(), 1, "{image:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_shared_by_processes_goes_on_when_one_of_each_is_killed() {
    let house = Installation::new().await;
    let folding = house.start("first", "projections").await;
    let other = house.start("other", "web").await;
    // The set-up link of whichever interface started last is good.
    let one = house.start("one", "web").await;
    let worker = house.start("worker", "functions").await;
    let chief = one.administrator().await;
    let technologist = one.user(&chief, "technologist").await;
    let hematologist = other.user(&chief.at(&other.url), "hematologist").await;
    let patient = technologist.patient("R-0001", "Grace Example").await;
    let first = upload(&technologist, &patient, 1..4).await;
    predicted_once(&hematologist, &first).await;

    // What is said to one process is seen at the other.
    let image = format!("/api/v1/images/{}", first[0]);
    hematologist.put(&format!("{image}/verdict"), json!({ "label": "basophil" })).await.ok();
    technologist.until(&image, |image| image["verdict"]["label"] == "basophil").await;

    // Only the interface is an interface.
    for server in [&folding, &worker] {
        let client = Client::new(&server.url);
        assert_eq!(client.get("/healthz").await.status, 200);
        assert_eq!(client.get("/api/v1/patients").await.status, 404);
    }

    // Whoever folds is killed, and the one that looked on goes on.
    let standby = house.start("standby", "projections").await;
    folding.kill();
    let since = Instant::now();
    let second = upload(&technologist, &patient, 4..8).await;
    predicted_once(&hematologist, &second).await;
    eprintln!("seen {:?} after whoever folded was killed", since.elapsed());

    // One of two workers is killed while it works; each image has one prediction all the same.
    let colleague = house.start("colleague", "functions").await;
    let third = upload(&technologist, &patient, 8..32).await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    worker.kill();
    predicted_once(&hematologist, &third).await;

    // One of the two interfaces stops; whoever was signed in goes on at the other.
    assert!(one.stop().success());
    let all: BTreeSet<_> = [first, second, third].concat().into_iter().collect();
    let listed = technologist.at(&other.url).get("/api/v1/images?limit=100").await.ok();
    assert_eq!(ids(&listed).into_iter().collect::<BTreeSet<_>>(), all);

    // From an empty folder too, as a job that is started now and then has it.
    std::fs::create_dir(house.data("auditor")).unwrap();
    for place in ["other", "auditor"] {
        let verified = stdout(house.run(place, &["audit", "verify"]));
        assert!(verified.contains("whole"), "{verified}");
    }
    for server in [standby, colleague, other] {
        assert!(server.stop().success());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn read_models_are_built_anew_while_other_processes_read_them() {
    let house = Installation::new().await;
    let folding = house.start("first", "projections,functions").await;
    let web = house.start("web", "web").await;
    let chief = web.administrator().await;
    let technologist = web.user(&chief, "technologist").await;
    let patient = technologist.patient("R-0002", "Emmy Example").await;
    upload(&technologist, &patient, 1..4).await;

    // Not from where another process folds; there, while the interface goes on reading.
    let refused = house.run("desk", &["projections", "rebuild"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && words.contains("another process"), "{words}");
    let rebuilt = stdout(house.run("first", &["projections", "rebuild"]));
    assert!(rebuilt.contains("Rebuilt"), "{rebuilt}");
    let later = upload(&technologist, &patient, 4..6).await;
    for image in later {
        technologist
            .until(&format!("/api/v1/images/{image}"), |image| image["id"].is_string())
            .await;
    }
    let until = Instant::now() + Duration::from_secs(4);
    while Instant::now() < until {
        let listed = technologist.get("/api/v1/images").await.ok();
        assert_eq!(listed["total"], 5);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop((folding, web));
}

#[test]
fn what_lies_in_a_data_directory_is_not_shared() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let refused = refusal(&data, &["--roles", "web"]);
    for option in ["--event-log", "--state", "--read-models", "--blobs"] {
        assert!(refused.contains(option), "{refused}");
    }
    let refused = refusal(&data, &["--roles", "web", "--state", "mysql://u:secret@127.0.0.1:1/s"]);
    assert!(!refused.contains("--state") && !refused.contains("secret"), "{refused}");
    let refused = refusal(&data, &["function", "run", "classify"]);
    assert!(refused.contains("runs the functions itself"), "{refused}");
    assert!(!data.exists(), "nothing was begun");
}

fn refusal(data: &Path, more: &[&str]) -> String {
    let arguments = [more, &["--data-dir", data.to_str().unwrap()]].concat();
    let output = run_as(server::program(), &arguments, "");
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).unwrap()
}
