//! `GET /queues` and `GET /queues/{function}`: what waits, as JSON, for whoever starts and ends processes
//! by it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use infra::event_log::LogError;

use crate::queues::WaitingQueues;

/// The addresses.
pub fn router(queues: WaitingQueues) -> Router {
    Router::new()
        .route("/queues", get(all))
        .route("/queues/{function}", get(one))
        .with_state(queues)
}

async fn all(State(queues): State<WaitingQueues>) -> Response {
    match queues.all().await {
        Ok(all) => Json(all).into_response(),
        Err(error) => away(&error),
    }
}

async fn one(State(queues): State<WaitingQueues>, Path(function): Path<String>) -> Response {
    match queues.all().await {
        Ok(all) => match all.into_iter().find(|queue| queue.function == function) {
            Some(queue) => Json(queue).into_response(),
            None => {
                (StatusCode::NOT_FOUND, "No function of this name has a queue.\n").into_response()
            }
        },
        Err(error) => away(&error),
    }
}

/// Nothing is said rather than nothing waiting: who scales by it keeps what there is.
fn away(error: &LogError) -> Response {
    tracing::debug!(%error, "What waits is not known.");
    (StatusCode::SERVICE_UNAVAILABLE, "The event log does not answer.\n").into_response()
}
