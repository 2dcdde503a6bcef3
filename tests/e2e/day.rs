//! The main job: upload, prediction, verdict, replay.

use std::process::Output;

use image::ImageFormat;
use kurrent_peer::Running;
use serde_json::{Value, json};

use crate::client::Client;
use crate::pictures;
use crate::server::{Server, run, stdout};
use crate::servers::log_folder;

/// A house with one user of each role.
struct House {
    _folder: tempfile::TempDir,
    /// Where the event log is, when it is not where all are.
    log: Vec<String>,
    server: Server,
    chief: Client,
    technologist: Client,
    hematologist: Client,
    auditor: Client,
}

impl House {
    async fn open() -> Self {
        Self::over(&[]).await
    }

    async fn over(log: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let server = Server::spawn(&folder.path().join("data"), log);
        server.until_ready().await;
        let chief = server.administrator().await;
        let technologist = server.user(&chief, "technologist").await;
        let hematologist = server.user(&chief, "hematologist").await;
        let auditor = server.user(&chief, "auditor").await;
        Self {
            _folder: folder,
            log: log.iter().map(|&word| word.to_owned()).collect(),
            server,
            chief,
            technologist,
            hematologist,
            auditor,
        }
    }

    async fn predicted(&self, image: &str) -> Value {
        let path = format!("/api/v1/images/{image}");
        self.technologist.until(&path, |image| image["predictions"][0].is_object()).await
    }

    /// Runs the program on this house.
    fn run(&self, arguments: &[&str]) -> Output {
        let data = ["--data-dir", self.server.data.to_str().unwrap()];
        let log: Vec<&str> = self.log.iter().map(String::as_str).collect();
        run(&[arguments, &data, &log].concat(), "")
    }
}

fn id(item: &Value) -> String {
    item["id"].as_str().unwrap_or_else(|| panic!("no id: {item}")).to_owned()
}

#[tokio::test]
async fn a_day_from_upload_to_replay() {
    a_day(House::open().await).await;
}

#[tokio::test]
async fn a_day_with_the_event_log_on_kurrentdb() {
    let events = tempfile::tempdir().unwrap();
    let peer = Running::start("127.0.0.1:0".parse().unwrap(), events.path());
    a_day(House::over(&["--event-log", &peer.url()]).await).await;
}

async fn a_day(house: House) {
    let patient = house.technologist.patient("P-0001", "Grace Example").await;

    let good = pictures::file(1);
    let png = ("cell.png".to_owned(), pictures::encoded(&pictures::cell(2), ImageFormat::Png));
    let cut = ("cut.jpg".to_owned(), good.1[..good.1.len() / 2].to_vec());
    let text = ("notes.jpg".to_owned(), b"no picture at all".to_vec());
    let empty = ("empty.jpg".to_owned(), Vec::new());
    let files = [good.clone(), cut, text, png, empty, ("again.jpg".to_owned(), good.1.clone())];
    let answer = house.technologist.upload(&patient, "blood-cell", &files).await.ok();
    let items = answer["items"].as_array().unwrap();
    let statuses: Vec<_> = items.iter().map(|item| item["status"].as_str().unwrap()).collect();
    assert_eq!(
        statuses,
        ["accepted", "refused", "refused", "accepted", "refused", "duplicate"],
        "{answer:#}"
    );
    assert!(items[1]["problem"].as_str().unwrap().len() > 10, "{answer:#}");
    let image = id(&items[0]);
    assert_eq!(image, id(&items[5]), "the same bytes are the same image");

    let predicted = house.predicted(&image).await;
    let prediction = &predicted["predictions"][0];
    let sum: f64 = prediction["probabilities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|label| label["p"].as_f64().unwrap())
        .sum();
    assert!((sum - 1.0).abs() < 1e-6, "{prediction:#}");
    assert!(prediction.to_string().contains("research use only"), "{prediction:#}");

    let verdict = json!({ "label": "basophil", "comment": "Granules over the nucleus." });
    let path = format!("/api/v1/images/{image}/verdict");
    assert_eq!(house.technologist.put(&path, verdict.clone()).await.status, 403);
    let recorded = house.hematologist.put(&path, verdict).await;
    assert!(recorded.status < 300, "{recorded:?}");
    let after = recorded.position.clone().unwrap();
    let seen = house.hematologist.get(&format!("/api/v1/images/{image}?after={after}")).await.ok();
    assert_eq!(seen["verdict"]["label"], "basophil", "{seen:#}");
    assert_eq!(seen["verdict"]["basis"], "single_reader");

    let no_reason = house.hematologist.put(&path, json!({ "label": "neutrophil" })).await;
    assert!((400..500).contains(&no_reason.status), "amending needs a reason: {no_reason:?}");
    let amended = json!({ "label": "neutrophil", "reason": "Second look at full zoom." });
    assert!(house.hematologist.put(&path, amended).await.status < 300);

    let history = house.auditor.get(&format!("/api/v1/images/{image}/history")).await.ok();
    let items = history["items"].as_array().unwrap_or_else(|| panic!("{history:#}"));
    let types: Vec<_> = items.iter().map(|item| item["type"].as_str().unwrap()).collect();
    for wanted in ["ImageUploaded", "RenditionsAttached", "PredictionRecorded", "ReadingRecorded"] {
        assert!(types.contains(&wanted), "{types:?}");
    }
    assert_eq!(types.first(), Some(&"ImageUploaded"));
    assert_eq!(types.last(), Some(&"FinalVerdictAmended"));

    let before = house.auditor.get(&format!("/api/v1/images/{image}?as_of={after}")).await.ok();
    assert_eq!(before["verdict"]["label"], "basophil", "as it was before the amendment");

    let replay = stdout(house.run(&["replay", "image", &image]));
    assert!(replay.contains("“Neutrophil”") && replay.contains("“Basophil”"), "{replay}");
    let json = stdout(house.run(&["replay", "image", &image, "--json"]));
    serde_json::from_str::<Value>(&json).unwrap();
    let audit = house.run(&["audit", "verify"]);
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stderr));
}

#[tokio::test]
async fn renditions_are_served_and_a_panel_without_a_model_leaves_images_to_the_reader() {
    let house = House::open().await;
    let patient = house.technologist.patient("P-0002", "Emmy Example").await;
    let field = pictures::encoded(&pictures::sized(7, 2_100, 1_500), ImageFormat::Jpeg);
    let files = [("field.jpg".to_owned(), field.clone())];
    let answer = house.technologist.upload(&patient, "blood-disease", &files).await.ok();
    let image = id(&answer["items"][0]);
    for rendition in ["thumbnail", "preview", "tiles/0/0_0"] {
        let path = format!("/api/v1/images/{image}/{rendition}");
        let since = std::time::Instant::now();
        let bytes = loop {
            let answer = house.hematologist.get(&path).await;
            if answer.status == 200 {
                break answer.body;
            }
            assert!(since.elapsed().as_secs() < 60, "{path}: {}", answer.text());
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        };
        image::load_from_memory(&bytes).unwrap();
    }
    let original = house.hematologist.get(&format!("/api/v1/images/{image}/content")).await;
    assert_eq!(original.body, field, "the original comes back byte for byte");

    let waiting =
        house.hematologist.get("/api/v1/images?panel=blood-disease&status=unverified").await.ok();
    assert_eq!(waiting["items"][0]["id"], json!(image));
    assert_eq!(waiting["items"][0]["predictions"], json!([]));
    let verdict = house
        .hematologist
        .put(&format!("/api/v1/images/{image}/verdict"), json!({ "label": "normal" }))
        .await;
    assert!(verdict.status < 300, "review works without a model: {verdict:?}");
}

#[tokio::test]
async fn a_model_activated_later_fills_in_what_was_missed() {
    let house = House::open().await;
    let models = house.chief.get("/api/v1/models").await.ok();
    let model = &models["items"][0];
    assert_eq!(model["panel"], "blood-cell", "{models:#}");
    assert!(model.to_string().contains("research use only"), "{model:#}");
    let patient = house.technologist.patient("P-0003", "Lise Example").await;
    let files: Vec<_> = (20..25).map(pictures::file).collect();
    let answer = house.technologist.upload(&patient, "blood-cell", &files).await.ok();
    let images: Vec<_> = answer["items"].as_array().unwrap().iter().map(id).collect();
    for image in &images {
        house.predicted(image).await;
    }
    let backfill = format!("/api/v1/models/{}/backfill", id(model));
    assert_eq!(house.technologist.post(&backfill, json!({})).await.status, 403);
    let asked = house.chief.post(&backfill, json!({})).await;
    assert!(asked.status < 300, "{asked:?}");
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    for image in &images {
        let seen = house.predicted(image).await;
        assert_eq!(seen["predictions"].as_array().unwrap().len(), 1, "one of each pack: {seen:#}");
    }
}

#[tokio::test]
async fn what_was_changed_behind_the_log_is_found() {
    let house = House::open().await;
    let patient = house.technologist.patient("P-0004", "Hedy Example").await;
    let answer = house.technologist.upload(&patient, "blood-cell", &[pictures::file(3)]).await.ok();
    let item = &answer["items"][0];
    house.predicted(&id(item)).await;
    let data = house.server.data.clone();
    assert_eq!(house.server.stop().code(), Some(0));
    let verify = || run(&["audit", "verify", "--data-dir", data.to_str().unwrap()], "");
    assert!(verify().status.success(), "{}", String::from_utf8_lossy(&verify().stderr));

    let sha256 = item["sha256"].as_str().unwrap();
    let blob = data.join("blobs").join("patient").join(&patient).join(sha256);
    let mut bytes = std::fs::read(&blob).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&blob, bytes).unwrap();
    let found = verify();
    assert_eq!(found.status.code(), Some(1));
    let said = String::from_utf8_lossy(&found.stdout) + String::from_utf8_lossy(&found.stderr);
    assert!(said.contains(sha256), "{said}");
}

#[tokio::test]
async fn the_log_holds_no_personal_data() {
    let house = House::open().await;
    let patient = house.technologist.patient("SECRETNUMBER-77", "Secretia Namesake").await;
    let mut file = pictures::file(5);
    file.0 = "Secretfile-Namesake.jpg".to_owned();
    let answer = house.technologist.upload(&patient, "blood-cell", &[file]).await.ok();
    house.predicted(&id(&answer["items"][0])).await;
    let verdict = json!({ "label": "other", "comment": "Secretcomment about her." });
    let path = format!("/api/v1/images/{}/verdict", id(&answer["items"][0]));
    assert!(house.hematologist.put(&path, verdict).await.status < 300);
    let data = house.server.data.clone();
    house.server.stop();
    let log = log_folder(&data);
    assert!(log.join("events.db").exists(), "there is something to search");
    for file in [log.join("events.db"), log.join("events.db-wal"), data.join("state.db")] {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        for secret in ["SECRETNUMBER", "Secretia", "Secretfile", "Secretcomment"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{secret} stands in {}", file.display());
        }
    }
}
