//! A day's work with every log line there is, down to the last level: none of them holds a password, a
//! token, or anything that a person typed.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

#[path = "http/house.rs"]
mod house;

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use commands::testing::png;
use domain::access::Role;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use house::{Ask, House, PASSWORD, Reply};

/// What was written so far.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What people typed, which is found nowhere else.
const TYPED: [&str; 11] = [
    "Zebulon",
    "Quartermain",
    "QM-4711",
    "north-ward-note",
    "quartermain-smear.png",
    "quartermain-broken.png",
    "H-0815-accession",
    "fever-and-chills",
    "granules-over-nucleus",
    "wrong-guess-of-eve",
    PASSWORD,
];

#[tokio::test]
async fn no_log_line_holds_a_secret_or_what_a_person_typed() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).json();
    subscriber.with_writer(lines.clone()).init();
    let house = House::open().await;
    let secrets = a_day(&house).await;
    let text = lines.text();
    assert!(text.lines().count() > 50, "the lines were caught:\n{text}");
    assert!(text.contains("/api/v1/patients/{id}/images"), "requests have their lines");
    for secret in secrets.iter().map(String::as_str).chain(TYPED) {
        assert!(secret.len() > 5);
        let found = text.lines().find(|line| line.contains(secret));
        assert_eq!(found, None, "“{secret}” is in a log line");
    }
}

/// Everything that people do, and do wrong. The tokens that came of it.
async fn a_day(house: &House) -> Vec<String> {
    let setup = house.setup_token().await.reveal().to_owned();
    let chief =
        json!({"token": setup, "username": "chief", "full_name": "Zebulon", "password": PASSWORD});
    is(&house.ask(Ask::post("/api/v1/setup").json(&chief)).await, 201);
    let wrong = json!({"username": "Quartermain", "password": "wrong-guess-of-eve"});
    is(&house.ask(Ask::post("/api/v1/session").json(&wrong)).await, 401);
    house.user(Role::Technologist).await;
    house.user(Role::Hematologist).await;
    let technologist = house.sign_in(Role::Technologist).await;
    let hematologist = house.sign_in(Role::Hematologist).await;
    let mut secrets = vec![setup];
    for reply in [&technologist, &hematologist] {
        secrets.push(reply.json["access_token"].as_str().unwrap().to_owned());
        secrets.extend(["hema_refresh", "hema_csrf"].map(|name| reply.cookie(name)));
    }
    let (mlt, reader) = (secrets[1].clone(), secrets[4].clone());

    let patient =
        json!({"number": "QM-4711", "name": "Zebulon Quartermain", "notes": "north-ward-note"});
    let post = || Ask::post("/api/v1/patients").bearer(&mlt);
    let made = house.ask(post().json(&patient)).await;
    is(&made, 201);
    is(&house.ask(post().json(&patient)).await, 409);
    is(&house.ask(post().body("application/json", r#"{"name": "Quartermain"#)).await, 400);
    is(&house.ask(post().json(&json!({"Zebulon": 1}))).await, 400);
    is(&house.ask(Ask::get("/api/v1/patients?q=Quartermain").bearer(&mlt)).await, 200);
    is(&house.ask(Ask::get("/api/v1/patients?Quartermain=1").bearer(&mlt)).await, 400);
    is(&house.ask(Ask::get("/api/v1/Quartermain").bearer(&mlt)).await, 404);
    is(&house.ask(Ask::get("/api/v1/me").bearer(&format!("{mlt}x"))).await, 401);

    let path = format!("/api/v1/patients/{}", made.json["id"].as_str().unwrap());
    let case = json!({"specimen": "bone_marrow", "accession": "H-0815-accession", "clinical_details": "fever-and-chills"});
    is(&house.ask(Ask::post(&format!("{path}/cases")).bearer(&mlt).json(&case)).await, 201);
    let file = png(1);
    let files: [(&str, &[u8]); 2] =
        [("quartermain-smear.png", &file), ("quartermain-broken.png", &file[..60])];
    let upload = Ask::post(&format!("{path}/images")).bearer(&mlt);
    let uploaded = house.ask(upload.form(&[("panel", "blood-cell")], &files)).await;
    is(&uploaded, 200);
    let image = format!("/api/v1/images/{}", uploaded.json["items"][0]["id"].as_str().unwrap());
    house.get_after(&reader, &image, &uploaded).await;
    let verdict = json!({"label": "basophil", "comment": "granules-over-nucleus"});
    is(&house.ask(Ask::put(&format!("{image}/verdict")).bearer(&reader).json(&verdict)).await, 200);
    is(&house.ask(Ask::get(&format!("{image}/history")).bearer(&reader)).await, 200);
    is(&house.ask(Ask::get(&format!("{image}/content")).bearer(&reader)).await, 200);
    is(&house.ask(Ask::get("/api/v1/users").bearer(&reader)).await, 403);
    is(&house.ask(Ask::delete("/api/v1/session").bearer(&mlt)).await, 204);
    secrets
}

fn is(reply: &Reply, status: u16) {
    assert_eq!(reply.status, StatusCode::from_u16(status).unwrap(), "{reply:?}");
}
