//! The built program, started on a folder of its own.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use crate::client::Client;
use crate::servers;

pub const PASSWORD: &str = "violet-Giemsa-tessellate-47";

/// A running server.
pub struct Server {
    child: Child,
    pub url: String,
    pub data: PathBuf,
    stdout: Arc<Mutex<String>>,
    stderr: Arc<Mutex<String>>,
    /// The processes that do the rest of the work, when it is shared.
    others: Vec<Server>,
}

/// Servers of many tests run at once: each takes a port that is free, and none serves metrics. Tests
/// ask more often than people.
fn unless_said(program: &Command, option: [&'static str; 2]) -> Vec<&'static str> {
    let said = program.get_args().any(|argument| argument == option[0]);
    if said { Vec::new() } else { option.to_vec() }
}

/// The program with a clean environment.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hemaclassify"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("HEMACLASSIFY_")) {
        command.env_remove(name);
    }
    command
}

/// Runs the program to its end.
pub fn run(arguments: &[&str], input: &str) -> Output {
    run_as(program(), arguments, input)
}

/// Runs it in an environment to its end.
pub fn run_as(mut program: Command, arguments: &[&str], input: &str) -> Output {
    program.args(arguments);
    servers::tell(&mut program);
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// What a run printed, when it went well.
pub fn stdout(output: Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{:?}: {errors}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// Gives a data directory the key of another one, where that has one.
fn copy_key(from: &Path, to: &Path) {
    let (from, key) = (from.join("installation.key"), to.join("installation.key"));
    if from.exists() && !key.exists() {
        std::fs::create_dir_all(to).unwrap();
        std::fs::copy(from, key).unwrap();
    }
}

impl Server {
    /// Starts on a data folder and waits until it is ready.
    pub async fn start(data: &Path) -> Self {
        let server = Self::spawn(data, &[]);
        server.until_ready().await;
        server
    }

    /// Starts on a data folder; comes back as soon as it listens.
    pub fn spawn(data: &Path, more: &[&str]) -> Self {
        match servers::separate() {
            true => Self::spawn_apart(data, more),
            false => Self::spawn_as(program(), data, more),
        }
    }

    /// Starts four processes that share the work; the one that answers requests is this one. All that a
    /// data directory must be given is the installation's key.
    fn spawn_apart(data: &Path, more: &[&str]) -> Self {
        let folding = data.with_extension("projections");
        copy_key(data, &folding);
        let folding = Self::share(data, &folding, &["serve", "--roles", "projections"], more);
        let start = |name: &str, words: &[&str], more: &[&str]| {
            let own = data.with_extension(name);
            copy_key(&folding.data, &own);
            Self::share(data, &own, words, more)
        };
        let classify = start("classify", &["function", "run", "classify"], &[]);
        let rest = ["serve", "--roles", "functions", "--functions", "renditions,backfill"];
        let rest = start("renditions", &rest, more);
        copy_key(&folding.data, data);
        let mut web = Self::share(data, data, &["serve", "--roles", "web"], more);
        web.others = vec![classify, rest, folding];
        web
    }

    /// One of them, on the engines of a data directory.
    fn share(engines: &Path, own: &Path, words: &[&str], more: &[&str]) -> Self {
        let mut program = program();
        program.args(words);
        servers::point(&mut program, engines);
        Self::spawn_as(program, own, more)
    }

    /// Starts in an environment.
    pub fn spawn_as(mut program: Command, data: &Path, more: &[&str]) -> Self {
        let serves = program.get_args().next().is_none_or(|word| word != "function");
        program.arg("--data-dir").arg(data).args(more);
        program.args(unless_said(&program, ["--listen", "127.0.0.1:0"]));
        program.args(unless_said(&program, ["--metrics-listen", "off"]));
        if serves {
            program.args(unless_said(&program, ["--requests-per-second", "0"]));
        }
        servers::tell(&mut program);
        let mut child = program
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = Arc::new(Mutex::new(String::new()));
        let errors = BufReader::new(child.stderr.take().unwrap());
        let kept = stderr.clone();
        std::thread::spawn(move || {
            for line in errors.lines().map_while(Result::ok) {
                kept.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split_whitespace().find(|word| word.starts_with("http")).map(str::to_owned)
        });
        let stdout = Arc::new(Mutex::new(String::new()));
        let kept = stdout.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                kept.lock().unwrap().push_str(&(line + "\n"));
            }
        });
        let Some(url) = url else {
            let status = child.wait().unwrap();
            panic!("the server did not start ({status}): {}", stderr.lock().unwrap());
        };
        let url = url.trim_end_matches('/').to_owned();
        Self { child, url, data: data.to_owned(), stdout, stderr, others: Vec::new() }
    }

    pub async fn until_ready(&self) {
        for server in std::iter::once(self).chain(&self.others) {
            let client = Client::new(&server.url);
            let since = Instant::now();
            while client.get("/readyz").await.status != 200 {
                assert!(
                    since.elapsed() < Duration::from_secs(60),
                    "not ready: {}",
                    server.printed()
                );
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    /// The process.
    #[allow(dead_code, reason = "for the benches, which share this file")]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Tells the process something.
    pub fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id() as i32), signal).unwrap();
    }

    /// What follows these words on a line of standard output. Waits for the line.
    pub async fn said(&self, words: &str) -> String {
        let since = Instant::now();
        loop {
            let found = self
                .stdout
                .lock()
                .unwrap()
                .lines()
                .find_map(|line| line.strip_prefix(words).map(|rest| rest.trim().to_owned()));
            if let Some(found) = found {
                return found;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "it never said “{words}”");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// What it has written to standard error when it has ended.
    pub async fn ended(mut self) -> String {
        self.until_ended().await;
        self.printed()
    }

    /// How it ends by itself.
    pub async fn ends(mut self) -> ExitStatus {
        self.until_ended().await
    }

    async fn until_ended(&mut self) -> ExitStatus {
        let since = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "it does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// What it has written to standard error so far.
    pub fn printed(&self) -> String {
        self.stderr.lock().unwrap().clone()
    }

    /// The one-time token of the set-up link.
    pub fn setup_token(&self) -> String {
        let link = std::fs::read_to_string(self.data.join("setup-link")).unwrap();
        link.trim().rsplit('#').next().unwrap().to_owned()
    }

    /// Asks it to stop, and waits.
    pub fn stop(mut self) -> ExitStatus {
        kill(Pid::from_raw(self.child.id() as i32), Signal::SIGTERM).unwrap();
        let status = self.child.wait().unwrap();
        for other in std::mem::take(&mut self.others) {
            assert!(other.stop().success());
        }
        status
    }

    /// The power fails.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        std::mem::take(&mut self.others).into_iter().for_each(Self::kill);
    }

    /// Sets up the first administrator, signed in.
    pub async fn administrator(&self) -> Client {
        let client = Client::new(&self.url);
        let answer = client
            .post(
                "/api/v1/setup",
                serde_json::json!({
                    "token": self.setup_token(), "username": "chief",
                    "full_name": "Dr. Chief", "password": PASSWORD,
                }),
            )
            .await;
        assert!(answer.status < 300, "{answer:?}");
        client.sign_in("chief", PASSWORD).await
    }

    /// A user of a role, signed in; named after the role.
    pub async fn user(&self, administrator: &Client, role: &str) -> Client {
        let answer = administrator
            .post(
                "/api/v1/users",
                serde_json::json!({
                    "username": role, "full_name": format!("The {role}"),
                    "role": role, "password": PASSWORD,
                }),
            )
            .await;
        assert_eq!(answer.status, 201, "{answer:?}");
        Client::new(&self.url).sign_in(role, PASSWORD).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already stopped servers answer with an error that says nothing new.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            eprintln!("— the server wrote —\n{}", self.printed());
        }
    }
}
