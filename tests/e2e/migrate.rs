//! Data directories that earlier versions have written are brought to this version and read.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::client::Client;
use crate::server::{PASSWORD, Server, run, stdout};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), &target).unwrap()),
        }
    }
}

/// A copy to work on. A checkout gives files to everybody; a key that others may read is refused.
fn data_of(name: &str, folder: &Path) -> PathBuf {
    let data = folder.join("data");
    copy(&fixture(name), &data);
    let owner_only = fs::Permissions::from_mode(0o600);
    fs::set_permissions(data.join("installation.key"), owner_only).unwrap();
    data
}

#[tokio::test]
async fn data_of_the_first_version_is_brought_up_to_date_and_read() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_of("data-v1", folder.path());
    let path = data.to_str().unwrap();
    let state = fs::read(data.join("state.db")).unwrap();

    let planned = stdout(run(&["migrate", "--dry-run", "--data-dir", path], ""));
    assert!(planned.contains("Nothing was changed"), "{planned}");
    assert_eq!(fs::read(data.join("state.db")).unwrap(), state, "nothing was");

    let migrated = stdout(run(&["migrate", "--data-dir", path], ""));
    assert!(migrated.contains("Rebuilt from 40 events"), "{migrated}");
    stdout(run(&["audit", "verify", "--data-dir", path], ""));

    let server = Server::start(&data).await;
    let reader = Client::new(&server.url).sign_in("hematologist", PASSWORD).await;
    let patients = reader.get("/api/v1/patients?q=Grace").await.ok();
    assert_eq!(patients["items"][0]["number"], "V1-0001", "{patients:#}");
    assert_eq!(patients["items"][0]["notes"], "First schema.");
    let verified = reader.get("/api/v1/images?status=verified").await.ok();
    let image = &verified["items"][0];
    assert_eq!(image["verdict"]["label"], "neutrophil", "{verified:#}");
    assert_eq!(image["verdict"]["comment"], "Seen again.");
    assert!(image["predictions"][0]["confidence"].is_number(), "{verified:#}");
    let id = image["id"].as_str().unwrap();
    let bytes = reader.get(&format!("/api/v1/images/{id}/content")).await;
    assert_eq!((bytes.status, bytes.body.len()), (200, 1516));
    let thumbnail = reader.get(&format!("/api/v1/images/{id}/thumbnail")).await;
    assert_eq!(thumbnail.status, 200);
    let voided = reader.get("/api/v1/images?status=voided").await.ok();
    assert_eq!(voided["items"].as_array().unwrap().len(), 1, "{voided:#}");

    // And work goes on with it.
    let body = serde_json::json!({ "label": "basophil", "reason": "A third look." });
    let amended = reader.put(&format!("/api/v1/images/{id}/verdict"), body).await;
    assert!(amended.status < 300, "{amended:?}");
    assert_eq!(server.stop().code(), Some(0));
    stdout(run(&["audit", "verify", "--data-dir", path], ""));
}

#[tokio::test]
async fn a_start_brings_it_up_to_date_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&data_of("data-v1", folder.path())).await;
    let reader = Client::new(&server.url).sign_in("hematologist", PASSWORD).await;
    let patients = reader.get("/api/v1/patients").await.ok();
    assert_eq!(patients["items"].as_array().unwrap().len(), 2, "{patients:#}");
}

#[tokio::test]
async fn data_of_a_newer_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = data_of("data-v1", folder.path());
    let path = data.to_str().unwrap();
    pretend_newer(&data.join("state.db")).await;
    let before = fs::read(data.join("state.db")).unwrap();
    for command in [
        &["migrate", "--data-dir", path] as &[_],
        &["--listen", "127.0.0.1:0", "--metrics-listen", "off", "--data-dir", path],
    ] {
        let refused = run(command, "");
        let message = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{message}");
        assert!(message.contains("schema version 900"), "{message}");
        assert!(message.contains("start a newer program"), "{message}");
    }
    assert_eq!(fs::read(data.join("state.db")).unwrap(), before);
}

/// As a program of later times would have left it.
async fn pretend_newer(state: &Path) {
    use sqlx::{ConnectOptions, Connection};
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(state);
    let mut database = options.connect().await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (900, 'later', TRUE, x'00', 0)",
    )
    .execute(&mut database)
    .await
    .unwrap();
    database.close().await.unwrap();
}

#[test]
fn a_folder_without_data_or_without_its_key_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().to_str().unwrap();
    let refused = run(&["migrate", "--data-dir", empty], "");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("holds no event log"));

    let data = data_of("data-v1", folder.path());
    fs::remove_file(data.join("installation.key")).unwrap();
    let path = data.to_str().unwrap();
    for command in [
        &["migrate", "--data-dir", path] as &[_],
        &["audit", "verify", "--data-dir", path],
        &["--listen", "127.0.0.1:0", "--metrics-listen", "off", "--data-dir", path],
    ] {
        let refused = run(command, "");
        let message = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{message}");
        assert!(message.contains("installation.key is missing"), "{message}");
    }
    assert!(!data.join("installation.key").exists(), "no new one was made");
}
