//! Legal holds: while one stands, a patient's data cannot be erased.

use axum::extract::State;
use axum::response::Response;
use commands::Commands;
use domain::ids::PatientId;
use domain::personal::Personal;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::extract::{Json, Path};
use crate::problem::Answer;
use crate::reply::{Receipt, changed};

/// Why a hold is placed or lifted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldReason {
    /// In plain words.
    #[schema(min_length = 1, max_length = 4000, example = "Pending litigation, file 26-114.")]
    reason: String,
}

/// Place a legal hold: the patient's data cannot be erased until it is lifted.
#[utoipa::path(put, path = "/api/v1/patients/{id}/legal-hold", tag = "patients",
    responses((status = 200, body = Receipt)))]
pub async fn place_hold(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    Json(why): Json<HoldReason>,
) -> Answer<Response> {
    let done = commands.place_hold(&context, PatientId(id), Personal::new(why.reason)).await?;
    changed(&done, id)
}

/// Lift a legal hold.
#[utoipa::path(delete, path = "/api/v1/patients/{id}/legal-hold", tag = "patients",
    responses((status = 200, body = Receipt)))]
pub async fn lift_hold(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    Json(why): Json<HoldReason>,
) -> Answer<Response> {
    let done = commands.lift_hold(&context, PatientId(id), Personal::new(why.reason)).await?;
    changed(&done, id)
}
