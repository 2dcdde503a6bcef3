//! Two records of one patient become one.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::Commands;
use domain::ids::PatientId;
use domain::personal::Personal;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::etag::if_match;
use crate::extract::{Json, Path};
use crate::problem::Answer;
use crate::reply::{Receipt, changed};

/// The record that stays, and why the two are of one patient.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePatient {
    /// The patient whose record stays.
    into: Uuid,
    /// In plain words.
    #[schema(min_length = 1, max_length = 4000, example = "Entered twice at admission.")]
    reason: String,
}

/// Merge a patient's record into another of the same patient. Cases and images are that one's from
/// now on; this record stays in the history and takes nothing new. Answers with the other's id.
#[utoipa::path(post, path = "/api/v1/patients/{id}/merge", tag = "patients",
    params(("If-Match" = Option<String>, Header, description = "The patient's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn merge_patient(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(wanted): Json<MergePatient>,
) -> Answer<Response> {
    let (from, into) = (PatientId(id), PatientId(wanted.into));
    let (reason, revision) = (Personal::new(wanted.reason), if_match(&headers)?);
    let done = commands.merge_patients(&context, from, into, reason, revision).await?;
    changed(&done, done.value)
}
