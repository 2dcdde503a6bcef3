//! Afterwards: what was acknowledged is there, once, and a rebuild shows the same.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use super::work::Done;
use crate::client::Client;
use crate::kill::everything;
use crate::server::{self, PASSWORD, Server, run_as, stdout};
use crate::servers::lend_credentials;

/// The whole proof.
pub async fn all_is_there_once(server: Server, data: &Path, options: &[String], done: Done) {
    assert!(done.wrong.is_empty(), "answers that help nobody: {:#?}", done.wrong);
    assert!(done.images.len() > 20 && done.verdicts.len() > 5, "too little was done");
    let technologist = Client::new(&server.url).sign_in("technologist", PASSWORD).await;
    for image in &done.images {
        let path = format!("/api/v1/images/{image}");
        let made =
            |seen: &Value| seen["predictions"][0].is_object() && seen["renditions"].is_object();
        technologist.until(&path, made).await;
    }
    let run = |arguments: &[&str]| {
        let mut program = server::program();
        lend_credentials(&mut program);
        let data = ["--data-dir", data.to_str().unwrap()];
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        stdout(run_as(program, &[arguments, &data, &options].concat(), ""))
    };
    is_there_once(&run(&["audit", "export"]), &done);
    nothing_waits(&server).await;
    let live = everything(&technologist).await;
    run(&["audit", "verify"]);
    assert_eq!(server.stop().code(), Some(0));
    run(&["projections", "rebuild"]);
    let server = super::start(data, options).await;
    let rebuilt = everything(&technologist.at(&server.url)).await;
    assert_eq!(live, rebuilt, "a rebuild shows the same");
}

/// Every event that must be there is, once.
fn is_there_once(export: &str, done: &Done) {
    let mut events: HashMap<(String, String), u32> = HashMap::new();
    for line in export.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        *events.entry((text("stream"), text("type"))).or_default() += 1;
    }
    let times = |stream: &str, id: &str, kind: &str| {
        let key = (format!("{stream}-{id}"), kind.to_owned());
        events.get(&key).copied().unwrap_or_default()
    };
    for patient in &done.patients {
        assert_eq!(times("patient", patient, "PatientRegistered"), 1, "patient {patient}");
    }
    for image in &done.images {
        for kind in ["ImageUploaded", "PredictionRecorded", "RenditionsAttached"] {
            assert_eq!(times("image", image, kind), 1, "{kind} of {image}");
        }
    }
    for image in &done.verdicts {
        assert_eq!(times("image", image, "FinalVerdictRecorded"), 1, "verdict on {image}");
    }
    let of = |kind: &str| events.keys().filter(|(_, found)| found == kind).count();
    assert_eq!(of("PatientRegistered"), done.patients.len(), "nobody registered twice");
    assert_eq!(of("ImageUploaded"), done.images.len(), "no image twice");
}

/// Nothing is put aside, and nobody is behind.
async fn nothing_waits(server: &Server) {
    let chief = Client::new(&server.url).sign_in("chief", PASSWORD).await;
    let caught_up = |seen: &Value| {
        let functions = seen["functions"].as_array().unwrap();
        let idle = functions.iter().all(|one| one["in_flight"] == 0);
        let models = seen["projections"]["read_models"].as_array().unwrap();
        idle && models.iter().all(|one| one["lag"] == 0)
    };
    let seen = chief.until("/api/v1/operations", caught_up).await;
    for function in seen["functions"].as_array().unwrap() {
        assert_eq!(function["parked"], serde_json::json!([]), "{function:#}");
    }
    assert_eq!(seen["projections"]["stopped"], Value::Null, "{seen:#}");
}
