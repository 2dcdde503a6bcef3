//! What the clients do all day.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::pictures;
use crate::server::{PASSWORD, Server};

/// Patients at the beginning.
const PATIENTS: u32 = 20;

/// What was answered so far.
#[derive(Default)]
pub struct Tally {
    answers: AtomicU64,
    images: Mutex<Vec<String>>,
    errors: Mutex<Vec<String>>,
}

impl Tally {
    pub fn answers(&self) -> u64 {
        self.answers.load(Ordering::Relaxed)
    }

    pub fn images(&self) -> usize {
        self.images.lock().unwrap().len()
    }

    pub fn errors(&self) -> Vec<String> {
        self.errors.lock().unwrap().clone()
    }
}

/// The laboratory that they work in.
pub struct Work {
    anybody: Client,
    patients: Vec<String>,
    seed: AtomicU32,
    pub tally: Tally,
}

impl Work {
    /// Users and patients.
    pub async fn prepare(server: &Server) -> Self {
        let chief = server.administrator().await;
        for role in ["technologist", "hematologist", "auditor"] {
            server.user(&chief, role).await;
        }
        let anybody = Client::new(&server.url);
        let technologist = anybody.sign_in("technologist", PASSWORD).await;
        let mut patients = vec![];
        for number in 0..PATIENTS {
            patients.push(technologist.patient(&format!("S-{number}"), "Soak Example").await);
        }
        Self { anybody, patients, seed: AtomicU32::new(1), tally: Tally::default() }
    }

    /// One client's day: one in ten uploads, three read and decide, the rest look around.
    pub async fn go(self: Arc<Self>, number: u32, until: Instant) {
        let role = match number % 10 {
            0 => "technologist",
            1..=3 => "hematologist",
            _ => ["technologist", "hematologist", "auditor"][(number % 3) as usize],
        };
        let mut me = self.anybody.sign_in(role, PASSWORD).await;
        let mut signed_in = Instant::now();
        while Instant::now() < until {
            // An access token lasts twelve minutes; a person's page refreshes it, this one begins anew.
            if signed_in.elapsed() > Duration::from_secs(240) {
                me = self.anybody.sign_in(role, PASSWORD).await;
                signed_in = Instant::now();
            }
            match number % 10 {
                0 => self.upload(&me).await,
                1..=3 => self.decide(&me, number).await,
                _ => self.look_around(&me, role).await,
            }
        }
    }

    async fn upload(&self, me: &Client) {
        let seed = self.seed.fetch_add(1, Ordering::Relaxed);
        let patient = &self.patients[(seed % PATIENTS) as usize];
        let request = me.form(patient, "blood-cell", &[pictures::file(seed)]);
        if let Some(answer) = self.ask(me, request).await {
            let id = answer["items"][0]["id"].as_str().unwrap().to_owned();
            self.tally.images.lock().unwrap().push(id);
        }
        tokio::time::sleep(Duration::from_secs(4)).await;
    }

    /// Takes an image from the worklist and decides. Two may take the same one: the later has to give
    /// a reason, and both do.
    async fn decide(&self, me: &Client, number: u32) {
        let list = "/api/v1/images?status=unverified&sort=worklist&limit=20";
        let Some(list) = self.ask(me, me.request("GET", list)).await else { return };
        let items = list["items"].as_array().unwrap();
        if !items.is_empty() {
            let image = items[number as usize % items.len()]["id"].as_str().unwrap();
            self.ask(me, me.request("GET", &format!("/api/v1/images/{image}"))).await;
            let body = json!({"label": "lymphocyte", "reason": "Seen again."});
            let verdict = me.request("PUT", &format!("/api/v1/images/{image}/verdict"));
            self.ask(me, verdict.json(&body)).await;
        }
        tokio::time::sleep(Duration::from_millis(700)).await;
    }

    async fn look_around(&self, me: &Client, role: &str) {
        let paths: &[&str] = match role {
            "auditor" => &["/api/v1/stats", "/api/v1/access", "/api/v1/panels"],
            _ => &["/api/v1/patients", "/api/v1/images?limit=50", "/api/v1/stats", "/api/v1/me"],
        };
        for path in paths {
            self.ask(me, me.request("GET", path)).await;
        }
        let image = self.tally.images.lock().unwrap().last().cloned();
        if let Some(image) = image {
            let path = format!("/api/v1/images/{image}/history");
            self.ask(me, me.request("GET", &path)).await;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }

    /// One request; what is no success is an error of the day.
    async fn ask(&self, me: &Client, request: RequestBuilder) -> Option<Value> {
        let answer = me.try_send(request).await;
        self.tally.answers.fetch_add(1, Ordering::Relaxed);
        match answer {
            Some(answer) if answer.status < 300 => Some(answer.json()),
            other => {
                let line = other.map_or("no answer".to_owned(), |answer: Answer| {
                    format!("{}: {}", answer.status, answer.text())
                });
                self.tally.errors.lock().unwrap().push(line);
                None
            }
        }
    }

    /// Every image that was taken is there and was predicted.
    pub async fn nothing_is_missing(&self) {
        let me = self.anybody.sign_in("technologist", PASSWORD).await;
        let images = self.tally.images.lock().unwrap().clone();
        for image in images {
            let path = format!("/api/v1/images/{image}");
            me.until(&path, |seen| seen["predictions"][0].is_object()).await;
        }
        println!("{} images: every one is there, with its prediction", self.tally.images());
    }
}
