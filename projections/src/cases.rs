//! Specimens, with how far their images are read.

use domain::event::{Priority, Specimen};
use domain::ids::{CaseId, PatientId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Page, Paged, ReadError, ReadModels};

/// How far a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// No image yet, or one without a final verdict.
    Open,
    /// Every image in work has a final verdict.
    Read,
}

/// One specimen.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CaseView {
    /// Which.
    #[schema(value_type = Uuid)]
    pub id: CaseId,
    /// Whose.
    #[schema(value_type = Uuid)]
    pub patient_id: PatientId,
    /// The specimen's number in the laboratory.
    pub accession: Option<String>,
    /// What was taken.
    #[schema(value_type = String)]
    pub specimen: Specimen,
    /// When it was taken, if known.
    pub collected_at: Option<Timestamp>,
    /// When the laboratory got it.
    pub received_at: Timestamp,
    /// The stain, if known.
    pub stain: Option<String>,
    /// How soon it is wanted: `routine`, `urgent`, `stat`.
    #[schema(value_type = String)]
    pub priority: Priority,
    /// What the sender wrote.
    pub clinical_details: Option<String>,
    /// How far it is.
    pub status: CaseStatus,
    /// What was concluded; none yet.
    pub conclusion: Option<String>,
    /// A critical finding was declared.
    pub critical: bool,
    /// Opened by an upload that named no case.
    pub implicit: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Images in work, read or not; voided ones do not count.
    pub images_total: i64,
    /// Images in work without a final verdict.
    pub images_unverified: i64,
    /// How often people changed it: for `If-Match`.
    pub case_revision: u64,
}

/// Which cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFilter {
    /// Of one patient.
    pub patient: Option<PatientId>,
    /// So far.
    pub status: Option<CaseStatus>,
    /// So urgent.
    pub priority: Option<Priority>,
}

/// Queries over cases.
#[derive(Clone, Copy)]
pub struct Cases<'a>(pub(crate) &'a ReadModels);

impl Cases<'_> {
    /// One page of the cases in work. Sorts: `received_at` (usual, descending), `priority`,
    /// `accession`, `images_unverified`.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(
        &self,
        filter: &CaseFilter,
        page: &Page,
    ) -> Result<Paged<CaseView>, ReadError> {
        let _ = (filter, page);
        todo!()
    }

    /// One case; none when its patient was removed or erased.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: CaseId) -> Result<Option<CaseView>, ReadError> {
        let _ = id;
        todo!()
    }
}
