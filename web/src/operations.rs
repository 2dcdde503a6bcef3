//! How the parts of the system are doing, for administrators.

use std::sync::Arc;

use async_trait::async_trait;
use axum::extract::State;
use jiff::Timestamp;
use projections::{ReadModels, Status};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::extract::Path;
use crate::problem::{Answer, Problem};
use crate::reply::{View, json};

/// What this room wants to know of functions and their queues. The composition root answers it over
/// the event log's groups.
#[async_trait]
pub trait Queues: Send + Sync + 'static {
    /// Every function's queue.
    ///
    /// # Errors
    /// Text for the log when the engine does not answer.
    async fn list(&self) -> Result<Vec<QueueView>, String>;

    /// Delivers a parked event again to every function that parked it. Says to how many.
    ///
    /// # Errors
    /// Text for the log when the engine does not answer.
    async fn replay(&self, event: Uuid) -> Result<u64, String>;
}

/// A function's queue.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct QueueView {
    /// The function.
    pub name: String,
    /// Every event up to here is settled; none when nothing is.
    pub position: Option<u64>,
    /// Events delivered and not settled, or waiting to be tried again.
    pub in_flight: u64,
    /// Events put aside.
    pub parked: Vec<ParkedView>,
}

/// An event that a function could not deal with.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ParkedView {
    /// The event.
    pub id: Uuid,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The stream that it stands in, such as `image-…`.
    pub stream: String,
    /// How often it was tried.
    pub retries: u32,
    /// What the last try said.
    pub reason: String,
    /// Since when it is put aside.
    pub parked_at: Timestamp,
}

/// How the parts of the system are doing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OperationsView {
    /// How far the read models are behind the log.
    pub projections: Status,
    /// The functions' queues.
    pub functions: Vec<QueueView>,
}

/// To how many functions an event is delivered again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Replayed {
    /// How many.
    pub functions: u64,
}

/// Lag of the read models, queues of the functions, parked events.
#[utoipa::path(get, path = "/api/v1/operations", tag = "operations",
    responses((status = 200, body = OperationsView)))]
pub async fn operations(
    State(reads): State<ReadModels>,
    State(queues): State<Arc<dyn Queues>>,
) -> Answer<View> {
    let functions = queues.list().await.map_err(away)?;
    json(&OperationsView { projections: reads.status().await?, functions })
}

/// Deliver a parked event again.
#[utoipa::path(post, path = "/api/v1/operations/parked/{id}/replay", tag = "operations",
    responses((status = 200, body = Replayed)))]
pub async fn replay_parked(
    State(queues): State<Arc<dyn Queues>>,
    Path(event): Path<Uuid>,
) -> Answer<View> {
    match queues.replay(event).await.map_err(away)? {
        0 => Err(Problem::not_found("parked event")),
        functions => json(&Replayed { functions }),
    }
}

fn away(reason: String) -> Problem {
    tracing::warn!(error = reason, "the functions' queues do not answer");
    Problem::unavailable("The functions' queues do not answer. Try again shortly.")
}
