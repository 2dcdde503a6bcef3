//! Patients.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::{Commands, PatientCorrection, PatientDetails};
use domain::ids::PatientId;
use domain::personal::Personal;
use projections::{Page, Paged, PatientView, ReadModels};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::etag::if_match;
use crate::extract::{Json, OptionalJson, Path, Query, Reason, given};
use crate::history::Then;
use crate::problem::Answer;
use crate::reply::{Receipt, View, changed, created, lasting, shown, shown_at};

/// A patient to enter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterPatient {
    /// The number that the laboratory knows the patient by; unique.
    #[schema(min_length = 1, max_length = 64)]
    number: String,
    /// The patient's name.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// `female`, `male`, `other` or `unknown`.
    sex: Option<String>,
    /// The day of birth, ISO 8601.
    #[schema(example = "1984-02-29")]
    born_on: Option<String>,
    /// Anything else.
    notes: Option<String>,
}

/// What is to be corrected of a patient. What is absent stays; `null` clears what may be empty.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectPatient {
    /// The number that the laboratory knows the patient by.
    number: Option<String>,
    /// The patient's name.
    name: Option<String>,
    /// `female`, `male`, `other` or `unknown`.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    sex: Option<Option<String>>,
    /// The day of birth, ISO 8601.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    born_on: Option<Option<String>>,
    /// Anything else.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    notes: Option<Option<String>>,
}

/// Patients in work. Sorts: `name`, `number`, `registered_at`, `images_unverified`.
#[utoipa::path(get, path = "/api/v1/patients", tag = "patients", params(Page),
    responses((status = 200, body = Paged<PatientView>)))]
pub async fn list_patients(
    State(reads): State<ReadModels>,
    Query(page): Query<Page>,
) -> Answer<View> {
    shown(&reads.patients().list(&page).await?).map(lasting)
}

/// Enter a patient.
#[utoipa::path(post, path = "/api/v1/patients", tag = "patients",
    responses((status = 201, body = Receipt)))]
pub async fn register_patient(
    State(commands): State<Commands>,
    By(context): By,
    Json(new): Json<RegisterPatient>,
) -> Answer<Response> {
    let details = PatientDetails {
        number: Personal::new(new.number),
        name: Personal::new(new.name),
        sex: new.sex.map(Personal::new),
        born_on: new.born_on.map(Personal::new),
        notes: new.notes.map(Personal::new),
    };
    let done = commands.register_patient(&context, details).await?;
    created(done.map(|id| id.0), "/api/v1/patients")
}

/// One patient, now or as of a position or time.
#[utoipa::path(get, path = "/api/v1/patients/{id}", tag = "patients", params(Then),
    responses((status = 200, body = PatientView)))]
pub async fn get_patient(
    State(reads): State<ReadModels>,
    Path(id): Path<Uuid>,
    Query(then): Query<Then>,
) -> Answer<View> {
    let id = PatientId(id);
    let now = async { reads.patients().get(id).await };
    let past = async |moment| reads.history().patient_as_of(id, moment).await;
    let patient = then.look("patient", now, past).await?;
    shown_at(&patient, patient.revision).map(|view| then.lasting(view))
}

/// Correct what is known of a patient.
#[utoipa::path(patch, path = "/api/v1/patients/{id}", tag = "patients",
    params(("If-Match" = Option<String>, Header, description = "The patient's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn correct_patient(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(wanted): Json<CorrectPatient>,
) -> Answer<Response> {
    let correction = PatientCorrection {
        number: wanted.number.map(Personal::new),
        name: wanted.name.map(Personal::new),
        sex: cleared(wanted.sex),
        born_on: cleared(wanted.born_on),
        notes: cleared(wanted.notes),
    };
    let revision = if_match(&headers)?;
    let done = commands.correct_patient(&context, PatientId(id), correction, revision).await?;
    changed(&done, id)
}

/// Remove a patient from work. The history stays.
#[utoipa::path(delete, path = "/api/v1/patients/{id}", tag = "patients",
    request_body = Option<Reason>,
    params(("If-Match" = Option<String>, Header, description = "The patient's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn remove_patient(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    OptionalJson(why): OptionalJson<Reason>,
) -> Answer<Response> {
    let reason = why.and_then(|why| why.reason).map(Personal::new);
    let revision = if_match(&headers)?;
    let done = commands.remove_patient(&context, PatientId(id), reason, revision).await?;
    changed(&done, id)
}

/// `null` clears a field, which the domain says by an empty text.
pub(crate) fn cleared(field: Option<Option<String>>) -> Option<Personal> {
    field.map(|text| Personal::new(text.unwrap_or_default()))
}
