//! Whether the server runs, and whether it is ready for work.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use projections::ReadModels;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::{Answer, Problem};
use crate::reply::{View, json};
use crate::state::{Readiness, Settings};

/// How it is, and what it is.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `alive` or `ready`.
    status: &'static str,
    /// Whether this installation was filled for demonstration: its images are drawn, its patients invented.
    demonstration: bool,
}

/// The process runs.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health)))]
pub async fn alive(State(settings): State<Arc<Settings>>) -> Answer<View> {
    json(&Health { status: "alive", demonstration: settings.demonstration })
}

/// The read models have caught up, the models are warm, there is room for new data, and the state,
/// the event log, the read models' database and the store of the images answer. Otherwise the
/// problem's `errors` name the parts that are not as they must be.
#[utoipa::path(get, path = "/readyz", tag = "health", responses((status = 200, body = Health)))]
pub async fn ready(
    State(reads): State<ReadModels>,
    State(readiness): State<Readiness>,
    State(settings): State<Arc<Settings>>,
) -> Answer<View> {
    let missing = readiness.missing().into_iter().map(|(part, why)| (part.as_str(), why));
    let missing: Vec<_> = missing.chain(read_models(&reads)).collect();
    if missing.is_empty() {
        return json(&Health { status: "ready", demonstration: settings.demonstration });
    }
    let sentences: Vec<_> = missing.iter().map(|(_, why)| *why).collect();
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let problem = Problem::new(status, "not-ready", "Not ready", sentences.join(" "));
    let named = missing.iter().fold(problem, |p, (part, why)| p.at(format!("/{part}"), *why));
    Err(named.retry_after(1))
}

/// What is wrong with the read models, if anything.
fn read_models(reads: &ReadModels) -> Option<(&'static str, &'static str)> {
    (!reads.ready()).then_some(("read-models", "The read models have not caught up."))
}
