//! Clients that others wrote, attached to the peer: what they expect of a KurrentDB, it does. They are
//! installed below `target/` once, and again when another version is wanted.

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
    let mut venv = Command::new("python3");
    let mut pip = Command::new(&python);
    let steps = [
        venv.args(["-m", "venv"]).arg(&folder),
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PYTHON]),
    ];
    install(&folder, PYTHON, "Python 3.10 or newer with venv", steps);
    attach(Command::new(python).arg(script("client.py")), "Tls=false");
}

#[test]
fn the_node_client_appends_reads_and_subscribes() {
    let folder = folder("node");
    let mut npm = Command::new("npm");
    npm.args(["install", "--ignore-scripts", "--silent", "--no-save", "--prefix"]);
    install(&folder, NODE, "Node 20 or newer with npm", [npm.arg(&folder).arg(NODE)]);
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

/// Installs a client unless this version of it is there.
fn install<const STEPS: usize>(
    folder: &Path,
    wanted: &str,
    needs: &str,
    steps: [&mut Command; STEPS],
) {
    let installed = folder.join("installed");
    if std::fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return;
    }
    for step in steps {
        let said = match step.output() {
            Ok(output) if output.status.success() => continue,
            Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
            Err(error) => error.to_string(),
        };
        panic!(
            "{wanted} could not be installed, which needs {needs}, and a package index the first \
             time. {step:?} said: {said}"
        );
    }
    std::fs::write(installed, wanted).unwrap();
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
