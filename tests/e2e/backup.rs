//! Backups while people work, and what comes back from them.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::client::Client;
use crate::pictures;
use crate::server::{PASSWORD, Server, run, stdout};

/// An image that the server has taken, with its bytes.
type Images = BTreeMap<String, Vec<u8>>;

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn back_up(data: &Path, to: &Path) -> String {
    stdout(run(&["backup", text(to), "--data-dir", text(data)], ""))
}

fn restore(backup: &Path, to: &Path, more: &[&str]) -> Output {
    run(&[&["restore", text(backup), "--data-dir", text(to)], more].concat(), "")
}

fn message(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A server with a technologist and a patient.
async fn ward(data: &Path) -> (Server, Client, String) {
    let server = Server::start(data).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("B-1", "Betty Example").await;
    (server, technologist, patient)
}

/// Uploads one picture; its id and bytes when the server said yes.
async fn upload(client: &Client, patient: &str, seed: u32) -> Option<(String, Vec<u8>)> {
    let file = pictures::file(seed);
    let bytes = file.1.clone();
    let answer = client.try_upload(patient, "blood-cell", &[file]).await?;
    Some((answer.ok()["items"][0]["id"].as_str()?.to_owned(), bytes))
}

async fn all_are_there(client: &Client, images: &Images) {
    for (id, bytes) in images {
        let content = client.get(&format!("/api/v1/images/{id}/content")).await;
        assert_eq!(content.status, 200, "{id}: {}", content.text());
        assert!(content.body == *bytes, "the bytes of {id}");
    }
}

#[tokio::test]
async fn what_was_acknowledged_before_a_backup_of_a_busy_server_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    let (server, technologist, patient) = ward(&data).await;

    // Given uploads that go on all the time
    let taken = Arc::new(Mutex::new(Images::new()));
    let stop = Arc::new(AtomicBool::new(false));
    let busy = tokio::spawn({
        let (taken, stop, patient) = (taken.clone(), stop.clone(), patient.clone());
        async move {
            for seed in 0.. {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                let image = upload(&technologist, &patient, seed).await.unwrap();
                taken.lock().unwrap().insert(image.0, image.1);
            }
        }
    });
    while taken.lock().unwrap().len() < 8 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }

    // When a backup is made in the middle of it
    let before = taken.lock().unwrap().clone();
    let (from, to) = (data.clone(), backup.clone());
    let said = tokio::task::spawn_blocking(move || back_up(&from, &to)).await.unwrap();
    assert!(said.contains("The installation key is in it"), "{said}");
    while taken.lock().unwrap().len() < before.len() + 3 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    stop.store(true, Ordering::Relaxed);
    busy.await.unwrap();
    assert_eq!(server.stop().code(), Some(0));

    // Then all of it comes back elsewhere, and work goes on.
    let other = folder.path().join("other");
    let restored = stdout(restore(&backup, &other, &[]));
    assert!(restored.contains("originals are whole"), "{restored}");
    let server = Server::start(&other).await;
    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    all_are_there(&technologist, &before).await;
    for id in before.keys() {
        let path = format!("/api/v1/images/{id}");
        technologist.until(&path, |image| image["predictions"][0].is_object()).await;
    }
    let image = upload(&technologist, &patient, 9_999).await.unwrap();
    let path = format!("/api/v1/images/{}", image.0);
    technologist.until(&path, |image| image["predictions"][0].is_object()).await;
    assert_eq!(server.stop().code(), Some(0));
    stdout(run(&["audit", "verify", "--data-dir", text(&other)], ""));
}

#[tokio::test]
async fn a_second_backup_copies_only_what_is_new() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    let (server, technologist, patient) = ward(&data).await;
    let mut images = Images::from([upload(&technologist, &patient, 1).await.unwrap()]);
    back_up(&data, &backup);
    let original = blob(&backup, &patient);
    let written = std::fs::metadata(&original).unwrap().modified().unwrap();

    images.extend(upload(&technologist, &patient, 2).await);
    let session = technologist.clone();
    assert!(!back_up(&data, &backup).contains(" 0 of them new"));
    assert_eq!(std::fs::metadata(&original).unwrap().modified().unwrap(), written);

    let other = folder.path().join("other");
    stdout(restore(&backup, &other, &[]));
    let restored = Server::start(&other).await;
    let signed_in_then = session.at(&restored.url).get("/api/v1/me").await;
    assert_eq!(signed_in_then.status, 401, "nobody stays signed in");
    let technologist = Client::new(&restored.url).sign_in("technologist", PASSWORD).await;
    all_are_there(&technologist, &images).await;
    drop(server);
}

/// The patient's first file in a backup.
fn blob(backup: &Path, patient: &str) -> PathBuf {
    let folder = backup.join("blobs/patient").join(patient);
    let mut files: Vec<_> = folder.read_dir().unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.remove(0)
}

#[tokio::test]
async fn a_backup_without_the_key_needs_it_to_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    let (server, _, _) = ward(&data).await;
    let made = run(&["backup", text(&backup), "--without-key", "--data-dir", text(&data)], "");
    assert!(stdout(made).contains("is not in it"));
    assert!(!backup.join("installation.key").exists());
    assert_eq!(server.stop().code(), Some(0));

    let other = folder.path().join("other");
    let refused = restore(&backup, &other, &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(message(&refused).contains("--key"), "{}", message(&refused));

    let key = data.join("installation.key");
    stdout(restore(&backup, &other, &["--key", text(&key)]));
    let mode = std::fs::metadata(other.join("installation.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let server = Server::start(&other).await;
    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    let patients = technologist.get("/api/v1/patients?q=Betty").await.ok();
    assert_eq!(patients["items"][0]["name"], "Betty Example");
}

#[tokio::test]
async fn what_is_damaged_incomplete_or_in_the_way_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    let (server, technologist, patient) = ward(&data).await;
    upload(&technologist, &patient, 1).await.unwrap();
    drop(server);
    back_up(&data, &backup);
    let other = folder.path().join("other");
    let refuses = |from: &Path, to: &Path, expected: &str| {
        let refused = restore(from, to, &[]);
        assert_eq!(refused.status.code(), Some(1), "{expected}");
        assert!(message(&refused).contains(expected), "{expected}: {}", message(&refused));
    };

    refuses(&backup, &data, "is not empty");
    refuses(folder.path(), &other, "manifest.json is missing");
    let inside = run(&["backup", text(&data.join("here")), "--data-dir", text(&data)], "");
    assert!(message(&inside).contains("lies in the data directory"), "{}", message(&inside));
    let elsewhere = run(&["backup", text(&data), "--data-dir", text(&backup)], "");
    assert!(
        message(&elsewhere).contains("something else than a backup"),
        "{}",
        message(&elsewhere)
    );

    let original = blob(&backup, &patient);
    let bytes = std::fs::read(&original).unwrap();
    std::fs::write(&original, [&bytes[..], b"!"].concat()).unwrap();
    refuses(&backup, &other, "is not as it was backed up");
    assert_eq!(other.read_dir().unwrap().count(), 0, "nothing is left of it");
    std::fs::write(&original, bytes).unwrap();
    std::fs::write(backup.join("SHA256SUMS"), "").unwrap();
    refuses(&backup, &other, "SHA256SUMS is not as it was backed up");
}

#[tokio::test]
async fn who_was_erased_after_a_backup_does_not_come_back_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, backup) = (folder.path().join("data"), folder.path().join("backup"));
    let (server, technologist, patient) = ward(&data).await;
    let image = upload(&technologist, &patient, 1).await.unwrap().0;
    let kept = technologist.patient("B-2", "Carla Example").await;
    let stays = upload(&technologist, &kept, 2).await.unwrap();
    back_up(&data, &backup);
    let chief = Client::new(&server.url).sign_in("chief", PASSWORD).await;
    let body = serde_json::json!({ "password": PASSWORD });
    let erased = chief.post(&format!("/api/v1/patients/{patient}/erase"), body).await;
    assert!(erased.status < 300, "{erased:?}");
    drop(server);

    let (other, list) = (folder.path().join("other"), data.join("erasures"));
    let said = stdout(restore(&backup, &other, &["--erasures", text(&list)]));
    assert!(said.contains("1 patients were erased again"), "{said}");
    let taken_over = std::fs::read_to_string(other.join("erasures")).unwrap();
    assert!(taken_over.starts_with(&std::fs::read_to_string(&list).unwrap()), "{taken_over}");

    let server = Server::start(&other).await;
    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    let found = technologist.get("/api/v1/patients?q=Betty").await.ok();
    assert_eq!(found["items"].as_array().unwrap().len(), 0, "{found}");
    let bytes = technologist.get(&format!("/api/v1/images/{image}/content")).await;
    assert!((400..500).contains(&bytes.status), "{bytes:?}");
    all_are_there(&technologist, &Images::from([stays])).await;
    assert_eq!(server.stop().code(), Some(0));
    stdout(run(&["audit", "verify", "--data-dir", text(&other)], ""));
}
