//! Settings as an operator gives them: by flag or by environment, and what a wrong one is told.

use std::process::Output;

use nix::sys::signal::Signal;
use serde_json::Value;

use crate::client::Client;
use crate::server::{PASSWORD, Server, program};

fn with(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut program = program();
    program.env("HEMACLASSIFY_DATA_DIR", folder.path().join("data"));
    program.env("HEMACLASSIFY_METRICS_LISTEN", "off").env("HEMACLASSIFY_LISTEN", "127.0.0.1:0");
    program.envs(variables.iter().copied()).args(arguments).output().unwrap()
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_wrong_value_in_the_environment_is_named_and_refused() {
    for (name, value, expected) in [
        ("LISTEN", "8080", "--listen"),
        ("LISTEN", "0.0.0.0:8080", "--allow-plain-http"),
        ("TLS_CERTIFICATE", "server.pem", "--tls-key"),
        ("ALLOW_PLAIN_HTTP", "perhaps", "--allow-plain-http"),
        ("PUBLIC_URL", "smears.example.org", "https://"),
        ("HEADER_TIMEOUT", "soon", "15m"),
        ("MAX_CONNECTIONS", "-1", "from 1 on"),
        ("METRICS_LISTEN", "localhost", "127.0.0.1:9464, or off"),
        ("EVENT_LOG", "mysql://localhost", "kurrentdb://host:2113"),
        ("READ_MODELS", "postgres://hema:hush@host/s", "mysql://user:password@host/schema"),
        ("BLOBS", "gs://smears", "s3://bucket/prefix?endpoint="),
        ("BLOBS", "s3://key:hush@smears", "AWS_ACCESS_KEY_ID"),
        ("ROLES", "web", "takes all roles"),
        ("DEVICE", "tpu", "tpu"),
        ("MAX_FILE", "64 pounds", "64MiB"),
        ("MAX_MEGAPIXELS", "lots", "--max-megapixels"),
        ("DECODE_MEMORY", "1GB!", "64MiB"),
        ("MIN_FREE", "ten percent", "64MiB"),
        ("LOG_FORMAT", "xml", "text, json"),
        ("LOG_FILTER", "web=loud", "web=debug,info"),
        ("OTLP_ENDPOINT", "collector:4317", "http://127.0.0.1:4318"),
        ("TRACE_RATIO", "10%", "from 0 to 1"),
        ("DOWNLOAD_LINKS", "5m", "S3-compatible store"),
    ] {
        let output = with(&[(&format!("HEMACLASSIFY_{name}"), value)], &[]);
        let said = message(&output);
        assert_eq!(output.status.code(), Some(2), "{name}={value}: {said}");
        assert!(said.contains(expected), "{name}={value}: {said}");
        assert!(!said.contains("hush"), "what must not be seen is not repeated: {said}");
    }
}

#[test]
fn a_flag_wins_over_the_environment() {
    let wrong = [("HEMACLASSIFY_MAX_FILE", "64MiB"), ("HEMACLASSIFY_LISTEN", "127.0.0.1:0")];
    let output = with(&wrong, &["--max-file", "nothing"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(message(&output).contains("nothing"), "{}", message(&output));
}

#[test]
fn a_folder_that_cannot_be_used_and_an_address_that_is_taken_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "no folder").unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for (arguments, expected) in [
        (["--data-dir", file.to_str().unwrap()], file.to_str().unwrap()),
        (["--listen", &address], &format!("cannot listen on {address}")),
    ] {
        let output = with(&[], &arguments);
        assert_eq!(output.status.code(), Some(1), "{}", message(&output));
        assert!(message(&output).contains(expected), "{}", message(&output));
    }
}

#[tokio::test]
async fn log_lines_are_json_where_asked_for_and_name_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::spawn(
        &folder.path().join("data"),
        &["--log-format", "json", "--log-filter", "debug,sqlx=info,hyper=info"],
    );
    server.until_ready().await;
    let token = server.setup_token();
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("L-4711", "Lise Example").await;
    technologist.get("/api/v1/patients?q=Lise").await.ok();
    let wrong = serde_json::json!({ "username": "Lise", "password": "not-the-password" });
    Client::new(&server.url).post("/api/v1/session", wrong).await;
    technologist.get(&format!("/api/v1/patients/{patient}")).await.ok();
    server.signal(Signal::SIGTERM);
    let lines = server.ended().await;

    let is_link = |line: &&str| !line.starts_with("Set up the first administrator");
    let lines: Vec<Value> = lines
        .lines()
        .filter(is_link)
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}")))
        .collect();
    let request = lines
        .iter()
        .find(|line| line["http.route"] == "/api/v1/patients/{id}")
        .expect("one line for each request");
    assert_eq!(request["message"], "A request was answered.");
    assert_eq!(request["http.request.method"], "GET");
    assert_eq!(request["http.response.status_code"], 200);
    assert!(request["duration_ms"].is_f64(), "{request}");
    assert!(request["request.id"].is_string(), "{request}");
    for line in &lines {
        let text = line.to_string();
        for secret in ["Lise", "L-4711", PASSWORD, "not-the-password", &token, &patient, "eyJ"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
    }
}
