//! A private MariaDB for the tests of one process: started with the first test that asks for it, in
//! a folder of its own, and gone with the process. `HEMACLASSIFY_TEST_MYSQL=mysql://root@host:3306`
//! lets the same tests run on another server, whose user may make schemas.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use sqlx::{AssertSqlSafe, Connection as _};
use uuid::Uuid;

/// Ends the server and deletes its folder when its standard input ends, which it does with the
/// process that started it, however that ends.
const KEEPER: &str = r#"folder=$1; shift; "$@" & server=$!; read -r _; kill $server; wait $server; rm -rf "$folder""#;

/// Who runs the server where this process may be anybody; it refuses to be root's.
const USER: &str = "nobody";

struct Server {
    url: String,
    /// Ends with this process, and the server with it.
    _keeper: Option<Child>,
}

/// The address of an empty schema of one's own.
pub async fn schema() -> String {
    static SERVER: OnceLock<Server> = OnceLock::new();
    let server = SERVER.get_or_init(|| match std::env::var("HEMACLASSIFY_TEST_MYSQL") {
        Ok(url) => Server { url: url.trim_end_matches('/').to_owned(), _keeper: None },
        Err(_) => start(),
    });
    sqlx::any::install_default_drivers();
    let name = format!("t{}", &Uuid::now_v7().simple().to_string()[12..]);
    let mut connection = sqlx::AnyConnection::connect(&server.url).await.unwrap();
    let text = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    sqlx::raw_sql(AssertSqlSafe(text)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    format!("{}/{name}", server.url)
}

fn start() -> Server {
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
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let keeper = keep(&folder, &data, port, root);
    wait_for(port);
    Server { url: format!("mysql://root@127.0.0.1:{port}"), _keeper: Some(keeper) }
}

fn keep(folder: &Path, data: &Path, port: u16, root: bool) -> Child {
    Command::new("sh")
        .args(["-c", KEEPER, "sh"])
        .arg(folder)
        .args(["mariadbd", "--no-defaults", "--bind-address=127.0.0.1", "--skip-name-resolve"])
        .args(["--innodb-buffer-pool-size=64M", "--max-connections=1000"])
        .arg(format!("--datadir={}", data.display()))
        .arg(format!("--socket={}", folder.join("socket").display()))
        .arg(format!("--port={port}"))
        .args(root.then(|| format!("--user={USER}")))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn run(command: &mut Command) {
    let output = command.output();
    let output = output.expect("MariaDB is installed: apt-get install mariadb-server-core");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn wait_for(port: u16) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(120), "MariaDB did not start");
        std::thread::sleep(Duration::from_millis(50));
    }
}
