//! An installation carried to another folder and other engines, and what goes on there.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use engines::mariadb;
use engines::seaweedfs::SeaweedFs;
use kurrent_peer::Running;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::Client;
use crate::pictures;
use crate::server::{PASSWORD, Server, program, run_as};
use crate::servers::{lend_credentials, s3_url};

const SERVE: [&str; 5] = ["serve", "--metrics-listen", "off", "--listen", "127.0.0.1:0"];

/// Where an installation lies.
struct Place {
    data: PathBuf,
    /// What the program is told of its engines.
    engines: Vec<(&'static str, String)>,
    _servers: Option<(Running, Arc<SeaweedFs>)>,
}

impl Place {
    /// Everything in one folder.
    fn embedded(folder: &TempDir, name: &str) -> Self {
        let engines = vec![("event-log", "embedded".to_owned())];
        Self { data: folder.path().join(name), engines, _servers: None }
    }

    /// An empty KurrentDB, an empty schema and an empty bucket.
    async fn servers(folder: &TempDir, name: &str) -> Self {
        let events = folder.path().join(format!("{name}-events"));
        std::fs::create_dir(&events).unwrap();
        let log = Running::start(SocketAddr::from(([127, 0, 0, 1], 0)), &events);
        let store = tokio::task::spawn_blocking(SeaweedFs::shared).await.unwrap();
        let schema = mariadb::schema().await;
        let bucket = schema.rsplit('/').next().unwrap().to_owned();
        store.make_bucket(&bucket);
        let engines = vec![
            ("event-log", log.url()),
            ("state", schema.clone()),
            ("read-models", schema),
            ("blobs", s3_url(&format!("{bucket}/lab-1"), store.address())),
        ];
        Self { data: folder.path().join(name), engines, _servers: Some((log, store)) }
    }

    fn path(&self) -> &str {
        self.data.to_str().unwrap()
    }

    /// The options that name its engines, as those of the other side where it is that.
    fn options(&self, prefix: &str) -> Vec<String> {
        let option = |(name, url): &(&str, String)| [format!("--{prefix}{name}"), url.clone()];
        self.engines.iter().flat_map(option).collect()
    }

    async fn start(&self) -> Server {
        let options = self.options("");
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        let server = Server::spawn_as(lent(), &self.data, &options);
        server.until_ready().await;
        server
    }

    /// Runs the program on it.
    fn run(&self, arguments: &[&str]) -> Output {
        let options = [vec!["--data-dir".to_owned(), self.path().to_owned()], self.options("")];
        let options = options.concat();
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        run_as(lent(), &[arguments, &options].concat(), "")
    }

    fn verified(&self) -> Value {
        let mut found: Value =
            serde_json::from_str(&said(self.run(&["audit", "verify", "--json"]))).unwrap();
        found.as_object_mut().unwrap().remove("position");
        assert_eq!(found["fault"], Value::Null);
        found
    }

    fn transfer(&self, to: &Place) -> Command {
        let mut command = lent();
        command.args(["transfer", "--data-dir", self.path(), "--to", to.path()]);
        command.args(self.options("")).args(to.options("to-"));
        command
    }
}

fn lent() -> Command {
    let mut program = program();
    lend_credentials(&mut program);
    program
}

fn said(output: Output) -> String {
    assert!(output.status.success(), "{}", refusal(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn refusal(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A ward with two patients, one of whom was erased.
struct Ward {
    patient: String,
    erased: String,
    images: Vec<String>,
}

impl Ward {
    async fn open(server: &Server) -> Self {
        let chief = server.administrator().await;
        let technologist = server.user(&chief, "technologist").await;
        let hematologist = server.user(&chief, "hematologist").await;
        let patient = technologist.patient("T-1", "Ada Example").await;
        let erased = technologist.patient("T-2", "Grace Example").await;
        upload(&technologist, &erased, 100).await;
        let erase = format!("/api/v1/patients/{erased}/erase");
        chief.post(&erase, json!({ "password": PASSWORD })).await.ok();
        let mut images = Vec::new();
        for seed in 0..3 {
            images.push(upload(&technologist, &patient, seed).await);
        }
        let verdict = format!("/api/v1/images/{}/verdict", images[0]);
        hematologist.put(&verdict, json!({ "label": "basophil" })).await.ok();
        Self { patient, erased, images }
    }

    /// All that people see of it, without the log's own positions.
    async fn seen(&self, server: &Server) -> Value {
        let client = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
        let mut histories = Vec::new();
        for image in &self.images {
            let history = client.get(&format!("/api/v1/images/{image}/history")).await.ok();
            histories.push(history["items"].clone());
            let content = client.get(&format!("/api/v1/images/{image}/content")).await;
            let thumbnail = client.get(&format!("/api/v1/images/{image}/thumbnail")).await;
            assert_eq!((content.status, thumbnail.status), (200, 200));
            histories.push(json!([content.body.len(), thumbnail.body.len()]));
        }
        let mut seen = json!({
            "histories": histories,
            "images": client.get("/api/v1/images?sort=uploaded_at").await.ok(),
            "patients": client.get("/api/v1/patients").await.ok(),
            "patient": client.get(&format!("/api/v1/patients/{}", self.patient)).await.ok(),
            "erased": client.get("/api/v1/patients?q=Grace").await.ok()["total"],
            "their": client.get(&format!("/api/v1/patients/{}", self.erased)).await.status,
        });
        forget_positions(&mut seen);
        seen
    }

    /// Every image has one prediction, and so has a new one.
    async fn goes_on(&mut self, server: &Server, seed: u32) {
        let client = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
        self.images.push(upload(&client, &self.patient, seed).await);
        // Whatever would be done again has had its time.
        tokio::time::sleep(Duration::from_secs(2)).await;
        for image in &self.images {
            let history = client.get(&format!("/api/v1/images/{image}/history")).await.ok();
            let count = |kind: &str| {
                let items = history["items"].as_array().unwrap();
                items.iter().filter(|event| event["type"] == kind).count()
            };
            assert_eq!(count("PredictionRecorded"), 1, "{history:#}");
            assert_eq!(count("RenditionsAttached"), 1, "{history:#}");
        }
    }
}

fn forget_positions(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.remove("position");
            members.values_mut().for_each(forget_positions);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_positions),
        _ => {}
    }
}

/// Uploads a picture and waits for all that is made of it.
async fn upload(client: &Client, patient: &str, seed: u32) -> String {
    let answer = client.upload(patient, "blood-cell", &[pictures::file(seed)]).await.ok();
    let image = answer["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/images/{image}");
    client.until(&path, |image| image["predictions"][0].is_object()).await;
    for _ in 0..600 {
        if client.get(&format!("{path}/thumbnail")).await.status == 200 {
            return image;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no thumbnail");
}

/// Carries it over, and shows that everything is there and goes on.
async fn carries_over(ward: &mut Ward, from: &Place, to: &Place, seed: u32) {
    let server = from.start().await;
    let before = ward.seen(&server).await;
    let refused = from.transfer(to).output().unwrap();
    assert!(refusal(&refused).contains("is in use by another"), "{}", refusal(&refused));
    assert_eq!(before["erased"], 0, "{before:#}");
    assert!(server.stop().success());
    let whole = from.verified();

    let told = said(from.transfer(to).output().unwrap());
    assert!(told.contains("every chain whole (0 were there before)"), "{told}");
    assert!(told.contains("the queue classify at position"), "{told}");
    assert_eq!(to.verified(), whole, "as many events, streams and originals");
    for file in ["erasures", "installation.key"] {
        let read = |place: &Place| std::fs::read(place.data.join(file)).unwrap();
        assert_eq!(read(to), read(from), "{file}");
    }

    // Nobody works on the old side by mistake.
    let left = from.run(&SERVE);
    assert!(refusal(&left).contains("was transferred to"), "{}", refusal(&left));
    let again = from.transfer(to).output().unwrap();
    assert!(refusal(&again).contains("already"), "{}", refusal(&again));

    let server = to.start().await;
    assert_eq!(ward.seen(&server).await, before);
    ward.goes_on(&server, seed).await;
    assert!(server.stop().success());
    to.verified();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Place::embedded(&folder, "old"), Place::embedded(&folder, "new"));
    let server = old.start().await;
    let mut ward = Ward::open(&server).await;
    assert!(server.stop().success());
    carries_over(&mut ward, &old, &new, 7).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn to_servers_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (Place::embedded(&folder, "old"), Place::embedded(&folder, "new"));
    let between = Place::servers(&folder, "between").await;
    let server = old.start().await;
    let mut ward = Ward::open(&server).await;
    assert!(server.stop().success());
    carries_over(&mut ward, &old, &between, 7).await;
    carries_over(&mut ward, &between, &new, 8).await;
}

/// Starts a transfer and kills it so long after it has said this.
fn kill_at(mut transfer: Command, words: &str, after: Duration) {
    let mut child = transfer.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut said = Vec::new();
    let mut lines = lines.map_while(Result::ok).inspect(|line| said.push(line.clone()));
    let reached = lines.any(|line| line.starts_with(words));
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(reached, "{words} was not reached: {said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_anywhere_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let old = Place::embedded(&folder, "old");
    let server = old.start().await;
    let ward = Ward::open(&server).await;
    let before = ward.seen(&server).await;
    assert!(server.stop().success());
    let whole = old.verified();
    let stages = ["State", "Events", "Images", "Read models", "Chains and originals"];
    let (new, servers) =
        (Place::embedded(&folder, "new"), Place::servers(&folder, "servers").await);
    for new in [new, servers] {
        for (number, stage) in stages.iter().enumerate() {
            for after in [0, 15] {
                let after = Duration::from_millis(after);
                kill_at(old.transfer(&new), stage, after);
                if old.data.join("moved-to").exists() {
                    continue;
                }
                let half = new.run(&SERVE);
                let words = refusal(&half);
                assert!(words.contains("has not ended"), "{number}: {words}");
            }
        }
        let last = old.transfer(&new).output().unwrap();
        let done = last.status.success() || refusal(&last).contains("already");
        assert!(done, "{}", refusal(&last));
        assert_eq!(new.verified(), whole);
        let server = new.start().await;
        assert_eq!(ward.seen(&server).await, before);
        assert!(server.stop().success());
        // For the next: nobody uses that one.
        std::fs::remove_file(old.data.join("moved-to")).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_the_way_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let old = Place::embedded(&folder, "old");
    let server = old.start().await;
    server.administrator().await;
    assert!(server.stop().success());
    let refuses = |from: &Place, to: &Place, expected: &str| {
        let refused = from.transfer(to).output().unwrap();
        assert!(!refused.status.success(), "{expected}");
        assert!(refusal(&refused).contains(expected), "{expected}: {}", refusal(&refused));
    };

    let absent = Place::embedded(&folder, "absent");
    refuses(&absent, &Place::embedded(&folder, "new"), "holds no installation");
    assert!(!absent.data.exists() && !folder.path().join("new").exists());
    refuses(&old, &Place::embedded(&folder, "old/inside"), "lies in the old one");
    assert!(!folder.path().join("old/inside").exists());
    let full = Place::embedded(&folder, "full");
    std::fs::create_dir(&full.data).unwrap();
    std::fs::write(full.data.join("notes"), "mine").unwrap();
    refuses(&old, &full, "is not empty");

    // Another installation's log and another installation's images.
    let other = Place::servers(&folder, "other").await;
    let server = other.start().await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("O-1", "Olga Example").await;
    upload(&technologist, &patient, 1).await;
    assert!(server.stop().success());
    let engine = |name: &str| {
        let engines = other.engines.iter().filter(|(engine, _)| *engine == name);
        engines.cloned().collect::<Vec<_>>()
    };
    let mut taken = Place::embedded(&folder, "taken-log");
    taken.engines = engine("event-log");
    refuses(&old, &taken, "holds another event where number 1");
    let mut taken = Place::embedded(&folder, "taken-images");
    taken.engines = engine("blobs");
    refuses(&old, &taken, "which the old one does not");
    assert!(is_untouched(&old.data));
    let server = old.start().await;
    assert!(server.stop().success());
}

/// Nothing says that it was left.
fn is_untouched(data: &Path) -> bool {
    !data.join("moved-to").exists() && !data.join("transfer-unfinished").exists()
}
