//! The engines, each behind a line that can be spoiled, as processes that can be killed.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use engines::mariadb::{self, MariaDb};
use engines::proxy::Proxy;
use engines::seaweedfs::SeaweedFs;
use kurrent_peer::Running;

use crate::servers::s3_url;

/// An engine behind its line.
pub struct Engine {
    pub name: &'static str,
    /// What the server calls it when it is not ready.
    pub part: &'static str,
    /// What the program is told.
    pub option: [String; 2],
    pub line: Proxy,
    process: Process,
}

enum Process {
    Peer { directory: PathBuf, address: SocketAddr, running: Option<Running> },
    MariaDb(MariaDb),
    SeaweedFs(SeaweedFs),
}

/// Starts one of each.
pub async fn start(folder: &Path) -> Vec<Engine> {
    vec![
        log(folder).await,
        on_mariadb("state", "/state", "--state").await,
        on_mariadb("read models", "/read-models", "--read-models").await,
        blobs().await,
    ]
}

async fn log(folder: &Path) -> Engine {
    let directory = folder.join("events");
    std::fs::create_dir(&directory).unwrap();
    let running = Running::start(SocketAddr::from(([127, 0, 0, 1], 0)), &directory);
    let address = running.address();
    let line = Proxy::to(address).await;
    let url = format!("kurrentdb://{}?tls=false", line.address());
    Engine {
        name: "event log",
        part: "/event-log",
        option: ["--event-log".to_owned(), url],
        line,
        process: Process::Peer { directory, address, running: Some(running) },
    }
}

async fn on_mariadb(name: &'static str, part: &'static str, option: &str) -> Engine {
    let server = tokio::task::spawn_blocking(MariaDb::start).await.unwrap();
    let schema = mariadb::make_schema(&server.url()).await;
    let line = Proxy::to(server.address()).await;
    let url = format!("{}/{schema}", mariadb::url(line.address()));
    Engine { name, part, option: [option.to_owned(), url], line, process: Process::MariaDb(server) }
}

async fn blobs() -> Engine {
    let server = tokio::task::spawn_blocking(SeaweedFs::start).await.unwrap();
    server.make_bucket("smears");
    let line = Proxy::to(server.address()).await;
    let url = s3_url("smears/lab-1", line.address());
    Engine {
        name: "images",
        part: "/images",
        option: ["--blobs".to_owned(), url],
        line,
        process: Process::SeaweedFs(server),
    }
}

impl Engine {
    /// Ends the process as a power failure would.
    pub fn stop(&mut self) {
        match &mut self.process {
            Process::Peer { running, .. } => *running = None,
            Process::MariaDb(server) => tokio::task::block_in_place(|| server.stop()),
            Process::SeaweedFs(server) => tokio::task::block_in_place(|| server.stop()),
        }
    }

    /// Starts it again on the same data.
    pub fn resume(&mut self) {
        match &mut self.process {
            Process::Peer { directory, address, running } => {
                let start = || Running::start(*address, directory);
                *running = Some(tokio::task::block_in_place(start));
            }
            Process::MariaDb(server) => tokio::task::block_in_place(|| server.resume()),
            Process::SeaweedFs(server) => tokio::task::block_in_place(|| server.resume()),
        }
    }
}
