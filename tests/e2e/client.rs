//! A client of the HTTP interface, as a program would be written against it.

use std::time::{Duration, Instant};

use serde_json::Value;

/// A client, signed in or not.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    url: String,
    token: Option<String>,
}

/// What builds a client. The cryptography is the program's own.
pub fn builder() -> reqwest::ClientBuilder {
    // All but the first are told that it is done.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}

fn plain() -> reqwest::Client {
    builder().build().unwrap()
}

/// An answer with its body read.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub position: Option<String>,
    #[allow(dead_code, reason = "for the benches, which share this file")]
    pub retry_after: Option<String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {} {}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The JSON of an answer that must be a success.
    pub fn ok(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text());
        self.json()
    }
}

impl Client {
    pub fn new(url: &str) -> Self {
        Self { http: plain(), url: url.to_owned(), token: None }
    }

    pub async fn sign_in(&self, username: &str, password: &str) -> Self {
        let answer = self
            .post(
                "/api/v1/session",
                serde_json::json!({ "username": username, "password": password }),
            )
            .await;
        let token = answer.ok()["access_token"].as_str().unwrap().to_owned();
        Self { token: Some(token), ..self.clone() }
    }

    /// The access token, when somebody is signed in.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The same session at another address, after a restart.
    pub fn at(&self, url: &str) -> Self {
        Self { url: url.to_owned(), http: plain(), ..self.clone() }
    }

    /// One request; none when the connection broke.
    pub async fn try_send(&self, request: reqwest::RequestBuilder) -> Option<Answer> {
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let response = request.send().await.ok()?;
        let header = |name| Some(response.headers().get(name)?.to_str().unwrap().to_owned());
        let (position, retry_after) = (header("position"), header("retry-after"));
        let status = response.status().as_u16();
        let body = response.bytes().await.ok()?.to_vec();
        Some(Answer { status, position, retry_after, body })
    }

    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method.parse().unwrap(), format!("{}{path}", self.url))
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        self.try_send(request).await.expect("the server answers")
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request("POST", path).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request("PUT", path).json(&body)).await
    }

    /// Files to a patient, in one request; none when the connection broke.
    pub async fn try_upload(
        &self,
        patient: &str,
        panel: &str,
        files: &[(String, Vec<u8>)],
    ) -> Option<Answer> {
        self.try_send(self.form(patient, panel, files)).await
    }

    /// The request of an upload.
    pub fn form(
        &self,
        patient: &str,
        panel: &str,
        files: &[(String, Vec<u8>)],
    ) -> reqwest::RequestBuilder {
        let mut form = reqwest::multipart::Form::new().text("panel", panel.to_owned());
        for (name, bytes) in files {
            let part = reqwest::multipart::Part::bytes(bytes.clone()).file_name(name.clone());
            form = form.part("file", part);
        }
        let path = format!("/api/v1/patients/{patient}/images");
        self.request("POST", &path).multipart(form)
    }

    pub async fn upload(&self, patient: &str, panel: &str, files: &[(String, Vec<u8>)]) -> Answer {
        self.try_upload(patient, panel, files).await.expect("the server answers")
    }

    /// Registers a patient; gives the id.
    pub async fn patient(&self, number: &str, name: &str) -> String {
        let answer = self
            .post("/api/v1/patients", serde_json::json!({ "number": number, "name": name }))
            .await;
        answer.ok()["id"].as_str().unwrap().to_owned()
    }

    /// Asks until the answer is as wanted. The limit is for a machine that predicts thousands of
    /// images on one busy core.
    pub async fn until(&self, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let since = Instant::now();
        loop {
            let answer = self.get(path).await;
            if answer.status == 200 {
                let value = answer.json();
                if wanted(&value) {
                    return value;
                }
            }
            assert!(
                since.elapsed() < Duration::from_secs(1_200),
                "still not so: {path}: {}",
                answer.text()
            );
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}
