//! The installation that the paper's plan is run on: 200 users, 500 patients, 2,000 images, one of
//! them of 4.3 MB. Everything through HTTP, as clients would.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures::StreamExt as _;
use image::ImageFormat;
use serde_json::{Value, json};

use crate::client::Client;
use crate::pictures;
use crate::server::{PASSWORD, Server};

pub const USERS: usize = 200;
pub const PATIENTS: usize = 500;
pub const IMAGES: usize = 2_000;
/// Of the users, so many are administrators; the others are of each role in turn.
const ADMINISTRATORS: usize = 20;
/// Requests at once while seeding.
const AT_ONCE: usize = 8;

/// What requests can be about.
pub struct Seeded {
    /// Names and ids of users.
    pub users: Vec<(String, String)>,
    /// Names of those who are administrators: the only role that all ten routes are for.
    pub administrators: Vec<String>,
    /// A hematologist, signed in.
    pub reader: Client,
    pub patients: Vec<String>,
    pub images: Vec<String>,
    /// The one of 4.3 MB.
    pub large: String,
}

/// Fills an empty installation.
pub async fn installation(server: &Server) -> Seeded {
    let chief = server.administrator().await;
    let technologist = server.user(&chief, "technologist").await;
    let reader = server.user(&chief, "hematologist").await;
    // With the first administrator, the technologist and the reader there are 200.
    let users = each(USERS - 3, async |number| user(&chief, number).await).await;
    let patients = each(PATIENTS, async |number| {
        technologist.patient(&format!("P-{number:04}"), &format!("Example {number}")).await
    })
    .await;
    let large = upload(&technologist, &patients[0], vec![large()]).await.remove(0);
    let images = each(PATIENTS, async |number| {
        let count = (IMAGES / PATIENTS - usize::from(number == 0)) as u32;
        let files = (0..count).map(|file| pictures::file(number as u32 * 4 + file)).collect();
        upload(&technologist, &patients[number], files).await
    })
    .await;
    let images: Vec<String> = images.into_iter().flatten().collect();
    assert_eq!(images.len() + 1, IMAGES);
    until_quiet(&chief).await;
    let administrators = users[..ADMINISTRATORS].iter().map(|(name, _)| name.clone()).collect();
    Seeded { users, administrators, reader, patients, images, large }
}

/// A session's token for each of so many virtual users, who share the administrators' accounts.
pub async fn sign_in(server: &Server, administrators: &[String], count: usize) -> Vec<String> {
    each(count, async |number| {
        let client = Client::new(&server.url);
        let body = json!({ "username": administrators[number % administrators.len()], "password": PASSWORD });
        text(&client.post("/api/v1/session", body).await.ok()["access_token"])
    })
    .await
}

/// What HTTP Basic shows for a user.
pub fn basic(username: &str) -> String {
    BASE64_STANDARD.encode(format!("{username}:{PASSWORD}"))
}

/// Waits until functions have done what they do after uploads, which nobody wants to measure here:
/// nothing was under way at several looks in a row.
pub async fn until_quiet(chief: &Client) {
    let mut quiet = 0;
    while quiet < 5 {
        let seen = chief.get("/api/v1/operations").await.ok();
        let none = |list: &Value, member: &str| {
            list.as_array().unwrap().iter().all(|one| one[member].as_u64() == Some(0))
        };
        let still = none(&seen["functions"], "in_flight")
            && none(&seen["projections"]["read_models"], "lag");
        quiet = if still { quiet + 1 } else { 0 };
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn user(chief: &Client, number: usize) -> (String, String) {
    let name = format!("reader-{number:03}");
    let role = match number {
        0..ADMINISTRATORS => "admin",
        other => ["technologist", "hematologist", "auditor"][other % 3],
    };
    let body = json!({
        "username": name, "full_name": format!("Reader {number}"), "role": role,
        "password": PASSWORD,
    });
    let id = text(&chief.post("/api/v1/users", body).await.ok()["id"]);
    (name, id)
}

async fn upload(client: &Client, patient: &str, files: Vec<(String, Vec<u8>)>) -> Vec<String> {
    let answer = client.upload(patient, "blood-cell", &files).await.ok();
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|item| text(&item["id"])).collect()
}

/// A bitmap of 4.3 MB: 1200 × 1194 pixels, three bytes each.
fn large() -> (String, Vec<u8>) {
    let picture = pictures::sized(1, 1_200, 1_194);
    ("field.bmp".to_owned(), pictures::encoded(&picture, ImageFormat::Bmp))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The results of so many tasks, in order, a few at once.
async fn each<T>(count: usize, task: impl AsyncFn(usize) -> T) -> Vec<T> {
    futures::stream::iter(0..count).map(|number| task(number)).buffered(AT_ONCE).collect().await
}
