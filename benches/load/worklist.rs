//! The worklist of 100,000 images: written straight into the log, read by 50 clients page by page
//! while a reader goes on giving verdicts.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use infra::directory::DataDirectory;
use infra::event_log::sqlite::SqliteLog;
use infra::sql::sqlite_url;
use infra::state::State;
use infra::vault::{InstallationKey, StateVault};
use tokio::task::JoinHandle;

use crate::client::Client;
use crate::drive::{self, Pace, Step};
use crate::http;
use crate::past::{self, IMAGES_PER_PATIENT};
use crate::report;
use crate::server::{PASSWORD, Server};
use crate::verdicts;

const CLIENTS: usize = 50;
/// Pages that a client turns before it begins again.
const PAGES: usize = 20;
const IMAGES: &str = "/api/v1/images?panel=blood-cell&status=unverified&sort=worklist";
/// What the dashboard's worklist reads.
const CASES: &str = "/api/v1/cases?panel=blood-cell&status=open&sort=worklist";

/// Writes so many images into a data directory that no server has yet.
pub async fn write(root: &Path, images: u64) {
    let directory = DataDirectory::open(root).unwrap();
    let paths = directory.paths();
    let key = InstallationKey::load_or_create(&paths.installation_key()).unwrap();
    let state = State::open(&sqlite_url(&paths.state())).await.unwrap();
    let log = SqliteLog::open(&paths.events(), state.pool().clone()).await.unwrap();
    let log = Arc::new(log);
    let vault = Arc::new(StateVault::new(state.clone(), &key));
    let begun = Instant::now();
    futures::stream::iter(0..images.div_ceil(IMAGES_PER_PATIENT))
        .for_each_concurrent(16, |number| past::unread(&*log, &vault, number))
        .await;
    println!("{images} images written in {:.1} s", begun.elapsed().as_secs_f64());
    log.close().await;
    state.close().await;
}

/// Lets the clients turn pages.
pub async fn read(server: &Server, chief: &Client, lasting: Duration, a_second: u32) {
    let reader = server.user(chief, "hematologist").await;
    let http = Client::new(&server.url);
    let body = serde_json::json!({ "username": "hematologist", "password": PASSWORD });
    let signed_in = http.post("/api/v1/session", body).await.ok();
    let token = signed_in["access_token"].as_str().unwrap();
    let (of_images, waiting) = pages(&reader, token, "images", IMAGES).await;
    let (of_cases, _) = pages(&reader, token, "cases", CASES).await;
    let verdicts = verdicts::give(reader, a_second, waiting);
    for pages in [of_images, of_cases] {
        turn(server, &pages, lasting, a_second).await;
    }
    verdicts.inspect(JoinHandle::abort);
}

async fn turn(server: &Server, pages: &[Step], lasting: Duration, a_second: u32) {
    // Not all on the same page at the same time.
    let scripts = (0..CLIENTS).map(|number| {
        let mut pages = pages.to_vec();
        pages.rotate_left(number % PAGES);
        pages
    });
    let pace = Pace { ramp: Duration::from_millis(100), lasting };
    let measured = drive::run(server, scripts.collect(), pace).await;
    let of = pages[0].name;
    let title = format!(
        "worklist of {of}, {CLIENTS} clients, {PAGES} pages of 50, {a_second} verdicts a second"
    );
    report::table(&title, &measured);
}

/// Requests for the pages of a list, and what comes after them.
async fn pages(
    reader: &Client,
    token: &str,
    name: &'static str,
    list: &str,
) -> (Vec<Step>, Vec<String>) {
    let (mut pages, mut path) = (Vec::new(), list.to_owned());
    loop {
        let page = reader.get(&path).await.ok();
        if pages.len() == PAGES {
            let ids = page["items"].as_array().unwrap().iter();
            return (pages, ids.map(|item| item["id"].as_str().unwrap().to_owned()).collect());
        }
        pages.push(Step { name, request: http::get(&path, token).into() });
        path = format!("{list}&cursor={}", page["next_cursor"].as_str().unwrap());
    }
}
