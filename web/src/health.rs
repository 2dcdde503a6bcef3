//! Whether the server runs, and whether it is ready for work.

use axum::extract::State;
use axum::http::StatusCode;
use projections::ReadModels;
use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::{Answer, Problem};
use crate::reply::{View, json};
use crate::state::Readiness;

/// One word.
#[derive(Serialize, ToSchema)]
pub struct Health {
    /// `alive` or `ready`.
    status: &'static str,
}

/// The process runs.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health)))]
pub async fn alive() -> Answer<View> {
    json(&Health { status: "alive" })
}

/// The read models have caught up and everything is warm.
#[utoipa::path(get, path = "/readyz", tag = "health", responses((status = 200, body = Health)))]
pub async fn ready(
    State(reads): State<ReadModels>,
    State(readiness): State<Readiness>,
) -> Answer<View> {
    let missing = match (readiness.get(), reads.ready()) {
        (true, true) => return json(&Health { status: "ready" }),
        (_, false) => "The read models have not caught up.",
        (false, true) => "The server is warming up, or about to stop.",
    };
    let status = StatusCode::SERVICE_UNAVAILABLE;
    Err(Problem::new(status, "not-ready", "Not ready", missing).retry_after(1))
}
