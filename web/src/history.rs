//! What happened, and how things stood.

use axum::extract::State;
use domain::ids::{CaseId, ImageId, PatientId};
use projections::ReadModels;
use projections::history::{AsOf, Entry};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::Path;
use crate::problem::{Answer, Problem};
use crate::reply::{View, json};

/// A moment of the past.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Then {
    /// A position, or a time (RFC 3339): the state as it was then.
    #[param(example = "2026-05-01T12:00:00Z")]
    as_of: Option<String>,
}

/// The moment asked for; none for now.
pub(crate) fn moment(then: &Then) -> Answer<Option<AsOf>> {
    let parsed = then.as_of.as_deref().map(str::parse::<AsOf>).transpose();
    parsed.map_err(|bad| Problem::invalid("/as_of", bad.to_string()))
}

/// What happened, oldest first.
#[derive(Serialize, ToSchema)]
pub struct Timeline {
    /// The events.
    items: Vec<Entry>,
}

/// What happened to an image.
#[utoipa::path(get, path = "/api/v1/images/{id}/history", tag = "history",
    responses((status = 200, body = Timeline)))]
pub async fn image_history(State(reads): State<ReadModels>, Path(id): Path<Uuid>) -> Answer<View> {
    timeline(reads.history().image(ImageId(id)).await?, "image")
}

/// What happened to a case and its images.
#[utoipa::path(get, path = "/api/v1/cases/{id}/history", tag = "history",
    responses((status = 200, body = Timeline)))]
pub async fn case_history(State(reads): State<ReadModels>, Path(id): Path<Uuid>) -> Answer<View> {
    timeline(reads.history().case(CaseId(id)).await?, "case")
}

/// What happened to a patient, the cases and images.
#[utoipa::path(get, path = "/api/v1/patients/{id}/history", tag = "history",
    responses((status = 200, body = Timeline)))]
pub async fn patient_history(
    State(reads): State<ReadModels>,
    Path(id): Path<Uuid>,
) -> Answer<View> {
    timeline(reads.history().patient(PatientId(id)).await?, "patient")
}

fn timeline(items: Option<Vec<Entry>>, what: &str) -> Answer<View> {
    json(&Timeline { items: items.ok_or_else(|| Problem::not_found(what))? })
}
