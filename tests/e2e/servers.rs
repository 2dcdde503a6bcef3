//! On which engines the program is tested: those in its data directory, or, with
//! `HEMACLASSIFY_TEST_ENGINES=servers`, on servers: each data directory has an event log, a schema
//! and a place for images of its own. With `processes` four processes share the work on them.
//!
//! `tests/e2e/embedded.txt` lists the tests that are of the data directory's own engines.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};

use engines::mariadb;
use engines::seaweedfs::{ACCESS_KEY, SECRET_KEY, SeaweedFs};
use kurrent_peer::Running;

/// The bucket that all installations of a process share; each has a prefix of its own.
const BUCKET: &str = "installations";

/// The engines of one installation.
struct Engines {
    log: Running,
    /// Of the state and of the read models.
    schema: String,
    blobs: String,
}

impl Engines {
    fn start(data: &Path) -> Self {
        let events = events(data);
        std::fs::create_dir_all(&events).unwrap();
        let log = Running::start(SocketAddr::from(([127, 0, 0, 1], 0)), &events);
        let schema = apart(mariadb::schema());
        let prefix = schema.rsplit('/').next().unwrap();
        let blobs = s3_url(&format!("{BUCKET}/{prefix}"), bucket().address());
        Self { log, schema, blobs }
    }

    /// Of a data directory: the same each time that the program is started on it.
    fn of(data: &Path) -> Arc<Self> {
        static ALL: Mutex<Option<HashMap<PathBuf, Arc<Engines>>>> = Mutex::new(None);
        // A test that failed to start its engines leaves nothing half done.
        let mut all = ALL.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let all = all.get_or_insert_default();
        if let Some(known) = all.get(data) {
            return known.clone();
        }
        let new = Arc::new(Self::start(data));
        all.insert(data.to_owned(), new.clone());
        new
    }
}

/// Whether the program is tested on servers.
pub fn wanted() -> bool {
    match std::env::var("HEMACLASSIFY_TEST_ENGINES").as_deref() {
        Err(_) | Ok("embedded") => false,
        Ok("servers" | "processes") => true,
        Ok(other) => {
            panic!("HEMACLASSIFY_TEST_ENGINES is embedded, servers or processes, not {other}")
        }
    }
}

/// Whether the work is shared by processes.
pub fn separate() -> bool {
    std::env::var("HEMACLASSIFY_TEST_ENGINES").is_ok_and(|engines| engines == "processes")
}

/// Tells the program where the engines of its data directory are, if it has one and they are
/// servers, and nobody has told it before. What stands in its arguments goes before.
pub fn tell(program: &mut Command) {
    if program.get_envs().any(|(name, value)| name == "HEMACLASSIFY_STATE" && value.is_some()) {
        return;
    }
    let named = program.get_args().skip_while(|argument| *argument != "--data-dir").nth(1);
    if let Some(data) = named.map(PathBuf::from).filter(|_| wanted()) {
        point(program, &data);
    }
}

/// Points the program to the servers of a data directory.
pub fn point(program: &mut Command, data: &Path) {
    let engines = Engines::of(data);
    program.env("HEMACLASSIFY_EVENT_LOG", engines.log.url());
    program.env("HEMACLASSIFY_STATE", &engines.schema);
    program.env("HEMACLASSIFY_READ_MODELS", &engines.schema);
    program.env("HEMACLASSIFY_BLOBS", &engines.blobs);
    lend_credentials(program);
}

/// The credentials of the tests' own S3, and no others.
pub fn lend_credentials(program: &mut Command) {
    program.env("AWS_ACCESS_KEY_ID", ACCESS_KEY).env("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    program.env("AWS_EC2_METADATA_DISABLED", "true");
    program.env("AWS_CONFIG_FILE", "/dev/null").env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
}

/// A place in the store at an address.
pub fn s3_url(place: &str, address: SocketAddr) -> String {
    format!("s3://{place}?endpoint=http://{address}&region=us-east-1&path_style=true")
}

/// The folder with the files of an installation's event log.
pub fn log_folder(data: &Path) -> PathBuf {
    if wanted() { events(data) } else { data.to_owned() }
}

/// Beside the data directory: it goes with the test's folder.
fn events(data: &Path) -> PathBuf {
    data.with_extension("events")
}

/// The store, with the bucket.
fn bucket() -> Arc<SeaweedFs> {
    static MADE: OnceLock<()> = OnceLock::new();
    let server = SeaweedFs::shared();
    MADE.get_or_init(|| server.make_bucket(BUCKET));
    server
}

/// Waits for it on a thread and a runtime of its own: the caller may be within another.
fn apart<T: Send>(work: impl Future<Output = T> + Send) -> T {
    let alone = || tokio::runtime::Runtime::new().unwrap().block_on(work);
    std::thread::scope(|scope| scope.spawn(alone).join().unwrap())
}

/// Each line of the list names tests that there are.
#[test]
fn the_list_of_tests_for_embedded_engines_names_tests() {
    let listed = Command::new(std::env::current_exe().unwrap()).arg("--list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let lines = include_str!("embedded.txt").lines().filter(|line| !line.starts_with('#'));
    for line in lines {
        let (name, reason) = line.split_once(' ').unwrap_or_default();
        assert!(listed.lines().any(|test| test.contains(name)), "no test is called {name}");
        assert!(reason.len() > 10, "{line}: why?");
    }
}
