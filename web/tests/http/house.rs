//! A server for one test, asked in the process. Every answer is checked against the OpenAPI document
//! and, when it is an error, for being a problem document.

use std::sync::{Arc, LazyLock};

use async_trait::async_trait;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use commands::testing::Laboratory;
use commands::{AddUser, Secret};
use domain::access::Role;
use domain::personal::Personal;
use jiff::Timestamp;
use projections::{Place, ReadModels};
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;
use uuid::Uuid;
use web::operations::{ParkedView, QueueView, Queues};
use web::state::{AppState, Readiness, Settings};
use web::token::Tokens;

pub const PASSWORD: &str = "a quiet harbour at dusk";
pub const PARKED: Uuid = Uuid::from_u128(77);

pub struct House {
    pub lab: Laboratory,
    pub state: AppState,
    pub router: Router,
    shutdown: CancellationToken,
}

impl House {
    pub async fn open() -> Self {
        Self::with(Settings::default()).await
    }

    pub async fn with(settings: Settings) -> Self {
        let lab = Laboratory::open().await;
        let place = Place::directory(&lab.path().join("read-models")).unwrap();
        let (log, vault, blobs) = (lab.log.clone(), lab.vault.clone(), lab.blobs.clone());
        let reads = ReadModels::open(place, log, vault, blobs, None).await.unwrap();
        let shutdown = CancellationToken::new();
        let (projector, stop) = (reads.clone(), shutdown.clone());
        tokio::spawn(async move { projector.run(stop).await });
        let readiness = Readiness::default();
        readiness.set(true);
        let state = AppState {
            commands: lab.commands.clone(),
            reads,
            tokens: Tokens::new(&[9; 32]),
            settings: Arc::new(settings),
            readiness,
            queues: Arc::new(OneQueue),
            shutdown: shutdown.clone(),
        };
        let router = web::router(state.clone());
        Self { lab, state, router, shutdown }
    }

    /// A user of this role, named like it, with [`PASSWORD`].
    pub async fn user(&self, role: Role) {
        let user = AddUser {
            username: Personal::new(role.as_str()),
            full_name: Personal::new(format!("A {role}")),
            role,
            password: PASSWORD.to_owned(),
        };
        self.lab.commands.add_user(&self.lab.system("test"), user).await.unwrap();
    }

    /// An access token of a new user of this role.
    pub async fn token(&self, role: Role) -> String {
        self.user(role).await;
        self.sign_in(role).await.json["access_token"].as_str().unwrap().to_owned()
    }

    /// An access token of a second user of this role, whom an administrator adds.
    pub async fn another(&self, admin: &str, role: Role) -> String {
        let name = format!("another-{role}");
        let user = serde_json::json!({
            "username": name, "full_name": name, "role": role.as_str(), "password": PASSWORD,
        });
        let made = self.ask(Ask::post("/api/v1/users").bearer(admin).json(&user)).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        let who = serde_json::json!({"username": name, "password": PASSWORD});
        let reply = self.ask(Ask::post("/api/v1/session").json(&who)).await;
        reply.json["access_token"].as_str().unwrap().to_owned()
    }

    pub async fn sign_in(&self, role: Role) -> Reply {
        let who = serde_json::json!({"username": role.as_str(), "password": PASSWORD});
        let reply = self.ask(Ask::post("/api/v1/session").json(&who)).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        reply
    }

    pub async fn setup_token(&self) -> Secret {
        self.lab.commands.offer_setup().await.unwrap().unwrap()
    }

    /// Asks, and holds the answer against the document.
    pub async fn ask(&self, ask: Ask) -> Reply {
        let (method, path) = (ask.method.clone(), ask.path.clone());
        let response = self.router.clone().oneshot(ask.request()).await.unwrap();
        let (parts, body) = response.into_parts();
        let kind = parts.headers.get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        let body = match kind.as_deref() {
            // It has no end.
            Some("text/event-stream") => vec![],
            _ => to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        };
        let is_json = kind.as_deref().is_some_and(|kind| kind.contains("json"));
        let json = match is_json && !body.is_empty() {
            true => serde_json::from_slice(&body).unwrap(),
            false => Value::Null,
        };
        let reply = Reply { status: parts.status, headers: parts.headers, body, json };
        reply.check(&method, &path);
        reply
    }

    /// Reads something after what was just written.
    pub async fn get_after(&self, token: &str, path: &str, written: &Reply) -> Reply {
        let sign = if path.contains('?') { '&' } else { '?' };
        let path = format!("{path}{sign}after={}", written.header("position").unwrap());
        let reply = self.ask(Ask::get(&path).bearer(token)).await;
        assert_eq!(reply.status, StatusCode::OK, "{reply:?}");
        reply
    }

    /// A registered patient's id.
    pub async fn patient(&self, technologist: &str, number: &str) -> String {
        let patient = serde_json::json!({"number": number, "name": "Ada Example"});
        let ask = Ask::post("/api/v1/patients").bearer(technologist).json(&patient);
        let reply = self.ask(ask).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{reply:?}");
        reply.json["id"].as_str().unwrap().to_owned()
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

/// A request in the making.
pub struct Ask {
    pub method: Method,
    pub path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Ask {
    pub fn new(method: Method, path: &str) -> Self {
        Self { method, path: path.to_owned(), headers: vec![], body: vec![] }
    }

    pub fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub fn post(path: &str) -> Self {
        Self::new(Method::POST, path)
    }

    pub fn put(path: &str) -> Self {
        Self::new(Method::PUT, path)
    }

    pub fn patch(path: &str) -> Self {
        Self::new(Method::PATCH, path)
    }

    pub fn delete(path: &str) -> Self {
        Self::new(Method::DELETE, path)
    }

    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    pub fn body(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", kind)
    }

    pub fn json(self, value: &Value) -> Self {
        self.body("application/json", value.to_string())
    }

    /// A form: fields, then files by name.
    pub fn form(self, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Self {
        let mut body = vec![];
        for (name, value) in fields {
            let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(value.as_bytes());
            body.extend_from_slice(b"\r\n");
        }
        for (name, content) in files {
            let head = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        self.body("multipart/form-data; boundary=edge", body)
    }

    pub fn request(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(self.path);
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.header("host", "lab:8080").body(Body::from(self.body)).unwrap()
    }
}

#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub json: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The word of a problem.
    pub fn problem(&self) -> &str {
        self.json["type"].as_str().unwrap().strip_prefix(web::problem::PREFIX).unwrap()
    }

    /// The value that a cookie was set to.
    pub fn cookie(&self, name: &str) -> String {
        let all = self.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
        let mut pairs = all.filter_map(|line| line.split(';').next()?.split_once('='));
        pairs.find(|(key, _)| *key == name).unwrap().1.to_owned()
    }

    fn check(&self, method: &Method, path: &str) {
        let status = self.status.as_u16();
        for name in ["content-security-policy", "x-content-type-options", "x-request-id"] {
            assert!(self.headers.contains_key(name), "{method} {path}: no {name}");
        }
        if status >= 400 {
            assert_eq!(self.header("content-type"), Some("application/problem+json"));
            assert_eq!(self.json["status"], status, "{self:?}");
            for member in ["type", "title", "detail"] {
                assert!(self.json[member].as_str().is_some_and(|text| !text.is_empty()));
            }
        }
        if matches!(status, 429 | 503) {
            assert!(self.headers.contains_key("retry-after"), "{self:?}");
        }
        if let Some(documented) = documented(method, path) {
            assert!(documented.contains(&status), "{method} {path}: {status} is not documented");
        }
    }
}

/// The status codes that the document knows for a request; none for a route that is not there.
fn documented(method: &Method, path: &str) -> Option<Vec<u16>> {
    let path = path.split('?').next().unwrap();
    let route =
        web::table().into_iter().find(|route| route.method == *method && fits(route.path, path))?;
    static DOCUMENT: LazyLock<Value> =
        LazyLock::new(|| serde_json::to_value(web::openapi::document()).unwrap());
    let operation = &DOCUMENT["paths"][route.path][method.as_str().to_lowercase()];
    let codes = operation["responses"].as_object().unwrap().keys();
    Some(codes.map(|code| code.parse().unwrap()).collect())
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    let same = |(part, text): (&&str, &&str)| part.starts_with('{') || part == text;
    template.len() == path.len() && template.iter().zip(&path).all(same)
}

/// A function's queue with one parked event.
struct OneQueue;

#[async_trait]
impl Queues for OneQueue {
    async fn list(&self) -> Result<Vec<QueueView>, String> {
        Ok(vec![QueueView {
            name: "classify".to_owned(),
            position: Some(7),
            in_flight: 2,
            parked: vec![ParkedView {
                id: PARKED,
                kind: "ImageUploaded".to_owned(),
                stream: "image-x".to_owned(),
                retries: 5,
                reason: "it did not work".to_owned(),
                parked_at: Timestamp::UNIX_EPOCH,
            }],
        }])
    }

    async fn replay(&self, event: Uuid) -> Result<u64, String> {
        Ok(u64::from(event == PARKED))
    }
}
