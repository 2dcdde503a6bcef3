//! `/patient`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::Commands;
use domain::ids::PatientId;
use projections::{Page, Paged, PatientView, ReadModels};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::caller::By;
use crate::extract::{Json, OptionalJson, Path, Query, Reason};
use crate::patients::{self, CorrectPatient, RegisterPatient};
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, View, lasting, shown, shown_at};
use crate::shown::ShowsPatients;

/// One patient, when one is named.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MaybePatient {
    /// A patient's id, or the laboratory's number: that one patient instead of the list.
    patient_id: Option<String>,
    /// The same: how many images the patient has, and how many wait for a verdict.
    patient_id_status: Option<String>,
}

/// A patient by id or number.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NamedPatient {
    /// The patient's id, or the number that the laboratory knows the patient by.
    #[param(min_length = 1)]
    pub(super) patient_id: String,
}

/// How far a patient's images are read.
#[derive(Serialize, ToSchema)]
pub struct PatientStatus {
    /// Who.
    #[schema(value_type = Uuid)]
    patient_id: PatientId,
    /// Images in work, read or not.
    images_total: i64,
    /// Images in work without a final verdict.
    images_unverified: i64,
}

/// One patient, how far the images of one are, or a page of all.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Patients {
    /// The one that was named.
    One(Box<PatientView>),
    /// How far the images of the one that was named are.
    Status(PatientStatus),
    /// All.
    Page(Paged<PatientView>),
}

impl ShowsPatients for Patients {
    fn patients(&self) -> Vec<PatientId> {
        match self {
            Self::One(patient) => patient.patients(),
            Self::Status(status) => vec![status.patient_id],
            Self::Page(patients) => patients.patients(),
        }
    }
}

/// Patients in work, one of them, or how far the images of one are.
#[utoipa::path(get, path = "/patient", tag = "the original's routes", params(Page, MaybePatient),
    responses((status = 200, body = Patients), (status = 404, description = "There is no such patient.")))]
pub async fn patient_get(
    State(reads): State<ReadModels>,
    Query(page): Query<Page>,
    Query(asked): Query<MaybePatient>,
) -> Answer<View> {
    if let Some(name) = asked.patient_id {
        let patient = patient(&reads, &name).await?;
        let revision = patient.revision;
        return shown_at(&Patients::One(Box::new(patient)), revision).map(lasting);
    }
    if let Some(name) = asked.patient_id_status {
        let PatientView { id, images_total, images_unverified, .. } =
            patient(&reads, &name).await?;
        let status = PatientStatus { patient_id: id, images_total, images_unverified };
        return shown(&Patients::Status(status)).map(lasting);
    }
    shown(&Patients::Page(reads.patients().list(&page).await?)).map(lasting)
}

/// Enter a patient.
#[utoipa::path(post, path = "/patient", tag = "the original's routes",
    responses((status = 201, body = Receipt)))]
pub async fn patient_post(
    commands: State<Commands>,
    by: By,
    new: Json<RegisterPatient>,
) -> Answer<Response> {
    patients::register_patient(commands, by, new).await
}

/// Correct what is known of a patient.
#[utoipa::path(put, path = "/patient", tag = "the original's routes",
    params(NamedPatient, ("If-Match" = Option<String>, Header, description = "The patient's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 404, description = "There is no such patient."),
        (status = 412, description = "It was changed since.")))]
pub async fn patient_put(
    commands: State<Commands>,
    State(reads): State<ReadModels>,
    by: By,
    Query(who): Query<NamedPatient>,
    headers: HeaderMap,
    wanted: Json<CorrectPatient>,
) -> Answer<Response> {
    let PatientId(id) = patient(&reads, &who.patient_id).await?.id;
    patients::correct_patient(commands, by, Path(id), headers, wanted).await
}

/// Remove a patient from work. The history stays.
#[utoipa::path(delete, path = "/patient", tag = "the original's routes",
    request_body = Option<Reason>,
    params(NamedPatient, ("If-Match" = Option<String>, Header, description = "The patient's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 404, description = "There is no such patient."),
        (status = 412, description = "It was changed since.")))]
pub async fn patient_delete(
    commands: State<Commands>,
    State(reads): State<ReadModels>,
    by: By,
    Query(who): Query<NamedPatient>,
    headers: HeaderMap,
    why: OptionalJson<Reason>,
) -> Answer<Response> {
    let PatientId(id) = patient(&reads, &who.patient_id).await?.id;
    patients::remove_patient(commands, by, Path(id), headers, why).await
}

/// The patient in work with this id or number.
pub(super) async fn patient(reads: &ReadModels, name: &str) -> Answer<PatientView> {
    let found = match name.parse() {
        Ok(id) => reads.patients().get(PatientId(id)).await?,
        Err(_) => reads.patients().by_number(name).await?,
    };
    found.ok_or_else(|| Problem::not_found("patient"))
}
