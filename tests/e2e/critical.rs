//! A critical finding on its way: declared, on top of the worklist, escalated because nobody is told,
//! told, settled, found again.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Client;
use crate::pictures;
use crate::server::Server;

/// The first image of a new patient, and the case that the upload opened for it.
async fn received(technologist: &Client, number: &str, seed: u32) -> (String, String) {
    let patient = technologist.patient(number, "Grace Example").await;
    let file = pictures::file(seed);
    // No model predicts for this panel, so nothing but the case decides on the order.
    let uploaded = technologist.upload(&patient, "blood-disease", &[file]).await.ok();
    let image = uploaded["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/images/{image}");
    let seen = technologist.until(&path, |image| image["case_id"].is_string()).await;
    (image, seen["case_id"].as_str().unwrap().to_owned())
}

/// Until this image is the first that a reader is to look at.
async fn until_first(reader: &Client, image: &str) {
    let worklist = "/api/v1/images?status=unverified&sort=worklist";
    reader.until(worklist, |list| list["items"][0]["id"] == *image).await;
}

async fn until_alarm(reader: &Client, case: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let path = format!("/api/v1/cases/{case}");
    reader.until(&path, |case| wanted(&case["alarm"])).await
}

/// The first line of the log with these words.
async fn until_warned(server: &Server, words: &str) -> String {
    for _ in 0..1_000 {
        let log = server.printed();
        if let Some(line) = log.lines().find(|line| line.contains(words)) {
            return line.to_owned();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never warned: {words}");
}

/// The types of a case's critical events, oldest first.
async fn kinds(reader: &Client, case: &str) -> Vec<String> {
    let history = reader.get(&format!("/api/v1/cases/{case}/history")).await.ok();
    let items = history["items"].as_array().unwrap_or_else(|| panic!("{history:#}"));
    let own = items.iter().map(|item| item["type"].as_str().unwrap());
    own.filter(|kind| kind.starts_with("Critical")).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_critical_finding_stays_on_top_and_is_escalated_until_somebody_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::spawn(&folder.path().join("data"), &["--escalate-after", "1s"]);
    server.until_ready().await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let hematologist = server.user(&chief, "hematologist").await;
    let (first, _) = received(&technologist, "P-1", 1).await;
    let (image, case) = received(&technologist, "P-2", 2).await;
    until_first(&hematologist, &first).await;

    let declare = || json!({ "finding": "Blasts with Auer rods." });
    let critical = format!("/api/v1/cases/{case}/critical");
    technologist.post(&critical, declare()).await.ok();
    for reader in [&technologist, &hematologist] {
        until_first(reader, &image).await;
    }
    let seen = until_alarm(&hematologist, &case, |alarm| alarm["escalated_at"].is_string()).await;
    assert_eq!((&seen["critical"], &seen["alarm"]["state"]), (&json!(true), &json!("declared")));
    assert_eq!(seen["alarm"]["findings"][0]["finding"], declare()["finding"], "{seen:#}");
    let line = until_warned(&server, "Nobody was told").await;
    assert!(line.contains(&case) && !line.contains("Auer") && !line.contains("Grace"), "{line}");

    let notified = format!("/api/v1/cases/{case}/notified");
    let telling = json!({ "told": "Dr Weiss", "way": "phone", "read_back": true });
    hematologist.post(&notified, telling).await.ok();
    let seen = until_alarm(&hematologist, &case, |alarm| alarm["state"] == "notified").await;
    assert_eq!((&seen["critical"], &seen["alarm"]["escalated_at"]), (&json!(false), &Value::Null));
    assert_eq!(seen["alarm"]["notified"]["told"], "Dr Weiss", "{seen:#}");
    until_first(&hematologist, &first).await;

    hematologist.post(&critical, declare()).await.ok();
    until_first(&technologist, &image).await;
    until_alarm(&hematologist, &case, |alarm| alarm["escalated_at"].is_string()).await;
    let (declared, escalated) = ("CriticalFindingDeclared", "CriticalFindingEscalated");
    let expected = [declared, escalated, "CriticalResultNotified", declared, escalated];
    assert_eq!(kinds(&hematologist, &case).await, expected);
}
