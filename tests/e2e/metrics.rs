//! What the server says of itself to those who watch over it.

use std::time::{Duration, Instant};

use crate::client::{Client, builder};
use crate::pictures;
use crate::server::{PASSWORD, Server, program};
use crate::servers;

/// The sum over every line of a metric whose labels hold all of these.
fn value(page: &str, name: &str, labels: &[&str]) -> f64 {
    let of_name = |line: &&str| {
        line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' ']))
            && labels.iter().all(|label| line.contains(label))
    };
    let values = page.lines().filter(of_name).map(|line| line.rsplit(' ').next().unwrap());
    values.map(|value| value.parse::<f64>().unwrap()).sum()
}

async fn page(url: &str) -> String {
    let answer = builder().build().unwrap().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
    answer.text().await.unwrap()
}

#[tokio::test]
async fn requests_appends_and_outcomes_are_counted_on_a_listener_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::spawn(&data, &["--metrics-listen", "127.0.0.1:0"]);
    server.until_ready().await;
    let url = server.said("Metrics are at").await;
    let before = page(&url).await;
    assert_eq!(value(&before, "build_info", &[env!("CARGO_PKG_VERSION")]), 1.0);

    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("M-1", "Ada Example").await;
    let file = pictures::file(1);
    let bytes = file.1.len() as f64;
    technologist.upload(&patient, "blood-cell", &[file]).await.ok();
    let wrong = serde_json::json!({ "username": "chief", "password": "not this one" });
    assert_eq!(Client::new(&server.url).post("/api/v1/session", wrong).await.status, 401);
    technologist.get("/api/v1/patients?q=Ada").await.ok();
    technologist.get(&format!("/api/v1/patients/{patient}")).await.ok();

    let done = ["function=\"classify\"", "outcome=\"done\""];
    let since = Instant::now();
    let after = loop {
        let after = page(&url).await;
        if value(&after, "function_outcomes_total", &done) >= 1.0 {
            break after;
        }
        assert!(since.elapsed() < Duration::from_secs(60), "{after}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    let one = ["method=\"GET\"", "route=\"/api/v1/patients/{id}\"", "status=\"200\""];
    assert_eq!(value(&after, "http_requests_total", &one), 1.0);
    assert_eq!(value(&after, "http_request_seconds_count", &one[..2]), 1.0);
    // When a server writes to its disk is the server's.
    let flushes = if servers::wanted() { 0.0 } else { 5.0 };
    for (name, labels, at_least) in [
        ("event_log_events_total", &[] as &[_], 8.0),
        ("event_log_append_seconds_count", &[], 5.0),
        ("event_log_commit_size_count", &[], flushes),
        ("event_log_position", &[], 8.0),
        ("read_models_position", &[], 8.0),
        ("function_seconds_count", &["function=\"classify\""], 1.0),
        ("classify_batch_size_count", &[], 2.0),
        ("classify_inference_seconds_count", &[], 2.0),
        ("sign_ins_total", &["result=\"signed_in\""], 2.0),
        ("sign_ins_total", &["result=\"refused\""], 1.0),
        ("password_hash_seconds_count", &[], 5.0),
        ("blobs_written_bytes_total", &[], bytes),
        ("blobs_read_bytes_total", &[], bytes),
        ("http_connections", &[], 1.0),
        ("disk_free_bytes", &[], 1e6),
        ("disk_reserved_bytes", &[], (256 << 20) as f64),
        ("process_start_time_seconds", &[], 1.7e9),
    ] {
        let found = value(&after, name, labels);
        assert!(found >= at_least, "{name} {labels:?}: {found} of {at_least}\n{after}");
    }
    for name in ["function_in_flight", "function_parked", "read_models_lag_events"] {
        assert!(after.contains(&format!("# HELP {name} ")), "{name} says what it is\n{after}");
    }

    // Nothing that names a person, and nothing typed into an address.
    for secret in ["Ada", "M-1", &patient, PASSWORD, "chief"] {
        assert!(!after.contains(secret), "{secret} stands in the metrics");
    }
    assert_eq!(Client::new(&server.url).get("/metrics").await.status, 404, "not for clients");
}

#[tokio::test]
async fn an_address_that_is_taken_is_refused_when_it_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let output = program()
        .args(["--listen", "127.0.0.1:0", "--metrics-listen"])
        .arg(taken.local_addr().unwrap().to_string())
        .arg("--data-dir")
        .arg(folder.path().join("data"))
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{message}");
    assert!(message.contains("metrics: cannot listen on"), "{message}");
}
