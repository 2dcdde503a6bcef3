//! The access record, for auditors. Reading it is written into it.

use axum::extract::State;
use domain::ids::{PatientId, UserId};
use jiff::Timestamp;
use projections::access::{AccessFilter, AccessKind};
use projections::{AccessView, Page, Paged, ReadModels};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::extract::Query;
use crate::problem::Answer;
use crate::reply::{View, shown};
use crate::shown::ShowsPatients;

/// Which lines of the record.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichAccess {
    /// Of one user.
    user: Option<Uuid>,
    /// About one patient.
    patient: Option<Uuid>,
    /// Of one kind.
    #[param(inline)]
    kind: Option<AccessKind>,
    /// Not before this time.
    from: Option<Timestamp>,
    /// Before this time.
    to: Option<Timestamp>,
}

/// It names patients by id and tells nothing else of them.
impl ShowsPatients for AccessView {
    fn patients(&self) -> Vec<PatientId> {
        vec![]
    }
}

/// Who came in, who was turned away, who saw whose data. Newest first; sorts: `at`. `q` searches
/// routes. Repeated reads are told once in ten minutes.
#[utoipa::path(get, path = "/api/v1/access", tag = "access", params(Page, WhichAccess),
    responses((status = 200, body = Paged<AccessView>)))]
pub async fn list_access(
    State(reads): State<ReadModels>,
    Query(page): Query<Page>,
    Query(which): Query<WhichAccess>,
) -> Answer<View> {
    let filter = AccessFilter {
        user: which.user.map(UserId),
        patient: which.patient.map(PatientId),
        kind: which.kind,
        from: which.from,
        to: which.to,
    };
    shown(&reads.access().list(&filter, &page).await?)
}
