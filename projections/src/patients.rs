//! Patients in work, with how much of theirs is still to be read.

use domain::event::{Event, PatientCorrected, PatientRegistered};
use domain::ids::PatientId;
use domain::personal::Opened;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::list::{Kind, Listing, Sort};
use crate::normalize::{key, search};
use crate::open::{Moment, correct, plain, plain_or_none};
use crate::row::row;
use crate::{Page, Paged, ReadError, ReadModels};

/// A patient.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PatientView {
    /// Who.
    #[schema(value_type = Uuid)]
    pub id: PatientId,
    /// The number that the laboratory knows the patient by.
    pub number: String,
    /// The patient's name.
    pub name: String,
    /// `female`, `male`, `other` or `unknown`, if known.
    pub sex: Option<String>,
    /// The day of birth, ISO 8601, if known.
    pub born_on: Option<String>,
    /// Anything else.
    pub notes: Option<String>,
    /// Images in work, read or not; voided ones do not count.
    pub images_total: i64,
    /// Images in work without a final verdict.
    pub images_unverified: i64,
    /// When the patient was entered.
    pub registered_at: Timestamp,
    /// When the patient was removed from work; never set in lists, which leave removed ones out.
    pub removed_at: Option<Timestamp>,
    /// Personal data was destroyed; its fields say `erased`.
    pub erased: bool,
    /// The record that it became part of; lists leave it out then.
    #[schema(value_type = Option<Uuid>)]
    pub merged_into: Option<PatientId>,
    /// The data must be kept: nobody may erase it.
    pub legal_hold: bool,
    /// How many changes there were: for `If-Match`.
    pub revision: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PatientRow {
    pub(crate) id: PatientId,
    pub(crate) number: String,
    number_key: String,
    name: String,
    name_key: String,
    sex: Option<String>,
    born_on: Option<String>,
    notes: Option<String>,
    pub(crate) images_total: i64,
    pub(crate) images_unverified: i64,
    registered_at: Timestamp,
    removed_at: Option<Timestamp>,
    pub(crate) removed: bool,
    erased: bool,
    pub(crate) merged_into: Option<PatientId>,
    legal_hold: bool,
    revision: u64,
    search: String,
}

row!(
    PatientRow in "patients", id: PatientId, number, number_key, name, name_key, sex, born_on,
    notes, images_total, images_unverified, registered_at, removed_at, removed, erased, merged_into,
    legal_hold, revision, search
);

/// Of an erased patient, that there was one: what comes late must not bring it back.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ErasedRow {
    pub(crate) id: PatientId,
    pub(crate) erased_at: Timestamp,
}

row!(ErasedRow in "erased_patients", id: PatientId, erased_at);

/// One patient after one more event; none once erased.
pub(crate) fn fold(
    row: Option<PatientRow>,
    event: &Event<Opened>,
    at: &Moment,
) -> Option<PatientRow> {
    if let Event::PatientRegistered(e) = event {
        return Some(PatientRow::registered(e, at).searchable());
    }
    let mut row = row?;
    match event {
        Event::PatientCorrected(e) => row.correct(e),
        Event::PatientRemoved(_) => {
            row.removed = true;
            row.removed_at = Some(at.recorded_at);
        }
        Event::PatientErased(_) => return None,
        Event::PatientMerged(e) => row.merged_into = Some(e.into),
        Event::LegalHoldPlaced(_) => row.legal_hold = true,
        Event::LegalHoldLifted(_) => row.legal_hold = false,
        _ => {}
    }
    row.revision += 1;
    Some(row.searchable())
}

impl PatientRow {
    fn registered(e: &PatientRegistered<Opened>, at: &Moment) -> Self {
        Self {
            id: e.patient,
            number: plain(&e.number),
            number_key: String::new(),
            name: plain(&e.name),
            name_key: String::new(),
            sex: plain_or_none(e.sex.as_ref()),
            born_on: plain_or_none(e.born_on.as_ref()),
            notes: plain_or_none(e.notes.as_ref()),
            images_total: 0,
            images_unverified: 0,
            registered_at: at.recorded_at,
            removed_at: None,
            removed: false,
            erased: e.number == Opened::Erased,
            merged_into: None,
            legal_hold: false,
            revision: 1,
            search: String::new(),
        }
    }

    fn correct(&mut self, e: &PatientCorrected<Opened>) {
        if let Some(number) = &e.number {
            self.number = plain(number);
        }
        if let Some(name) = &e.name {
            self.name = plain(name);
        }
        correct(&mut self.sex, e.sex.as_ref());
        correct(&mut self.born_on, e.born_on.as_ref());
        correct(&mut self.notes, e.notes.as_ref());
    }

    fn searchable(mut self) -> Self {
        self.number_key = key(&self.number);
        self.name_key = key(&self.name);
        self.search = search(&[Some(&self.number), Some(&self.name), self.born_on.as_deref()]);
        self
    }
}

impl From<PatientRow> for PatientView {
    fn from(row: PatientRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            name: row.name,
            sex: row.sex,
            born_on: row.born_on,
            notes: row.notes,
            images_total: row.images_total,
            images_unverified: row.images_unverified,
            registered_at: row.registered_at,
            removed_at: row.removed_at,
            erased: row.erased,
            merged_into: row.merged_into,
            legal_hold: row.legal_hold,
            revision: row.revision,
        }
    }
}

const SORTS: &[Sort] = &[
    Sort::new("name", "name_key", Kind::Text),
    Sort::new("number", "number_key", Kind::Text),
    Sort::new("registered_at", "registered_at", Kind::Int),
    Sort::new("images_unverified", "images_unverified", Kind::Int),
];

/// The patients in work, once each.
pub(crate) fn in_work() -> Listing {
    Listing::new(SORTS, "name").always("removed = 0").always("merged_into IS NULL")
}

/// Queries over patients.
#[derive(Clone, Copy)]
pub struct Patients<'a>(pub(crate) &'a ReadModels);

impl Patients<'_> {
    /// One page of the patients in work, without records merged into another. Sorts: `name` (usual), `number`, `registered_at`,
    /// `images_unverified`.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(&self, page: &Page) -> Result<Paged<PatientView>, ReadError> {
        let listing = in_work().search(&["search LIKE ? ESCAPE '!'"]);
        Ok(self.0.list::<PatientRow>(listing, page).await?.map(PatientView::from))
    }

    /// One patient in work, also a record that was merged into another; none for a removed or erased
    /// one.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: PatientId) -> Result<Option<PatientView>, ReadError> {
        let row = self.0.one::<PatientRow>(&id).await?;
        Ok(row.filter(|row| !row.removed).map(PatientView::from))
    }

    /// The patient in work with this number, however it is written; a record that was merged into
    /// another only when no other has it.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn by_number(&self, number: &str) -> Result<Option<PatientView>, ReadError> {
        let mut rows = self.0.rows::<PatientRow, _>("number_key", &[key(number)]).await?;
        rows.sort_by_key(|row| (row.merged_into.is_some(), row.id));
        Ok(rows.into_iter().find(|row| !row.removed).map(PatientView::from))
    }
}
