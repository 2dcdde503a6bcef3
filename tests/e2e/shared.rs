//! An installation on servers, worked with by as many processes as a test likes.

use std::path::{Path, PathBuf};
use std::process::Output;

use engines::mariadb;
use engines::seaweedfs::SeaweedFs;
use kurrent_peer::Running;

use crate::server::{self, Server, run_as};
use crate::servers::{lend_credentials, s3_url};

/// An installation whose engines are all on servers.
pub struct Installation {
    folder: tempfile::TempDir,
    _log: Running,
    engines: [String; 8],
}

/// Writes an address into a file, as a platform mounts a secret, and says where it is.
fn in_a_file(folder: &Path, name: &str, address: &str) -> String {
    let file = folder.join(name);
    std::fs::write(&file, format!("{address}\n")).unwrap();
    format!("@{}", file.display())
}

impl Installation {
    pub async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let events = folder.path().join("events");
        std::fs::create_dir(&events).unwrap();
        let log = Running::start("127.0.0.1:0".parse().unwrap(), &events);
        let store = tokio::task::spawn_blocking(SeaweedFs::shared).await.unwrap();
        let bucket = format!("shared-{}", uuid::Uuid::now_v7().simple());
        store.make_bucket(&bucket);
        let state = in_a_file(folder.path(), "state", &mariadb::schema().await);
        let read_models = in_a_file(folder.path(), "read-models", &mariadb::schema().await);
        let events = in_a_file(folder.path(), "event-log", &log.url());
        let blobs = s3_url(&bucket, store.address());
        let said = |option: &str| option.to_owned();
        let engines = [
            said("--event-log"),
            events,
            said("--state"),
            state,
            said("--read-models"),
            read_models,
            said("--blobs"),
            blobs,
        ];
        Self { folder, _log: log, engines }
    }

    /// The data directory of one process.
    pub fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All that a process must be told: where the engines are, and the installation's key, which the
    /// first one makes.
    fn told(&self, name: &str) -> Vec<String> {
        let key = self.data("first").join("installation.key").display().to_string();
        let key = ["--installation-key".to_owned(), key];
        let key = if name == "first" { &[][..] } else { &key };
        [&self.engines, key].concat()
    }

    /// Starts a process with these roles and waits until it is ready.
    pub async fn start(&self, name: &str, roles: &str) -> Server {
        self.start_as(name, &["serve", "--roles", roles]).await
    }

    /// Starts a process that runs a function, and waits until it is ready.
    pub async fn function(&self, name: &str, function: &str, more: &[&str]) -> Server {
        self.start_as(name, &[&["function", "run", function], more].concat()).await
    }

    /// Starts the program with these words and waits until it is ready.
    pub async fn start_as(&self, name: &str, words: &[&str]) -> Server {
        let mut program = server::program();
        program.args(words);
        lend_credentials(&mut program);
        let (data, told) = (self.data(name), self.told(name));
        let told: Vec<&str> = told.iter().map(String::as_str).collect();
        let server = tokio::task::block_in_place(|| Server::spawn_as(program, &data, &told));
        server.until_ready().await;
        server
    }

    /// Runs a command on the data directory of a process.
    pub fn run(&self, name: &str, words: &[&str]) -> Output {
        let (data, told) = (self.data(name), self.told(name));
        let mut arguments = words.to_vec();
        arguments.extend(["--data-dir", data.to_str().unwrap()]);
        arguments.extend(told.iter().map(String::as_str));
        let mut program = server::program();
        lend_credentials(&mut program);
        run_as(program, &arguments, "")
    }
}
