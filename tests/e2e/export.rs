//! `audit export`: everything, opened, whole and on record.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::server::{PASSWORD, Server, run, stdout};

fn export(data: &Path, more: &[&str]) -> String {
    let arguments = [&["audit", "export", "--data-dir", data.to_str().unwrap()], more].concat();
    stdout(run(&arguments, ""))
}

/// The events of an export; none when a line of it is missing.
fn whole(export: &str) -> Option<Vec<Value>> {
    let lines: Vec<&str> = export.split_inclusive('\n').collect();
    let (last, lines) = lines.split_last()?;
    let end: Value = serde_json::from_str(last).ok()?;
    let digest: String =
        Sha256::digest(lines.concat()).iter().map(|byte| format!("{byte:02x}")).collect();
    let counted = end["events"] == lines.len() && end["sha256"] == digest.as_str();
    counted.then(|| lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_export_beside_a_running_server_is_whole_ordered_and_on_record() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data")).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("P-0001", "Grace Example").await;
    let other = technologist.patient("P-0002", "Emmy Example").await;
    let data = server.data.clone();

    let text = export(&data, &[]);
    let events = whole(&text).expect("the last line is right");
    let positions: Vec<u64> = events.iter().map(|e| e["position"].as_u64().unwrap()).collect();
    assert!(positions.is_sorted() && positions.len() > 10, "{positions:?}");
    assert_eq!(types(&events).last(), Some(&"RecordsExported"), "the export itself");
    let registered: Vec<&Value> =
        events.iter().filter(|event| event["type"] == "PatientRegistered").collect();
    assert_eq!(registered[0]["data"]["name"], "Grace Example");
    assert_eq!(registered[0]["actor"]["kind"], "person");
    assert_eq!(registered[0]["stream"], format!("patient-{patient}"));
    assert_eq!(registered[0]["hash"].as_str().unwrap().len(), 64);
    let (cut, _) = text.trim_end().rsplit_once('\n').unwrap();
    assert!(whole(cut).is_none(), "without its last line");
    let shorter: Vec<&str> = text.split_inclusive('\n').skip(1).collect();
    assert!(whole(&shorter.concat()).is_none(), "without its first line");

    let own = whole(&export(&data, &["--patient", &patient])).unwrap();
    assert_eq!(types(&own), ["PatientRegistered"]);
    let moment = registered[1]["recorded_at"].as_str().unwrap();
    let before = whole(&export(&data, &["--to", moment])).unwrap();
    let since = whole(&export(&data, &["--from", moment])).unwrap();
    let of = |events: &[Value], id: &str| events.iter().any(|e| e["data"]["patient"] == id);
    assert!(of(&before, &patient) && !of(&before, &other));
    assert!(of(&since, &other) && !since.iter().any(|e| e["data"]["name"] == "Grace Example"));

    let record = chief.get("/api/v1/access?kind=exported").await.ok();
    let patients: Vec<&Value> =
        record["items"].as_array().unwrap().iter().map(|line| &line["patient_id"]).collect();
    assert_eq!(patients, [&Value::Null, &Value::Null, &json!(patient), &Value::Null]);
}

#[tokio::test]
async fn an_export_without_a_server_goes_to_a_file_for_its_owner_and_over_none() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&folder.path().join("data")).await;
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let patient = technologist.patient("P-0001", "Grace Example").await;
    let erase = json!({ "password": PASSWORD });
    let erased = chief.post(&format!("/api/v1/patients/{patient}/erase"), erase).await;
    assert!(erased.status < 300, "{erased:?}");
    let data = server.data.clone();
    server.stop();

    let file = folder.path().join("export.jsonl");
    let out = ["--out", file.to_str().unwrap()];
    assert_eq!(export(&data, &out), "");
    let text = std::fs::read_to_string(&file).unwrap();
    let events = whole(&text).unwrap();
    let registered = events.iter().find(|e| e["type"] == "PatientRegistered").unwrap();
    assert_eq!(registered["data"]["name"], "erased");
    assert!(!text.contains("Grace Example"));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);

    let arguments = ["audit", "export", "--data-dir", data.to_str().unwrap(), out[0], out[1]];
    let again = run(&arguments, "");
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "what was there stays");
    let nowhere = folder.path().join("nowhere");
    let none = run(&["audit", "export", "--data-dir", nowhere.to_str().unwrap()], "");
    assert_eq!((none.status.code(), nowhere.exists()), (Some(1), false));
    let audit = run(&["audit", "verify", "--data-dir", data.to_str().unwrap()], "");
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stderr));
}
