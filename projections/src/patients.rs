//! Patients in work, with how much of theirs is still to be read.

use domain::ids::PatientId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

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
    /// How many changes there were, less one: for `If-Match`.
    pub revision: u64,
}

/// Queries over patients.
#[derive(Clone, Copy)]
pub struct Patients<'a>(pub(crate) &'a ReadModels);

impl Patients<'_> {
    /// One page of the patients in work. Sorts: `name` (usual), `number`, `registered_at`,
    /// `images_unverified`.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(&self, page: &Page) -> Result<Paged<PatientView>, ReadError> {
        let _ = page;
        todo!()
    }

    /// One patient in work; none for a removed or erased one.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: PatientId) -> Result<Option<PatientView>, ReadError> {
        let _ = id;
        todo!()
    }

    /// The patient in work with this number, however it is written.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn by_number(&self, number: &str) -> Result<Option<PatientView>, ReadError> {
        let _ = number;
        todo!()
    }
}
