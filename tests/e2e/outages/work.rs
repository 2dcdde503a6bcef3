//! People at work all the time, who ask again until they are told that it is done.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::RequestBuilder;
use serde_json::json;
use tokio::task::JoinSet;

use crate::client::{Answer, Client};
use crate::pictures;
use crate::server::{PASSWORD, Server};

/// How long people wait for an answer; the server gives up earlier.
const PATIENCE: Duration = Duration::from_secs(45);
/// Between two errands of one person, and before one is tried again.
const PAUSE: Duration = Duration::from_millis(400);

/// What was answered.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    pub done: u32,
    /// Not now, and when to ask again.
    pub later: u32,
    /// No answer.
    pub none: u32,
    pub longest: Duration,
}

/// What the server has said yes to.
#[derive(Clone, Default)]
pub struct Done {
    pub patients: BTreeSet<String>,
    pub images: Vec<String>,
    pub verdicts: BTreeSet<String>,
    /// Answers that there must not be.
    pub wrong: Vec<String>,
}

#[derive(Default)]
struct Shared {
    answers: Mutex<Answers>,
    done: Mutex<Done>,
    count: AtomicU32,
    stop: AtomicBool,
}

/// The people, and what became of what they asked for.
pub struct Work {
    shared: Arc<Shared>,
    technologist: Client,
    patient: Arc<str>,
    people: JoinSet<()>,
}

impl Work {
    /// Two who upload, one who registers, one who reads, one who only looks.
    pub async fn begin(server: &Server) -> Self {
        let chief = server.administrator().await;
        let technologist = server.user(&chief, "technologist").await;
        let hematologist = server.user(&chief, "hematologist").await;
        let patient = technologist.patient("O-0", "Katherine Example").await;
        let shared = Arc::new(Shared::default());
        shared.done.lock().unwrap().patients.insert(patient.clone());
        let patient: Arc<str> = patient.into();
        let mut people = JoinSet::new();
        for _ in 0..2 {
            people.spawn(uploads(shared.clone(), technologist.clone(), patient.clone()));
        }
        people.spawn(registers(shared.clone(), technologist.clone()));
        people.spawn(reads(shared.clone(), hematologist));
        people.spawn(looks(shared.clone(), technologist.clone()));
        Self { shared, technologist, patient, people }
    }

    /// One more technologist.
    pub fn technologist(&self) -> Client {
        self.technologist.clone()
    }

    /// A picture that nobody has uploaded.
    pub fn seed(&self) -> u32 {
        self.shared.next()
    }

    /// Registers somebody.
    pub async fn register(&self, client: &Client) {
        self.shared.register(client).await;
    }

    /// Uploads a picture; gives the image.
    pub async fn upload(&self, client: &Client, file: (String, Vec<u8>)) -> String {
        self.shared.upload(client, &self.patient, file).await.expect("the work goes on")
    }

    /// What was answered since this was last asked.
    pub fn answers(&self) -> Answers {
        std::mem::take(&mut self.shared.answers.lock().unwrap())
    }

    /// Everybody finishes what they began, and goes home.
    pub async fn end(mut self) -> Done {
        self.shared.stop.store(true, Ordering::Relaxed);
        while let Some(gone) = self.people.join_next().await {
            gone.unwrap();
        }
        self.shared.done.lock().unwrap().clone()
    }
}

impl Shared {
    fn next(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed) + 1
    }

    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    /// One request; an answer when it was done.
    async fn ask(&self, client: &Client, request: RequestBuilder) -> Option<Answer> {
        let begun = Instant::now();
        let answer = client.try_send(request.timeout(PATIENCE)).await;
        let mut answers = self.answers.lock().unwrap();
        answers.longest = answers.longest.max(begun.elapsed());
        match answer {
            Some(answer) if answer.status < 300 => {
                answers.done += 1;
                Some(answer)
            }
            Some(answer) if is_later(&answer) => {
                answers.later += 1;
                None
            }
            Some(answer) => {
                let text = format!("{}: {}", answer.status, answer.text());
                self.done.lock().unwrap().wrong.push(text);
                None
            }
            None => {
                answers.none += 1;
                None
            }
        }
    }

    /// The same request until it is done.
    async fn until_done(&self, client: &Client, request: impl Fn() -> RequestBuilder) -> Answer {
        loop {
            if let Some(answer) = self.ask(client, request()).await {
                return answer;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn register(&self, client: &Client) {
        let number = format!("O-{}", self.next());
        let body = json!({ "number": number, "name": "Emmy Example" });
        let request = || {
            let request = client.request("POST", "/api/v1/patients").json(&body);
            request.header("Idempotency-Key", &number)
        };
        let id = self.until_done(client, request).await.json()["id"].as_str().unwrap().to_owned();
        let new = self.done.lock().unwrap().patients.insert(id);
        assert!(new, "two patients are one");
    }

    async fn upload(
        &self,
        client: &Client,
        patient: &str,
        file: (String, Vec<u8>),
    ) -> Option<String> {
        let files = [file];
        let answer = self.until_done(client, || client.form(patient, "blood-cell", &files)).await;
        let item = &answer.json()["items"][0];
        let mut done = self.done.lock().unwrap();
        // The answer that took it may have been lost.
        let taken = ["accepted", "duplicate"].contains(&item["status"].as_str().unwrap());
        if !taken {
            done.wrong.push(item.to_string());
            return None;
        }
        let image = item["id"].as_str().unwrap().to_owned();
        done.images.push(image.clone());
        Some(image)
    }
}

/// Not now, and when to ask again. While the same request is being worked on, that is said as well.
fn is_later(answer: &Answer) -> bool {
    let worked_on = answer.status == 409 && answer.text().contains("in-progress");
    (worked_on || [503, 504].contains(&answer.status)) && answer.retry_after.is_some()
}

async fn uploads(shared: Arc<Shared>, client: Client, patient: Arc<str>) {
    while shared.goes_on() {
        let file = pictures::file(shared.next());
        shared.upload(&client, &patient, file).await;
        tokio::time::sleep(PAUSE).await;
    }
}

async fn registers(shared: Arc<Shared>, client: Client) {
    while shared.goes_on() {
        shared.register(&client).await;
        tokio::time::sleep(PAUSE).await;
    }
}

/// A verdict on every image that was taken.
async fn reads(shared: Arc<Shared>, client: Client) {
    let mut next = 0;
    while shared.goes_on() {
        let image = shared.done.lock().unwrap().images.get(next).cloned();
        tokio::time::sleep(PAUSE).await;
        let Some(image) = image else { continue };
        next += 1;
        let path = format!("/api/v1/images/{image}/verdict");
        let request = || {
            let request = client.request("PUT", &path).json(&json!({ "label": "lymphocyte" }));
            request.header("Idempotency-Key", &image)
        };
        shared.until_done(&client, request).await;
        shared.done.lock().unwrap().verdicts.insert(image);
    }
}

/// Whatever there is to see, without asking twice; sometimes after having been away.
async fn looks(shared: Arc<Shared>, client: Client) {
    while shared.goes_on() {
        // One that the read models have long known.
        let known = shared.done.lock().unwrap().images.iter().rev().nth(20).cloned();
        let image = known.and(shared.done.lock().unwrap().images.first().cloned());
        let image = image.map(|image| format!("/api/v1/images/{image}/content"));
        let paths = ["/api/v1/patients?q=Emmy", "/api/v1/images?sort=worklist", "/api/v1/stats"];
        for path in paths.iter().map(|&path| path.to_owned()).chain(image) {
            shared.ask(&client, client.request("GET", &path)).await;
        }
        let who = json!({ "username": "technologist", "password": PASSWORD });
        shared.ask(&client, client.request("POST", "/api/v1/session").json(&who)).await;
        tokio::time::sleep(PAUSE).await;
    }
}
