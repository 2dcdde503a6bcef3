//! Who works on which case. A claim says so to others; it blocks no verdict and ends by itself.

use axum::extract::State;
use axum::response::Response;
use commands::Commands;
use domain::ids::CaseId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::extract::Path;
use crate::problem::Answer;
use crate::reply::{Receipt, at_position, changed, json};

/// A case that the caller works on.
#[derive(Serialize, ToSchema)]
pub struct Claimed {
    /// The case.
    id: Uuid,
    /// Until when, unless claimed again.
    until: Timestamp,
}

/// Claim a case for 15 minutes, or extend an own claim. Refused while another reader works on it.
#[utoipa::path(post, path = "/api/v1/cases/{id}/claim", tag = "cases",
    responses((status = 200, body = Claimed)))]
pub async fn claim_case(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
) -> Answer<Response> {
    let done = commands.claim_case(&context, CaseId(id)).await?;
    // As the read models say it: in microseconds.
    let until = Timestamp::from_microsecond(done.value.as_microsecond()).unwrap_or(done.value);
    Ok(at_position(json(&Claimed { id, until })?, done.position))
}

/// Give up an own claim.
#[utoipa::path(delete, path = "/api/v1/cases/{id}/claim", tag = "cases",
    responses((status = 200, body = Receipt)))]
pub async fn release_claim(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
) -> Answer<Response> {
    let done = commands.release_claim(&context, CaseId(id)).await?;
    changed(&done, id)
}
