//! What people ask for while a store is not well, and what must be true afterwards.

use std::future::Future;
use std::time::{Duration, Instant};

use domain::access::Role;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::client::{Answer, Client};
use crate::house::House;
use crate::pictures;

/// How long people wait before they go away.
const PATIENCE: Duration = Duration::from_secs(2);

/// Two people at work on a patient with one image.
pub struct Day<'a> {
    house: &'a House,
    technologist: Client,
    hematologist: Client,
    patient: String,
    image: String,
}

/// The three things that are asked for while something is wrong.
const ERRANDS: [&str; 3] = ["register", "upload", "verdict"];

impl<'a> Day<'a> {
    /// The day begins well.
    pub async fn begin(house: &'a House) -> Self {
        let technologist = house.user(Role::Technologist).await;
        let hematologist = house.user(Role::Hematologist).await;
        let patient = technologist.patient("F-1", "Ada Example").await;
        let answer = technologist.upload(&patient, "blood-cell", &[pictures::file(1)]).await;
        let image = answer.ok()["items"][0]["id"].as_str().unwrap().to_owned();
        house.until_count("PredictionRecorded", 1).await;
        house.until_count("RenditionsAttached", 1).await;
        Self { house, technologist, hematologist, patient, image }
    }

    /// Something breaks, everybody goes on asking, it is mended, everybody asks again under the same
    /// key until it is done: then everything is there, once.
    pub async fn withstands<B: Future, M: Future>(&self, broken: B, mended: impl FnOnce() -> M) {
        broken.await;
        let asked = ERRANDS.map(|errand| self.ask(errand));
        for answer in futures::future::join_all(asked).await {
            self.is_clear(answer.as_ref());
        }
        mended().await;
        for errand in ERRANDS {
            let first = self.until_done(errand).await;
            let again = self.until_done(errand).await;
            assert_eq!(first, again, "{errand}: the same key, the same answer");
        }
        self.everything_is_there_once().await;
    }

    /// Done, or not now and when to come again, or still waiting when they went away.
    fn is_clear(&self, answer: Option<&Answer>) {
        let Some(answer) = answer else { return };
        match answer.status {
            200..300 => {}
            503 => {
                assert!(answer.retry_after.is_some(), "{answer:?}");
                assert!(!answer.text().contains("line"), "inner reasons stay inside: {answer:?}");
            }
            _ => panic!("{answer:?}"),
        }
    }

    async fn ask(&self, errand: &str) -> Option<Answer> {
        let (client, request) = self.request(errand);
        let request = request.header("Idempotency-Key", errand).timeout(PATIENCE);
        client.try_send(request).await
    }

    fn request(&self, errand: &str) -> (&Client, RequestBuilder) {
        let (technologist, hematologist) = (&self.technologist, &self.hematologist);
        match errand {
            "register" => {
                let body = json!({"number": "F-2", "name": "Grace Example"});
                (technologist, technologist.request("POST", "/api/v1/patients").json(&body))
            }
            "upload" => {
                (technologist, technologist.form(&self.patient, "blood-cell", &[pictures::file(2)]))
            }
            _ => {
                let path = format!("/api/v1/images/{}/verdict", self.image);
                let body = json!({"label": "basophil"});
                (hematologist, hematologist.request("PUT", &path).json(&body))
            }
        }
    }

    async fn until_done(&self, errand: &str) -> Value {
        let since = Instant::now();
        loop {
            let answer = self.ask(errand).await;
            if let Some(answer) = answer.as_ref().filter(|answer| answer.status < 300) {
                return answer.json();
            }
            let late = since.elapsed() > Duration::from_secs(90);
            assert!(!late, "{errand} is still not done: {answer:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn everything_is_there_once(&self) {
        self.house.until_count("PredictionRecorded", 2).await;
        self.house.until_count("RenditionsAttached", 2).await;
        self.house.is_whole().await;
        let expected = [
            ("PatientRegistered", 2),
            ("ImageUploaded", 2),
            ("PredictionRecorded", 2),
            ("RenditionsAttached", 2),
            ("ReadingRecorded", 1),
            ("FinalVerdictRecorded", 1),
        ];
        for (kind, count) in expected {
            assert_eq!(self.house.count(kind).await, count, "{kind}");
        }
        let patients = self.technologist.get("/api/v1/patients").await.ok();
        assert_eq!(patients["total"], 2);
        let images = self.technologist.get("/api/v1/images?status=verified").await.ok();
        assert_eq!(images["items"][0]["verdict"]["label"], "basophil");
    }
}
