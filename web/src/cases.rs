//! Cases: one specimen each.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::{CaseCorrection, CaseDetails, Commands};
use domain::event::{Priority, Specimen};
use domain::ids::{CaseId, LabelId, PanelId, PatientId, UserId};
use domain::personal::Personal;
use jiff::Timestamp;
use projections::cases::{CaseFilter, CaseStatus, ListedCase};
use projections::{CaseView, Page, Paged};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::caller::By;
use crate::etag::if_match;
use crate::extract::{Json, Path, Query, given};
use crate::history::Then;
use crate::patients::cleared;
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, View, changed, created, lasting_a_second, shown, shown_at};
use crate::seen::Seen;
use crate::words;

/// A specimen to enter.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCase {
    /// The specimen's number in the laboratory; unique when given.
    accession: Option<String>,
    /// `peripheral_blood`, `bone_marrow`, `capillary_blood`, `cord_blood` or `other`.
    #[schema(value_type = words::Specimen)]
    specimen: Specimen,
    /// When it was taken.
    collected_at: Option<Timestamp>,
    /// When the laboratory got it; now when not said.
    received_at: Option<Timestamp>,
    /// The stain, such as `May-Grünwald-Giemsa`.
    stain: Option<String>,
    /// `routine` (when not said), `urgent` or `stat`.
    #[schema(value_type = Option<words::Priority>)]
    priority: Option<Priority>,
    /// What the sender wrote.
    clinical_details: Option<String>,
}

/// What is to be corrected of a case. What is absent stays; `null` clears a text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectCase {
    /// The specimen's number in the laboratory.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    accession: Option<Option<String>>,
    /// What was taken.
    #[schema(value_type = Option<words::Specimen>)]
    specimen: Option<Specimen>,
    /// When it was taken.
    collected_at: Option<Timestamp>,
    /// When the laboratory got it.
    received_at: Option<Timestamp>,
    /// The stain.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    stain: Option<Option<String>>,
    /// How soon it is wanted.
    #[schema(value_type = Option<words::Priority>)]
    priority: Option<Priority>,
    /// What the sender wrote.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    clinical_details: Option<Option<String>>,
}

/// Which cases.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichCases {
    /// How far they are: `open`, `read` or `concluded`; or `withdrawn`, which are left out without it.
    #[param(inline)]
    status: Option<CaseStatus>,
    /// `routine`, `urgent` or `stat`.
    #[param(value_type = Option<words::Priority>, inline)]
    priority: Option<Priority>,
    /// `true`: those with a critical finding that waits for somebody to be told; `false`: the others.
    critical: Option<bool>,
    /// `true`: those not concluded and past due; `false`: the others.
    overdue: Option<bool>,
    /// Those that this user works on now.
    claimed_by: Option<Uuid>,
    /// `true`: those on which somebody works now; `false`: the others.
    claimed: Option<bool>,
    /// Those with an image in work that is read against this panel.
    #[param(value_type = Option<words::Name>, inline)]
    panel: Option<PanelId>,
    /// Those with an unverified image in whose latest prediction this label leads.
    #[param(value_type = Option<words::Name>, inline)]
    predicted: Option<LabelId>,
    /// Those that the laboratory got before this time.
    received_before: Option<Timestamp>,
    /// Those that the laboratory got at this time or after.
    received_after: Option<Timestamp>,
    /// Those first concluded for good at this time or after.
    concluded_after: Option<Timestamp>,
}

/// Whose cases.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhoseCases {
    /// Of one patient.
    patient: Option<Uuid>,
}

impl WhichCases {
    fn of(self, patient: Option<PatientId>) -> CaseFilter {
        CaseFilter {
            patient,
            status: self.status,
            priority: self.priority,
            critical: self.critical,
            overdue: self.overdue,
            claimed_by: self.claimed_by.map(UserId),
            claimed: self.claimed,
            panel: self.panel,
            predicted: self.predicted,
            received_before: self.received_before,
            received_after: self.received_after,
            concluded_after: self.concluded_after,
        }
    }
}

/// Cases of all patients.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(Page, WhoseCases, WhichCases),
    responses((status = 200, body = Paged<ListedCase>)))]
pub async fn list_cases(
    Seen(reads): Seen,
    Query(page): Query<Page>,
    Query(whose): Query<WhoseCases>,
    Query(which): Query<WhichCases>,
) -> Answer<View> {
    let filter = which.of(whose.patient.map(PatientId));
    Ok(lasting_a_second(shown(&reads.cases().list(&filter, &page).await?)?))
}

/// A patient's cases.
#[utoipa::path(get, path = "/api/v1/patients/{id}/cases", tag = "cases", params(Page, WhichCases),
    responses((status = 200, body = Paged<ListedCase>)))]
pub async fn list_patient_cases(
    Seen(reads): Seen,
    Path(patient): Path<Uuid>,
    Query(page): Query<Page>,
    Query(which): Query<WhichCases>,
) -> Answer<View> {
    let patient = PatientId(patient);
    let known = reads.patients().get(patient).await?;
    known.ok_or_else(|| Problem::not_found("patient"))?;
    Ok(lasting_a_second(shown(&reads.cases().list(&which.of(Some(patient)), &page).await?)?))
}

/// Enter a specimen of a patient.
#[utoipa::path(post, path = "/api/v1/patients/{id}/cases", tag = "cases",
    responses((status = 201, body = Receipt)))]
pub async fn open_case(
    State(commands): State<Commands>,
    By(context): By,
    Path(patient): Path<Uuid>,
    Json(new): Json<OpenCase>,
) -> Answer<Response> {
    let details = CaseDetails {
        accession: new.accession.map(Personal::new),
        specimen: new.specimen,
        collected_at: new.collected_at,
        received_at: new.received_at.unwrap_or_else(Timestamp::now),
        stain: new.stain,
        priority: new.priority.unwrap_or(Priority::Routine),
        clinical_details: new.clinical_details.map(Personal::new),
    };
    let done = commands.open_case(&context, PatientId(patient), details).await?;
    created(done.map(|id| id.0), "/api/v1/cases")
}

/// One case, now or as of a position or time.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "cases", params(Then),
    responses((status = 200, body = CaseView)))]
pub async fn get_case(
    Seen(reads): Seen,
    Path(id): Path<Uuid>,
    Query(then): Query<Then>,
) -> Answer<View> {
    let id = CaseId(id);
    let now = async { reads.cases().get(id).await };
    let past = async |moment| reads.history().case_as_of(id, moment).await;
    let case = then.look("case", now, past).await?;
    shown_at(&case, case.case_revision)
}

/// Correct what is known of a case.
#[utoipa::path(patch, path = "/api/v1/cases/{id}", tag = "cases",
    params(("If-Match" = Option<String>, Header, description = "The case's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn correct_case(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(wanted): Json<CorrectCase>,
) -> Answer<Response> {
    let correction = CaseCorrection {
        accession: cleared(wanted.accession),
        specimen: wanted.specimen,
        collected_at: wanted.collected_at,
        received_at: wanted.received_at,
        stain: wanted.stain.map(Option::unwrap_or_default),
        priority: wanted.priority,
        clinical_details: cleared(wanted.clinical_details),
    };
    let revision = if_match(&headers)?;
    let done = commands.correct_case(&context, CaseId(id), correction, revision).await?;
    changed(&done, id)
}
