//! A disk that fills up: nothing new is taken in, everything else goes on, and with room again all
//! is well by itself. On a small file system of its own, which takes the right to mount one.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use nix::sys::statvfs::statvfs;
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::pictures;
use crate::server::{PASSWORD, Server, run, stdout};

/// A file system in memory, unmounted in the end.
struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// None where mounting is not allowed: the test then says so and proves nothing.
    fn mount(megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self { folder }),
            _ => {
                eprintln!("SKIPPED: mounting a small file system is not allowed here");
                None
            }
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn free(&self) -> u64 {
        let disk = statvfs(self.path()).unwrap();
        disk.blocks_available() * disk.fragment_size()
    }

    /// Fills it until this many bytes are left, with a file that can be deleted.
    fn fill(&self, left: u64) -> PathBuf {
        let path = self.path().join("ballast");
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(&path).unwrap();
        while self.free() > left {
            let bytes = (self.free() - left).min(64 << 10) as usize;
            if file.write_all(&vec![0; bytes]).is_err() {
                break;
            }
        }
        path
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A server that is still ending may hold it; lazily, it goes with it.
        let _ = Command::new("umount").arg("-l").arg(self.folder.path()).status();
    }
}

struct Ward {
    server: Server,
    technologist: Client,
    patient: String,
    image: String,
}

impl Ward {
    async fn open(disk: &SmallDisk, min_free: &str) -> Self {
        let data = disk.path().join("data");
        let server = Server::spawn(&data, &["--min-free", min_free]);
        server.until_ready().await;
        let chief = server.administrator().await;
        let technologist = server.user(&chief, "technologist").await;
        let patient = technologist.patient("F-1", "Fanny Example").await;
        let mut ward = Self { server, technologist, patient, image: String::new() };
        let taken = ward.upload(1).await.ok();
        ward.image = taken["items"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/images/{}", ward.image);
        ward.technologist.until(&path, |image| image["predictions"][0].is_object()).await;
        ward
    }

    async fn upload(&self, seed: u32) -> Answer {
        let file = pictures::file(seed);
        self.technologist.upload(&self.patient, "blood-cell", &[file]).await
    }

    async fn register(&self, number: u32) -> Answer {
        let body = json!({ "number": format!("F-{number}"), "name": "N".repeat(180) });
        self.technologist.post("/api/v1/patients", body).await
    }

    async fn correct(&self, text: String) -> Answer {
        let path = format!("/api/v1/patients/{}", self.patient);
        let body = json!({ "notes": text });
        self.technologist.send(self.technologist.request("PATCH", &path).json(&body)).await
    }

    async fn reading_goes_on(&self) {
        for path in [
            "/api/v1/patients?q=Fanny".to_owned(),
            "/api/v1/images".to_owned(),
            format!("/api/v1/images/{}", self.image),
            format!("/api/v1/images/{}/history", self.image),
            format!("/api/v1/images/{}/content", self.image),
            "/healthz".to_owned(),
        ] {
            let answer = self.technologist.get(&path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        }
    }

    async fn readiness(&self) -> Answer {
        Client::new(&self.server.url).get("/readyz").await
    }

    async fn becomes(&self, status: u16) -> Answer {
        let since = Instant::now();
        loop {
            let answer = self.readiness().await;
            if answer.status == status {
                return answer;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "{}", answer.text());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn recovers(self, disk: &SmallDisk) {
        self.becomes(200).await;
        let taken = self.upload(2).await.ok();
        let path = format!("/api/v1/images/{}", taken["items"][0]["id"].as_str().unwrap());
        self.technologist.until(&path, |image| image["predictions"][0].is_object()).await;
        assert_eq!(self.server.stop().code(), Some(0));
        let data = disk.path().join("data");
        stdout(run(&["audit", "verify", "--data-dir", data.to_str().unwrap()], ""));
    }
}

/// Keeps the disk full and asks until the answer is no.
async fn until_refused(disk: &SmallDisk, mut ask: impl AsyncFnMut() -> Answer) -> Answer {
    for _ in 0..20_000 {
        disk.fill(0);
        let answer = ask().await;
        if answer.status >= 300 {
            return answer;
        }
    }
    panic!("it is never full");
}

/// 507, and nothing was done.
fn refused(answer: &Answer) {
    assert_eq!(answer.status, 507, "{}", answer.text());
    assert_eq!(answer.json()["type"], "urn:hemaclassify:problem:full");
}

fn names_the_room(answer: &Answer) {
    let problem: Value = answer.json();
    let parts = problem["errors"].as_array().unwrap();
    assert!(parts.iter().any(|part| part["pointer"] == "/room"), "{problem:#}");
}

#[tokio::test]
async fn with_less_room_than_is_kept_back_nothing_new_is_taken_in() {
    let Some(disk) = SmallDisk::mount(64) else { return };
    let ward = Ward::open(&disk, "16MiB").await;
    let ballast = disk.fill(12 << 20);

    names_the_room(&ward.becomes(503).await);
    refused(&ward.register(2).await);
    refused(&ward.upload(3).await);
    ward.reading_goes_on().await;
    // The reserve is there for this.
    Client::new(&ward.server.url).sign_in("technologist", PASSWORD).await;

    std::fs::remove_file(ballast).unwrap();
    ward.recovers(&disk).await;
}

#[tokio::test]
async fn a_disk_that_is_full_to_the_last_byte_ends_nothing() {
    let Some(disk) = SmallDisk::mount(64) else { return };
    let ward = Ward::open(&disk, "0").await;
    // That somebody read it goes on record first; for a while it need not be said again.
    ward.reading_goes_on().await;
    let ballast = disk.fill(0);

    // The write-ahead logs have some room of their own, which is used up first: the log's by
    // corrections, which nothing else is written for, the state's by keys of new patients.
    let mut number = 0;
    let answer = until_refused(&disk, async || {
        number += 1;
        ward.correct(format!("{number} ").repeat(200)).await
    });
    refused(&answer.await);
    let answer = until_refused(&disk, async || {
        number += 1;
        ward.register(number).await
    });
    refused(&answer.await);
    let who = json!({ "username": "technologist", "password": PASSWORD });
    let stranger = Client::new(&ward.server.url);
    let sign_in = async || stranger.post("/api/v1/session", who.clone()).await;
    refused(&until_refused(&disk, sign_in).await);
    refused(&ward.upload(3).await);
    ward.reading_goes_on().await;
    names_the_room(&ward.becomes(503).await);

    std::fs::remove_file(ballast).unwrap();
    ward.recovers(&disk).await;
}
