//! The peer as a process of its own, which can be killed and started again.

// A test file may leave some of it unused.
#![allow(dead_code)]

pub mod apart;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use infra::event_log::kurrent::KurrentLog;

/// A running peer. Dropping it kills it.
pub struct Peer {
    process: Child,
    pub address: SocketAddr,
}

impl Peer {
    /// Starts one on a free port, over the data in a directory.
    pub fn start(directory: &Path) -> Self {
        Self::start_at(directory, "127.0.0.1:0".parse().unwrap())
    }

    /// Starts one at an address.
    pub fn start_at(directory: &Path, listen: SocketAddr) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_kurrent-peer"))
            .args(["--listen", &listen.to_string(), "--data"])
            .arg(directory)
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().parse().expect("the peer says where it listens");
        Self { process, address }
    }

    /// Where clients find it.
    pub fn url(&self) -> String {
        format!("kurrentdb://{}?tls=false", self.address)
    }

    /// A log of one's own on it.
    pub fn log(&self) -> Arc<KurrentLog> {
        Arc::new(KurrentLog::new(&self.url()).unwrap())
    }

    /// Kills it, as a power cut does.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have been killed before.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
