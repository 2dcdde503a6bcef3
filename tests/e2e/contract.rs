//! The running product held against its own OpenAPI document by Schemathesis, a client made from that
//! document: every route, requests that fit it and requests that do not, sequences of them.
//!
//! `./test` installs Schemathesis, pinned, and says where it is; without it this test says that it did
//! not run.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use image::ImageFormat;
use serde_json::{Value, json};

use crate::client::Client;
use crate::pictures::{cell, encoded};
use crate::server::{PASSWORD, Server};

#[tokio::test]
async fn the_interface_is_what_its_document_says() {
    let Some(schemathesis) = std::env::var_os("SCHEMATHESIS") else {
        say("SKIPPED: SCHEMATHESIS names no program; ./test installs one");
        return;
    };
    let temporary = tempfile::tempdir().unwrap();
    let unlimited = ["--requests-per-second", "0"];
    let server = Server::spawn(&temporary.path().join("data"), &unlimited);
    server.until_ready().await;
    let seeds = temporary.path().join("seeds.json");
    let planted = plant(&server).await;
    std::fs::File::create(&seeds).unwrap().write_all(planted.to_string().as_bytes()).unwrap();

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract");
    let output = Command::new(schemathesis)
        // Nothing that it keeps from run to run: each is the same.
        .current_dir(temporary.path())
        .env("SEEDS", &seeds)
        .env("PYTHONPATH", &folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg("--config-file")
        .arg(folder.join("schemathesis.toml"))
        .args(["run", &format!("{}/api/openapi.json", server.url)])
        // It has no end.
        .args(["--exclude-path", "/api/v1/live"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    let summary = said.rfind("= SUMMARY =").map_or("", |at| &said[at..]);
    assert!(summary.contains("Test cases:"), "nothing was tried: {said}");
    say(summary);
}

/// Says it even when the test passes, which the macros for printing do not.
pub fn say(text: &str) {
    std::io::stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
}

/// People of each role and things of each kind: those that last, and those that may go.
async fn plant(server: &Server) -> Value {
    let chief = server.administrator().await;
    let mut tokens = serde_json::Map::new();
    tokens.insert("admin".to_owned(), token(&chief));
    let technologist = server.user(&chief, "technologist").await;
    tokens.insert("technologist".to_owned(), token(&technologist));
    for role in ["hematologist", "auditor"] {
        tokens.insert(role.to_owned(), token(&server.user(&chief, role).await));
    }
    tokens.insert("forgetful".to_owned(), token(&user(&chief, "forgetful").await));
    let mut leaving = vec![];
    for _ in 0..30 {
        leaving.push(token(&technologist.sign_in("technologist", PASSWORD).await));
    }
    let models = chief.get("/api/v1/models").await.ok();
    let models: Vec<&Value> =
        models["items"].as_array().unwrap().iter().map(|m| &m["id"]).collect();
    json!({
        "tokens": tokens,
        "leaving": leaving,
        "models": models,
        "lasting": things(&chief, &technologist, "L", 4).await,
        "expendable": things(&chief, &technologist, "E", 16).await,
    })
}

fn token(client: &Client) -> Value {
    json!(client.token().unwrap())
}

/// An auditor of this name, signed in.
async fn user(chief: &Client, name: &str) -> Client {
    let user = json!({
        "username": name, "full_name": name, "role": "auditor", "password": PASSWORD,
    });
    chief.post("/api/v1/users", user).await.ok();
    chief.sign_in(name, PASSWORD).await
}

/// So many users, and patients with a case and two images each.
async fn things(chief: &Client, technologist: &Client, letter: &str, count: u32) -> Value {
    let (mut users, mut patients, mut cases, mut images) = (vec![], vec![], vec![], vec![]);
    for number in 0..count {
        let name = format!("{letter}{number}");
        let user = json!({
            "username": name, "full_name": name, "role": "auditor", "password": PASSWORD,
        });
        users.push(chief.post("/api/v1/users", user).await.ok()["id"].clone());
        let patient = technologist.patient(&name, "Somebody").await;
        let seed = number * 2 + if letter == "L" { 1_000 } else { 2_000 };
        let file = |seed: u32| encoded(&cell(seed), ImageFormat::Png);
        let files = [0, 1].map(|more| (format!("{more}.png"), file(seed + more)));
        let items = technologist.upload(&patient, "blood-cell", &files).await.ok();
        let items = items["items"].as_array().unwrap().iter().map(|item| item["id"].clone());
        images.extend(items);
        let case = json!({"specimen": "peripheral_blood", "accession": name});
        let case = technologist.post(&format!("/api/v1/patients/{patient}/cases"), case).await.ok();
        cases.push(case["id"].clone());
        patients.push(json!(patient));
    }
    json!({"users": users, "patients": patients, "cases": cases, "images": images})
}
