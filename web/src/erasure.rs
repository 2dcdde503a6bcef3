//! Erasure: a patient's key is destroyed, and with it every copy of what it sealed.

use axum::extract::State;
use axum::response::Response;
use commands::Commands;
use domain::ids::PatientId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::extract::{Json, Path};
use crate::password_again;
use crate::problem::Answer;
use crate::reply::{Receipt, changed};

/// The own password again, for what cannot be undone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErasePatient {
    /// The password of the one who asks.
    #[schema(max_length = 1024, format = Password)]
    password: String,
}

/// Erase a patient for good: the key, the images, every derived copy. The history keeps that it
/// happened. Refused while a legal hold stands.
#[utoipa::path(post, path = "/api/v1/patients/{id}/erase", tag = "patients", responses(
    (status = 200, body = Receipt),
    (status = 403, description = "The role may not do this, or the password is wrong."),
    (status = 429, description = "Too many wrong passwords; try again after `Retry-After` seconds.")))]
pub async fn erase_patient(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    Json(asked): Json<ErasePatient>,
) -> Answer<Response> {
    password_again::check(&commands, &context, &asked.password).await?;
    let done = commands.erase_patient(&context, PatientId(id)).await?;
    changed(&done, id)
}
