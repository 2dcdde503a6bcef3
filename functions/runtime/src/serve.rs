//! A function behind HTTP: triggers come as CloudEvents, and the answer is what it found.
//!
//! It holds no credentials and knows no engine. Whoever calls decides what becomes of the answer.

mod call;
mod receive;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use serde_json::json;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::cloudevent::SPECVERSION;
use crate::problem::Problem;
use crate::signature::Secrets;
use crate::{Activity, Function, http};

/// How a function is served.
#[derive(Clone, Debug)]
pub struct ServeSettings {
    /// How many triggers are worked on at once; more are told to come later.
    pub concurrency: usize,
    /// How long one may take.
    pub timeout: Duration,
    /// How long those in work may take to finish when the server stops; then they are handed back.
    pub grace: Duration,
    /// What callers sign with; without secrets anybody is believed.
    pub secrets: Option<Secrets>,
    /// Counts what is in work.
    pub activity: Activity,
}

impl ServeSettings {
    /// 4 at once, two minutes each, 10 seconds to finish, nothing signed.
    pub fn new() -> Self {
        Self {
            concurrency: 4,
            timeout: Duration::from_secs(120),
            grace: Duration::from_secs(10),
            secrets: None,
            activity: Activity::default(),
        }
    }
}

impl Default for ServeSettings {
    fn default() -> Self {
        Self::new()
    }
}

/// One function, served. Cheap to clone.
#[derive(Clone)]
pub struct FunctionServer(Arc<Inner>);

struct Inner {
    function: Arc<dyn Function>,
    settings: ServeSettings,
    http: reqwest::Client,
    room: Semaphore,
    ready: AtomicBool,
    stop: CancellationToken,
}

impl FunctionServer {
    /// A server that is not ready yet. When `stop` is cancelled it takes no more.
    ///
    /// # Errors
    /// When TLS cannot be had.
    pub fn new(
        function: Arc<dyn Function>,
        settings: ServeSettings,
        stop: CancellationToken,
    ) -> Result<Self, reqwest::Error> {
        let http = http::client(settings.timeout)?;
        let room = Semaphore::new(settings.concurrency);
        let ready = AtomicBool::new(false);
        Ok(Self(Arc::new(Inner { function, settings, http, room, ready, stop })))
    }

    /// From now on triggers are taken: the function is warm.
    pub fn ready(&self) {
        self.0.ready.store(true, Relaxed);
    }

    /// What it answers: `POST /` takes a trigger, `GET /` says what this is.
    pub fn router(&self) -> Router {
        let unknown = |status: StatusCode, words: &'static str| async move {
            Problem::new(status, "There is nothing here.", words)
        };
        let (lost, method) = (StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED);
        Router::new()
            .route("/", get(describe).post(take))
            .route("/healthz", get(async || StatusCode::OK))
            .route("/readyz", get(readiness))
            .fallback(move || unknown(lost, "Triggers are sent to / with POST."))
            .method_not_allowed_fallback(move || unknown(method, "Triggers are sent with POST."))
            .with_state(self.clone())
    }

    /// Why no trigger is taken now.
    fn away(&self) -> Option<&'static str> {
        match (self.0.stop.is_cancelled(), self.0.ready.load(Relaxed)) {
            (true, _) => Some("The function is stopping."),
            (_, false) => Some("The function is warming up."),
            _ => None,
        }
    }
}

async fn describe(State(server): State<FunctionServer>) -> impl IntoResponse {
    let function = &server.0.function;
    Json(json!({
        "name": function.name(),
        "version": function.version(),
        "triggers": function.triggers(),
        "outcomes": function.outcomes(),
        "specversion": SPECVERSION,
        "signed": server.0.settings.secrets.is_some(),
    }))
}

async fn readiness(State(server): State<FunctionServer>) -> Response {
    match server.away() {
        None => StatusCode::OK.into_response(),
        Some(why) => {
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "Not ready.", why).into_response()
        }
    }
}

async fn take(State(server): State<FunctionServer>, request: Request) -> Response {
    match server.answer(request).await {
        Ok(answer) => answer,
        Err(problem) => problem.into_response(),
    }
}
