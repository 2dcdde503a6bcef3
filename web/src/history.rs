//! What happened, and how things stood.

use domain::ids::{CaseId, ImageId, PatientId};
use projections::ReadError;
use projections::history::{AsOf, Entry};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::extract::Path;
use crate::problem::{Answer, Problem};
use crate::reply::{View, lasting, shown};
use crate::seen::Seen;
use crate::shown::ShowsPatients;

/// A moment of the past.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Then {
    /// A position, or a time (RFC 3339): the state as it was then.
    #[param(example = "2026-05-01T12:00:00Z")]
    as_of: Option<String>,
}

impl Then {
    /// What is asked for as it is, or as it was at the moment asked for. Only one of the two is
    /// looked at.
    ///
    /// # Errors
    /// 400 for what is no moment, 404 when there is, or was, no such thing.
    pub(crate) async fn look<T>(
        &self,
        what: &str,
        now: impl Future<Output = Result<Option<T>, ReadError>>,
        then: impl AsyncFnOnce(AsOf) -> Result<Option<T>, ReadError>,
    ) -> Answer<T> {
        let found = match self.as_of.as_deref().map(str::parse::<AsOf>).transpose() {
            Ok(None) => now.await?,
            Ok(Some(moment)) => then(moment).await?,
            Err(bad) => return Err(Problem::invalid("/as_of", bad.to_string())),
        };
        found.ok_or_else(|| Problem::not_found(what))
    }

    /// What is shown as it is now lasts; the past may still be looked up in another way.
    pub(crate) fn lasting(&self, view: View) -> View {
        match self.as_of {
            None => lasting(view),
            Some(_) => view,
        }
    }
}

/// What happened, oldest first.
#[derive(Serialize, ToSchema)]
pub struct Timeline {
    /// The events.
    items: Vec<Entry>,
}

impl ShowsPatients for Timeline {
    fn patients(&self) -> Vec<PatientId> {
        self.items.patients()
    }
}

/// What happened to an image.
#[utoipa::path(get, path = "/api/v1/images/{id}/history", tag = "history",
    responses((status = 200, body = Timeline)))]
pub async fn image_history(Seen(reads): Seen, Path(id): Path<Uuid>) -> Answer<View> {
    timeline(reads.history().image(ImageId(id)).await?, "image")
}

/// What happened to a case and its images.
#[utoipa::path(get, path = "/api/v1/cases/{id}/history", tag = "history",
    responses((status = 200, body = Timeline)))]
pub async fn case_history(Seen(reads): Seen, Path(id): Path<Uuid>) -> Answer<View> {
    timeline(reads.history().case(CaseId(id)).await?, "case")
}

/// What happened to a patient, the cases and images.
#[utoipa::path(get, path = "/api/v1/patients/{id}/history", tag = "history",
    responses((status = 200, body = Timeline)))]
pub async fn patient_history(Seen(reads): Seen, Path(id): Path<Uuid>) -> Answer<View> {
    timeline(reads.history().patient(PatientId(id)).await?, "patient")
}

fn timeline(items: Option<Vec<Entry>>, what: &str) -> Answer<View> {
    shown(&Timeline { items: items.ok_or_else(|| Problem::not_found(what))? })
}
