//! A private MariaDB: one for the tests of a process, started with the first that asks for it and
//! gone with the process, or one of a test's own. `HEMACLASSIFY_TEST_MYSQL=mysql://root@host:3306`
//! lets the tests that share one run on another server, whose user may make schemas.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection as _};
use uuid::Uuid;

use crate::kept::Kept;

/// Who runs the server where this process may be anybody; it refuses to be root's.
const USER: &str = "nobody";

/// The address of an empty schema of one's own, on the server that the tests of a process share.
pub async fn schema() -> String {
    static NAMED: OnceLock<Option<String>> = OnceLock::new();
    static OWN: OnceLock<MariaDb> = OnceLock::new();
    let server = match NAMED.get_or_init(|| std::env::var("HEMACLASSIFY_TEST_MYSQL").ok()) {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => OWN.get_or_init(MariaDb::start).url(),
    };
    let name = make_schema(&server).await;
    format!("{server}/{name}")
}

/// Makes an empty schema on a server, and gives its name.
pub async fn make_schema(server: &str) -> String {
    sqlx::any::install_default_drivers();
    let name = format!("t{}", &Uuid::now_v7().simple().to_string()[12..]);
    let mut connection = sqlx::AnyConnection::connect(server).await.unwrap();
    let text = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    name
}

/// A running server. Ends when it is dropped.
pub struct MariaDb {
    address: SocketAddr,
    kept: Kept,
}

impl MariaDb {
    /// One of one's own.
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("mariadb-").tempdir().unwrap().keep();
        let root = nix::unistd::geteuid().is_root();
        if root {
            let user = nix::unistd::User::from_name(USER).unwrap().expect("every system has it");
            nix::unistd::chown(&folder, Some(user.uid), Some(user.gid)).unwrap();
        }
        let data = folder.join("data");
        run(Command::new("mariadb-install-db")
            .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .arg(format!("--datadir={}", data.display()))
            .args(root.then(|| format!("--user={USER}"))));
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut server = Command::new("mariadbd");
        server
            .args(["--no-defaults", "--bind-address=127.0.0.1", "--skip-name-resolve"])
            .args(["--innodb-buffer-pool-size=64M", "--max-connections=1000"])
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--socket={}", folder.join("socket").display()))
            .arg(format!("--port={}", address.port()))
            .args(root.then(|| format!("--user={USER}")));
        let started = Self { address, kept: Kept::start(folder, &server) };
        started.wait();
        started
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where clients find it, without a schema.
    pub fn url(&self) -> String {
        url(self.address)
    }

    /// Ends it as a power failure would.
    pub fn stop(&self) {
        self.kept.stop();
    }

    /// Starts it again on the same data, and waits until it listens.
    pub fn resume(&self) {
        self.kept.resume();
        self.wait();
    }

    fn wait(&self) {
        let begun = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let late = begun.elapsed() > Duration::from_secs(120);
            assert!(!late, "MariaDB did not start: {}", self.kept.said());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// What a server at an address is called, or a line to it.
pub fn url(address: SocketAddr) -> String {
    format!("mysql://root@{address}")
}

fn run(command: &mut Command) {
    let output = command.output();
    let output = output.expect("MariaDB is installed: apt-get install mariadb-server-core");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
