//! `serve --demo`: one command from nothing to a product that can be looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::client::Client;
use crate::server::{Server, program, run, stdout};

const CELLS: &str = "blood-cell-hrnet-w18-small";

/// A folder with the model of cells alone, whichever ship: so fields are read without one.
fn models(data: &Path) -> PathBuf {
    let folder = data.with_extension("models");
    std::fs::create_dir_all(&folder).unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(CELLS);
    symlink(shipped, folder.join(CELLS)).unwrap();
    folder
}

/// A demonstration that is filled and ready.
async fn demonstration(data: &Path) -> Server {
    let server = Server::spawn(data, &["--demo", "--models", models(data).to_str().unwrap()]);
    server.until_ready().await;
    server
}

/// User names with the passwords that were printed.
async fn passwords(server: &Server) -> BTreeMap<String, (String, String)> {
    let mut all = BTreeMap::new();
    for (line, role) in [
        ("admin         admin", "admin"),
        ("technologist  technologist", "technologist"),
        ("hematologist  hematologist", "hematologist"),
        ("hematologist  colleague", "hematologist"),
        ("auditor       auditor", "auditor"),
    ] {
        let password = server.said(&format!("  {line} ")).await;
        let password = password.split_whitespace().next().unwrap().to_owned();
        let username = line.split_whitespace().last().unwrap().to_owned();
        all.insert(username, (role.to_owned(), password));
    }
    all
}

async fn items(client: &Client, path: &str) -> Vec<Value> {
    client.get(path).await.ok()["items"].as_array().unwrap().clone()
}

/// What there is in words that do not change with the clock.
async fn contents(client: &Client) -> BTreeSet<String> {
    let image = |image: &Value| {
        let word = |name: &str| image[name].as_str().unwrap_or("–").to_owned();
        let verdict = image["verdict"]["label"].as_str().unwrap_or("–");
        let voided = image["status"].as_str().unwrap_or("–");
        [&word("id"), &word("sha256"), &word("accession"), &word("file_name"), verdict, voided]
            .join(" ")
    };
    items(client, "/api/v1/images?limit=200").await.iter().map(image).collect()
}

#[tokio::test]
async fn an_empty_folder_becomes_a_laboratory_that_everybody_can_look_at() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = demonstration(&data).await;
    let passwords = passwords(&server).await;
    let mut people = BTreeMap::new();
    for (username, (role, password)) in &passwords {
        let client = Client::new(&server.url).sign_in(username, password).await;
        assert_eq!(client.get("/api/v1/me").await.ok()["role"], role.as_str(), "{username}");
        people.insert(username.as_str(), client);
    }
    let reader = &people["hematologist"];

    let patients = items(reader, "/api/v1/patients?limit=100").await;
    assert_eq!(patients.len(), 8);
    for patient in &patients {
        assert!(patient["number"].as_str().unwrap().starts_with("DEMO-"), "{patient:#}");
        assert!(patient["name"].as_str().unwrap().ends_with(" Example"), "{patient:#}");
    }

    let images = items(reader, "/api/v1/images?limit=200").await;
    let of_panel = |panel: &str| images.iter().filter(|image| image["panel"] == panel).count();
    // Of seven patients four fields each, and what nobody should read; one of those was voided.
    assert_eq!(of_panel("blood-disease"), 7 * 4 + 6 + 2 - 1);
    assert!(of_panel("blood-cell") >= 12, "{}", of_panel("blood-cell"));
    let patients_with_fields: BTreeSet<&str> = images
        .iter()
        .filter(|image| image["panel"] == "blood-disease")
        .map(|image| image["patient_number"].as_str().unwrap())
        .collect();
    assert_eq!(patients_with_fields.len(), 8, "one of each class, and one of none");

    let cases = items(reader, "/api/v1/cases?limit=100").await;
    let case = |accession: &str| {
        let found = cases.iter().find(|case| case["accession"] == accession);
        found.unwrap_or_else(|| panic!("no {accession}"))
    };
    assert_eq!(case("DEMO-C01")["conclusion"]["status"], "final", "{:#}", case("DEMO-C01"));
    assert_eq!(case("DEMO-C11")["conclusion"]["status"], "preliminary");
    assert_eq!(case("DEMO-C11")["alarm"]["state"], "notified", "{:#}", case("DEMO-C11"));
    assert_eq!(case("DEMO-C12")["alarm"]["state"], "declared", "{:#}", case("DEMO-C12"));
    assert!(case("DEMO-C09")["claim"].is_object(), "{:#}", case("DEMO-C09"));
    assert!(cases.iter().all(|case| case["accession"] != "DEMO-C05"), "it was withdrawn");

    let modes: BTreeSet<&str> = images
        .iter()
        .flat_map(|image| image["readings"].as_array().unwrap())
        .map(|reading| reading["mode"].as_str().unwrap())
        .collect();
    assert_eq!(modes, BTreeSet::from(["aided", "unaided"]));
    let disagrees = |image: &&Value| {
        let (said, read) = (&image["predictions"][0]["label"], &image["verdict"]["label"]);
        said.is_string() && read.is_string() && said != read
    };
    assert!(
        images.iter().any(|image| disagrees(&image)),
        "the model knows photographs, not drawings"
    );
    let amended = images.iter().find(|image| image["readings"].as_array().unwrap().len() == 2);
    assert_eq!(amended.unwrap()["verdict"]["label"], "thalassemia_minor");

    let told = Client::new(&server.url).get("/healthz").await.ok();
    assert_eq!(told["demonstration"], true);

    assert!(server.stop().success());
    stdout(run(&["audit", "verify", "--data-dir", data.to_str().unwrap()], ""));
}

#[tokio::test]
async fn it_stays_a_demonstration_and_is_filled_once() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = demonstration(&data).await;
    let (_, password) = passwords(&server).await["hematologist"].clone();
    let reader = Client::new(&server.url).sign_in("hematologist", &password).await;
    let before = contents(&reader).await;
    assert!(server.stop().success());

    // Without the option too: the mark is in the log.
    for more in [&["--demo"][..], &[]] {
        let server = Server::spawn(&data, more);
        server.until_ready().await;
        let told = Client::new(&server.url).get("/healthz").await.ok();
        assert_eq!(told["demonstration"], true, "{more:?}");
        let reader = Client::new(&server.url).sign_in("hematologist", &password).await;
        assert_eq!(contents(&reader).await, before, "{more:?}");
        assert!(server.stop().success());
    }

    // Another one is the same, but for its passwords.
    let other = demonstration(&folder.path().join("other")).await;
    let (_, another) = passwords(&other).await["hematologist"].clone();
    assert_ne!(another, password);
    let reader = Client::new(&other.url).sign_in("hematologist", &another).await;
    assert_eq!(contents(&reader).await, before);
}

#[tokio::test]
async fn filling_that_was_broken_off_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut program = program();
    program.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--metrics-listen", "off"]);
    let mut child = program.arg("--data-dir").arg(&data).spawn().unwrap();
    let blobs = data.join("blobs/patient");
    while std::fs::read_dir(&blobs).map_or(0, Iterator::count) < 2 {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let server = demonstration(&data).await;
    let passwords = passwords(&server).await;
    let (_, password) = &passwords["auditor"];
    Client::new(&server.url).sign_in("auditor", password).await;
    let (_, password) = &passwords["hematologist"];
    let reader = Client::new(&server.url).sign_in("hematologist", password).await;
    assert_eq!(items(&reader, "/api/v1/patients?limit=100").await.len(), 8);
    let fields = items(&reader, "/api/v1/images?panel=blood-disease&limit=200").await;
    assert_eq!(fields.len(), 35);
    assert!(server.stop().success());
    stdout(run(&["audit", "verify", "--data-dir", data.to_str().unwrap()], ""));
}

#[tokio::test]
async fn what_is_somebodys_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = Server::start(&data).await;
    server.administrator().await;
    let told = Client::new(&server.url).get("/healthz").await.ok();
    assert_eq!(told["demonstration"], false);
    assert!(server.stop().success());

    let words = ["serve", "--demo", "--listen", "127.0.0.1:0", "--metrics-listen", "off"];
    let refused = run(&[&words[..], &["--data-dir", data.to_str().unwrap()]].concat(), "");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("an empty one only") && said.contains("nothing was changed"), "{said}");
}

#[test]
fn it_is_for_this_machine_only() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    for (more, why) in [
        (&["--listen", "0.0.0.0:0", "--allow-plain-http"][..], "an address of this machine"),
        (&["--public-url", "https://smears.example.org"], "without --public-url"),
        (&["--blobs", "s3://smears?region=eu-west-1"], "everything in its data directory"),
    ] {
        let words = ["serve", "--demo", "--metrics-listen", "off", "--data-dir"];
        let output = run(&[&words[..], &[data.to_str().unwrap()], more].concat(), "");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
        assert!(!data.exists(), "{more:?} left something behind");
    }
}
