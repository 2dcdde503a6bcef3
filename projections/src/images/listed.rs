//! An image in a list: with the two identifiers by which people know whose it is.

use std::collections::{BTreeSet, HashMap};

use domain::ids::{CaseId, PatientId};
use serde::Serialize;
use sqlx::AnyConnection;
use utoipa::ToSchema;

use super::{ImageRow, ImageView};
use crate::ReadError;
use crate::cases::CaseRow;
use crate::patients::PatientRow;
use crate::table::select;

/// An image in a list.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ListedImage {
    /// The image.
    #[serde(flatten)]
    pub image: ImageView,
    /// The number that the laboratory knows the patient by.
    pub patient_number: String,
    /// The accession number of its case; none for a case that has none yet.
    pub accession: Option<String>,
}

/// What rows of other tables say of the images on a page.
pub(super) struct Beside {
    numbers: HashMap<PatientId, String>,
    accessions: HashMap<CaseId, String>,
}

impl Beside {
    /// Reads it, each table once and by its key: the list's own statement stays one that an index
    /// answers.
    pub(super) async fn of(db: &mut AnyConnection, images: &[ImageRow]) -> Result<Self, ReadError> {
        let patients: BTreeSet<PatientId> = images.iter().map(|row| row.patient_id).collect();
        let cases: BTreeSet<CaseId> = images.iter().map(|row| row.case_id).collect();
        let patients: Vec<_> = patients.into_iter().collect();
        let cases: Vec<_> = cases.into_iter().collect();
        let numbers = select::<PatientRow, _>(&mut *db, "id", &patients).await?;
        let cases = select::<CaseRow, _>(&mut *db, "id", &cases).await?;
        let accession = |row: CaseRow| Some((row.id, row.accession?));
        Ok(Self {
            numbers: numbers.into_iter().map(|row| (row.id, row.number)).collect(),
            accessions: cases.into_iter().filter_map(accession).collect(),
        })
    }

    /// An image with it.
    pub(super) fn with(&self, image: ImageView) -> ListedImage {
        ListedImage {
            patient_number: self.numbers.get(&image.patient_id).cloned().unwrap_or_default(),
            accession: self.accessions.get(&image.case_id).cloned(),
            image,
        }
    }
}
