//! The product with its state on a server: MariaDB.

use std::path::Path;
use std::process::Output;

use engines::mariadb;
use kurrent_peer::Running;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::client::Client;
use crate::pictures;
use crate::server::{PASSWORD, Server, run, stdout};

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn start(data: &Path, more: &[&str]) -> Server {
    let server = Server::spawn(data, more);
    server.until_ready().await;
    server
}

fn serve(data: &Path, more: &[&str]) -> Output {
    let quiet = ["--listen", "127.0.0.1:0", "--metrics-listen", "off"];
    run(&[&["--data-dir", text(data)], &quiet[..], more].concat(), "")
}

async fn count(url: &str, query: &str) -> i64 {
    let mut server = sqlx::AnyConnection::connect(url).await.unwrap();
    sqlx::query_scalar(AssertSqlSafe(query)).fetch_one(&mut server).await.unwrap()
}

const KEYS: &str = "SELECT COUNT(*) FROM subject_keys WHERE wrapped IS NOT NULL";
const DESTROYED: &str = "SELECT COUNT(*) FROM subject_keys WHERE wrapped IS NULL";

#[tokio::test]
async fn a_day_with_log_state_and_read_models_on_servers() {
    let folder = tempfile::tempdir().unwrap();
    let (data, events) = (folder.path().join("data"), folder.path().join("events"));
    std::fs::create_dir(&events).unwrap();
    let log = Running::start("127.0.0.1:0".parse().unwrap(), &events);
    let (at, url) = (log.url(), mariadb::schema().await);
    let log = ["--event-log", &at];
    let server =
        start(&data, &[&log[..], &["--state", &url, "--read-models", &url]].concat()).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let hematologist = server.user(&chief, "hematologist").await;
    let patient = technologist.patient("S-1", "Grace Example").await;
    let uploaded = technologist.upload(&patient, "blood-cell", &[pictures::file(1)]).await.ok();
    let image = format!("/api/v1/images/{}", uploaded["items"][0]["id"].as_str().unwrap());
    technologist.until(&image, |image| image["predictions"][0].is_object()).await;
    assert!(server.stop().success());
    assert!(!data.join("state.db").exists());
    assert_eq!(count(&url, "SELECT COUNT(*) FROM credentials").await, 3);

    // It is remembered, and nobody has to sign in again.
    let server = start(&data, &log).await;
    let (chief, hematologist) = (chief.at(&server.url), hematologist.at(&server.url));
    hematologist.put(&format!("{image}/verdict"), json!({ "label": "basophil" })).await.ok();
    hematologist.until(&image, |image| image["verdict"]["label"] == "basophil").await;
    Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    let added = ["user", "add", "auditor", "--role", "auditor", "--data-dir", text(&data)];
    stdout(run(&[&added[..], &log].concat(), &format!("{PASSWORD}\n")));

    let keys = count(&url, KEYS).await;
    let erase = format!("/api/v1/patients/{patient}/erase");
    chief.post(&erase, json!({ "password": PASSWORD })).await.ok();
    assert_eq!((count(&url, KEYS).await, count(&url, DESTROYED).await), (keys - 1, 1));
    assert!(server.stop().success());
    for command in [&["audit", "verify"][..], &["replay", "patient", &patient], &["migrate"]] {
        stdout(run(&[command, &["--data-dir", text(&data)], &log].concat(), ""));
    }

    // With its key, another machine's folder is the same installation: it has no log of its own.
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    std::fs::copy(data.join("installation.key"), other.join("installation.key")).unwrap();
    let refused = serve(&other, &["--state", &url]);
    assert!(message(&refused).contains("event log of this installation"), "{}", message(&refused));
    let server =
        start(&other, &[&log[..], &["--state", &url, "--read-models", &url]].concat()).await;
    Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    assert!(server.stop().success());
}

#[tokio::test]
async fn an_installation_stays_with_its_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (ours, theirs) = (path("ours"), path("theirs"));
    let (url, other) = (mariadb::schema().await, mariadb::schema().await);
    assert!(start(&ours, &["--state", &url]).await.stop().success());
    assert!(start(&theirs, &["--state", &other]).await.stop().success());

    // Another place than the one that has it.
    for said in ["embedded", &other] {
        let refused = serve(&ours, &["--state", said]);
        assert_eq!(refused.status.code(), Some(2), "{}", message(&refused));
        assert!(
            message(&refused).contains("the state is kept in 127.0.0.1"),
            "{}",
            message(&refused)
        );
    }
    let embedded = path("embedded");
    assert!(start(&embedded, &[]).await.stop().success());
    let refused = serve(&embedded, &["--state", &url]);
    assert!(message(&refused).contains("kept in the data directory"), "{}", message(&refused));

    // Another installation's.
    let stranger = serve(&path("stranger"), &["--state", &url]);
    assert!(message(&stranger).contains("another installation's"), "{}", message(&stranger));
    std::fs::write(ours.join("state.url"), &other).unwrap();
    for command in [&["audit", "verify"][..], &["projections", "status"]] {
        let refused = run(&[command, &["--data-dir", text(&ours)]].concat(), "");
        assert!(message(&refused).contains("another installation's"), "{}", message(&refused));
    }

    // One that is gone is not begun anew; one that was forgotten is found again.
    std::fs::remove_file(ours.join("state.url")).unwrap();
    let empty = mariadb::schema().await;
    let refused = serve(&ours, &["--state", &empty]);
    assert!(message(&refused).contains("is not in 127.0.0.1"), "{}", message(&refused));
    let refused = serve(&ours, &[]);
    assert!(message(&refused).contains("is not in the data directory"), "{}", message(&refused));
    assert!(start(&ours, &["--state", &url]).await.stop().success());
}

#[tokio::test]
async fn one_process_works_with_a_state_and_passwords_stay_unsaid() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("data"), folder.path().join("copy"));
    let url = mariadb::schema().await;
    let server = start(&data, &["--state", &url]).await;
    std::fs::create_dir(&copy).unwrap();
    for file in ["installation.key", "state.url"] {
        std::fs::copy(data.join(file), copy.join(file)).unwrap();
    }
    let second = serve(&copy, &[]);
    assert!(message(&second).contains("in use by another HemaClassify"), "{}", message(&second));

    // When the server's process is gone, its place is free.
    server.kill();
    assert!(start(&data, &[]).await.stop().success());

    let wrong = url.replace("root@", "nobody:very-secret@");
    let refused = serve(&data, &["--state", &wrong]);
    assert_eq!(refused.status.code(), Some(1), "{}", message(&refused));
    assert!(message(&refused).contains("the database refuses"), "{}", message(&refused));
    assert!(!message(&refused).contains("very-secret"), "{}", message(&refused));
}

#[tokio::test]
async fn a_backup_goes_back_to_a_file_or_to_another_schema() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (data, backup) = (path("data"), path("backup"));
    let (url, elsewhere) = (mariadb::schema().await, mariadb::schema().await);
    let server = start(&data, &["--state", &url]).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("S-2", "Ada Example").await;
    stdout(run(&["backup", text(&backup), "--data-dir", text(&data)], ""));
    let later = technologist.patient("S-3", "Emmy Example").await;
    assert!(server.stop().success());
    assert_eq!(
        std::fs::read_dir(&backup)
            .unwrap()
            .filter(|entry| {
                entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("state.db")
            })
            .count(),
        1,
        "nothing beside the file"
    );

    let restore = |to: &Path, state: &str| {
        run(&["restore", text(&backup), "--data-dir", text(to), "--state", state], "")
    };
    let refused = restore(&path("over"), &url);
    assert!(message(&refused).contains("holds a state already"), "{}", message(&refused));
    assert!(!path("over").exists());
    for (to, state) in [(path("file"), "embedded"), (path("schema"), &elsewhere)] {
        let said = stdout(restore(&to, state));
        assert!(said.contains("originals are whole"), "{said}");
        assert_eq!(to.join("state.db").exists(), state == "embedded");
        let server = start(&to, &[]).await;
        let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
        let found = technologist.get(&format!("/api/v1/patients/{patient}")).await.ok();
        assert_eq!(found["name"], "Ada Example");
        assert_eq!(technologist.get(&format!("/api/v1/patients/{later}")).await.status, 404);
        technologist.patient("S-4", "Mary Example").await;
        assert!(server.stop().success());
    }
}
