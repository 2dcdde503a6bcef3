//! Clients that others wrote, attached to the peer: what they expect of a KurrentDB, it does. They are
//! installed below `target/` once; where that cannot be done, the test says so and proves nothing.

#![allow(clippy::unwrap_used, missing_docs)]

mod peer;

use std::path::{Path, PathBuf};
use std::process::Command;

use peer::Peer;

const PYTHON: &str = "kurrentdbclient==1.3.5";
const NODE: &str = "@kurrent/kurrentdb-client@1.3.1";

#[test]
fn the_python_client_appends_reads_and_subscribes() {
    let folder = folder("python");
    let python = folder.join("bin/python");
    let there = folder.join("installed");
    if !there.exists() {
        let made = succeeds(Command::new("python3").args(["-m", "venv"]).arg(&folder));
        let installed = made
            && succeeds(Command::new(&python).args(["-m", "pip", "install", "--quiet", PYTHON]));
        if !installed {
            eprintln!("SKIPPED: {PYTHON} cannot be installed here");
            return;
        }
        std::fs::write(there, PYTHON).unwrap();
    }
    attach(Command::new(python).arg(script("client.py")), "Tls=false");
}

#[test]
fn the_node_client_appends_reads_and_subscribes() {
    let folder = folder("node");
    let there = folder.join("installed");
    if !there.exists() {
        let mut install = Command::new("npm");
        install.args(["install", "--ignore-scripts", "--silent", "--no-save", "--prefix"]);
        if !succeeds(install.arg(&folder).arg(NODE)) {
            eprintln!("SKIPPED: {NODE} cannot be installed here");
            return;
        }
        std::fs::write(there, NODE).unwrap();
    }
    // It looks for what it imports beside itself.
    let copy = folder.join("client.mjs");
    std::fs::copy(script("client.mjs"), &copy).unwrap();
    attach(Command::new("node").arg(copy), "tls=false");
}

/// Runs a client against a new peer.
fn attach(client: &mut Command, parameters: &str) {
    let directory = tempfile::tempdir().unwrap();
    let peer = Peer::start(directory.path());
    let url = format!("kurrentdb://{}?{parameters}", peer.address);
    let output = client.arg(url).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("ok"), "{said}{errors}");
}

fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("clients").join(name)
}

/// A folder below `target/` that stays.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients").join(name);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
