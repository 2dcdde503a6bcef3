//! The event log on KurrentDB: a server that goes away and comes back, and an installation that stays with
//! the log it began with.

use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use kurrent_peer::Running;
use serde_json::json;

use crate::pictures;
use crate::server::{Server, run, stdout};

fn peer(directory: &Path) -> Running {
    Running::start("127.0.0.1:0".parse().unwrap(), directory)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn while_the_server_is_away_commands_say_so_and_afterwards_nothing_is_missing_or_twice() {
    let folder = tempfile::tempdir().unwrap();
    let (data, events) = (folder.path().join("data"), folder.path().join("events"));
    std::fs::create_dir(&events).unwrap();
    let log = peer(&events);
    let (address, url) = (log.address(), log.url());
    let server = Server::spawn(&data, &["--event-log", &url]);
    server.until_ready().await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("K-0001", "Grace Example").await;

    drop(log);
    let register = json!({ "number": "K-0002", "name": "Emmy Example" });
    for _ in 0..2 {
        let asked = Instant::now();
        let answer = technologist.post("/api/v1/patients", register.clone()).await;
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert!(answer.retry_after.is_some(), "{}", answer.text());
        assert!(asked.elapsed() < Duration::from_secs(6), "it took {:?}", asked.elapsed());
        let answer = technologist.upload(&patient, "blood-cell", &[pictures::file(1)]).await;
        let refused = answer.status == 503 || answer.text().contains("refused");
        assert!(refused, "{}", answer.text());
    }

    let _back = Running::start(address, &events);
    let since = Instant::now();
    let registered = loop {
        let answer = technologist.post("/api/v1/patients", register.clone()).await;
        if answer.status == 201 {
            break answer.ok();
        }
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert!(since.elapsed() < Duration::from_secs(20), "it does not find its log again");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert_eq!(registered["changed"], true, "{registered:#}");
    let answer = technologist.upload(&patient, "blood-cell", &[pictures::file(1)]).await.ok();
    let image = answer["items"][0]["id"].as_str().unwrap().to_owned();
    // The functions found the log again too.
    let path = format!("/api/v1/images/{image}");
    technologist.until(&path, |image| image["predictions"][0].is_object()).await;
    let patients = technologist.get("/api/v1/patients").await.ok();
    assert_eq!(patients["items"].as_array().unwrap().len(), 2, "{patients:#}");

    assert_eq!(server.stop().code(), Some(0));
    let data = data.to_str().unwrap();
    stdout(run(&["audit", "verify", "--data-dir", data, "--event-log", &url], ""));
    let rebuilt = ["projections", "rebuild", "--data-dir", data, "--event-log", &url];
    assert!(stdout(run(&rebuilt, "")).contains("Rebuilt from"));
}

#[tokio::test]
async fn an_installation_stays_with_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir(&path).unwrap();
        path
    };
    let (log, other) = (peer(&path("log")), peer(&path("other")));
    let data = path("data");
    let server = Server::spawn(&data, &["--event-log", &log.url()]);
    server.until_ready().await;
    server.administrator().await;
    assert_eq!(server.stop().code(), Some(0));

    let status = |data: &Path, at: &str| {
        let data = data.to_str().unwrap();
        run(&["projections", "status", "--data-dir", data, "--event-log", at], "")
    };
    stdout(status(&data, &log.url()));
    let forgotten = status(&data, "embedded");
    assert!(said(&forgotten).contains("is on KurrentDB"), "{}", said(&forgotten));
    let another = status(&data, &other.url());
    assert!(said(&another).contains("is not the one of"), "{}", said(&another));
    let stranger = status(&path("stranger"), &log.url());
    assert!(said(&stranger).contains("is not the one of"), "{}", said(&stranger));

    let embedded = path("embedded");
    stdout(status(&embedded, "embedded"));
    let changed = status(&embedded, &log.url());
    assert!(said(&changed).contains("holds its event log itself"), "{}", said(&changed));

    let data = data.to_str().unwrap();
    let copy = folder.path().join("copy");
    let backup = run(&["backup", copy.to_str().unwrap(), "--data-dir", data], "");
    assert!(said(&backup).contains("its own tools"), "{}", said(&backup));
    assert!(!copy.exists());
}
