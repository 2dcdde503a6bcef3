//! A function behind HTTP, in a process that holds no credentials: called, killed, misconfigured, and
//! its parked events replayed.

use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::Client;
use crate::pictures;
use crate::server::{self, Server, run};
use crate::shared::Installation;

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const OTHER: &str = "whsec_FxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA";

/// An address for a function, and what its callers are told of it.
struct Called {
    folder: TempDir,
    address: String,
}

/// A function's process, ended with the test.
struct Function(Child);

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Called {
    fn new() -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        let called = Self { folder: tempfile::tempdir().unwrap(), address };
        std::fs::write(called.path("secret"), SECRET).unwrap();
        std::fs::write(called.path("other"), OTHER).unwrap();
        called
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The file of `--dispatch`.
    fn dispatch(&self) -> PathBuf {
        let file = self.path("dispatch.toml");
        let (address, secret) = (&self.address, self.path("secret"));
        let text = format!(
            r#"
            [[function]]
            name = "classify"
            version = "1"
            url = "http://{address}/"
            triggers = ["ImageUploaded", "ImageRestored"]
            outcomes = ["RecordPrediction", "FailPrediction"]
            secret_file = {secret:?}
            "#
        );
        std::fs::write(&file, text).unwrap();
        file
    }

    /// Starts the function with nothing in its environment, and waits until it is warm.
    async fn serve(&self, secret: &str) -> Function {
        self.serve_with(secret, &[]).await
    }

    async fn serve_with(&self, secret: &str, more: &[&str]) -> Function {
        let secret = self.path(secret);
        let mut program = server::program();
        program.env_clear().args(["function", "serve", "classify", "--metrics-listen", "off"]);
        program.args(["--listen", &self.address, "--secret-file", secret.to_str().unwrap()]);
        program.args(more);
        let child = program.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        let function = Function(child);
        let client = Client::new(&format!("http://{}", self.address));
        let since = Instant::now();
        loop {
            let answer = client.try_send(client.request("GET", "/readyz")).await;
            if answer.is_some_and(|answer| answer.status == 200) {
                return function;
            }
            assert!(since.elapsed() < Duration::from_secs(120), "the function is not ready");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// An installation that calls its classify function, in three processes.
struct House {
    _processes: [Server; 2],
    dispatcher: Server,
    chief: Client,
    technologist: Client,
    patient: String,
    _engines: Installation,
}

impl House {
    async fn new(dispatch: &Path) -> Self {
        let engines = Installation::new().await;
        let folding = engines.start("first", "projections").await;
        let web = engines.start("web", "web").await;
        let words = ["serve", "--roles", "dispatch", "--dispatch", dispatch.to_str().unwrap()];
        let dispatcher = engines.start_as("dispatcher", &words).await;
        let chief = web.administrator().await;
        let technologist = web.user(&chief, "technologist").await;
        let patient = technologist.patient("R-0001", "Grace Example").await;
        let processes = [folding, web];
        Self { _processes: processes, dispatcher, chief, technologist, patient, _engines: engines }
    }

    async fn upload(&self, seeds: std::ops::Range<u32>) -> Vec<String> {
        let files: Vec<_> = seeds.map(pictures::file).collect();
        let uploaded = self.technologist.upload(&self.patient, "blood-cell", &files).await.ok();
        let items = uploaded["items"].as_array().unwrap();
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    async fn image(&self, image: &str) -> Value {
        let path = format!("/api/v1/images/{image}");
        self.technologist.until(&path, |image| image["id"].is_string()).await
    }

    /// Waits until each image has a prediction, and says that none has two.
    async fn predicted_once(&self, images: &[String]) {
        for image in images {
            let path = format!("/api/v1/images/{image}");
            let wanted = |image: &Value| image["predictions"][0].is_object();
            let image = self.technologist.until(&path, wanted).await;
            assert_eq!(image["predictions"].as_array().unwrap().len(), 1, "{image:#}");
        }
    }

    /// What is parked for classify.
    async fn parked(&self) -> Vec<Value> {
        let operations = self.chief.get("/api/v1/operations").await.ok();
        let queues = operations["functions"].as_array().unwrap();
        let queue = queues.iter().find(|queue| queue["name"] == "classify");
        queue.map_or(vec![], |queue| queue["parked"].as_array().unwrap().clone())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_without_credentials_predicts_each_image_once_whatever_happens_to_it() {
    let called = Called::new();
    let house = House::new(&called.dispatch()).await;
    let function = called.serve("secret").await;
    let environment = std::fs::read(format!("/proc/{}/environ", function.0.id())).unwrap();
    assert_eq!(environment, b"", "it holds nothing");
    let first = house.upload(1..5).await;
    house.predicted_once(&first).await;

    // Killed; what comes meanwhile waits, and is predicted when it is back.
    drop(function);
    let second = house.upload(5..9).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(house.image(&second[0]).await["predictions"], json!([]));
    assert_eq!(house.parked().await, [] as [Value; 0]);
    let function = called.serve("secret").await;
    house.predicted_once(&second).await;

    // With another secret it believes nobody. That is told, and nothing is given up.
    drop(function);
    let stranger = called.serve("other").await;
    let third = house.upload(9..11).await;
    let since = Instant::now();
    while !house.dispatcher.printed().contains("not set up as the dispatcher is") {
        assert!(since.elapsed() < Duration::from_secs(60), "{}", house.dispatcher.printed());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(house.parked().await, [] as [Value; 0]);
    drop(stranger);
    let _function = called.serve("secret").await;
    house.predicted_once(&[first, second, third].concat()).await;
    assert_eq!(house.parked().await, [] as [Value; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_function_gave_up_is_told_and_replayed() {
    let called = Called::new();
    let house = House::new(&called.dispatch()).await;
    let listener = tokio::net::TcpListener::bind(&called.address).await.unwrap();
    let problem = json!({ "status": 422, "title": "No.", "detail": "the stain is upside down" });
    let refuse =
        post(move || async move { (StatusCode::UNPROCESSABLE_ENTITY, problem.to_string()) });
    let broken = tokio::spawn(async move {
        axum::serve(listener, Router::new().route("/", refuse)).await.unwrap();
    });
    let images = house.upload(1..2).await;
    let since = Instant::now();
    let parked = loop {
        match &house.parked().await[..] {
            [parked] => break parked.clone(),
            _ => assert!(since.elapsed() < Duration::from_secs(60), "nothing is parked"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(parked["reason"].as_str().unwrap().contains("upside down"), "{parked:#}");

    // A function that does better is there now, and a person sends the event again.
    broken.abort();
    let _ = broken.await;
    let _function = called.serve("secret").await;
    let path = format!("/api/v1/operations/parked/{}/replay", parked["id"].as_str().unwrap());
    assert_eq!(house.chief.post(&path, Value::Null).await.ok()["functions"], 1);
    house.predicted_once(&images).await;
    assert_eq!(house.parked().await, [] as [Value; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_nobody_calls_ends_well_and_so_does_one_that_is_told_to() {
    let called = Called::new();
    let mut idle = called.serve_with("secret", &["--max-idle", "1s"]).await;
    let ended = tokio::task::spawn_blocking(move || idle.0.wait().unwrap());
    let ended = tokio::time::timeout(Duration::from_secs(30), ended).await;
    assert_eq!(ended.unwrap().unwrap().code(), Some(0));

    let mut told = called.serve("secret").await;
    kill(Pid::from_raw(told.0.id() as i32), Signal::SIGTERM).unwrap();
    let ended = tokio::task::spawn_blocking(move || told.0.wait().unwrap());
    let ended = tokio::time::timeout(Duration::from_secs(30), ended).await;
    assert_eq!(ended.unwrap().unwrap().code(), Some(0));
}

#[test]
fn what_cannot_be_called_or_served_is_refused_with_what_to_do() {
    let called = Called::new();
    let dispatch = called.dispatch();
    let dispatch = dispatch.to_str().unwrap();
    let data = called.path("data");
    let data = ["--data-dir", data.to_str().unwrap(), "--metrics-listen", "off"];
    let secret = called.path("secret");
    let all = "web,projections,functions,dispatch";
    let few = ["--functions", "renditions,backfill"];
    for (arguments, words) in [
        (vec!["function", "serve", "renditions"], "function run"),
        (vec!["function", "serve", "classify", "--listen", "0.0.0.0:0"], "--secret-file"),
        (
            vec![
                "function",
                "serve",
                "classify",
                "--listen",
                "0.0.0.0:0",
                "--secret-file",
                secret.to_str().unwrap(),
            ],
            "--allow-plain-http",
        ),
        (vec!["function", "serve", "classify", "--secret-file", dispatch], "whsec_"),
        ([&data[..], &["--roles", all]].concat(), "--dispatch"),
        ([&data[..], &["--dispatch", dispatch]].concat(), "--roles"),
        ([&data[..], &["--roles", all, "--dispatch", dispatch]].concat(), "--functions"),
        ([&data[..], &["--roles", all, "--dispatch", dispatch], &few].concat(), "S3-compatible"),
    ] {
        let output = run(&arguments, "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert!(!said.contains("AAECAwQF"), "no secret is shown: {said}");
    }
}
