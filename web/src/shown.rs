//! Whose data an answer shows. What a clinical route reads must say it, or it is not answered.

use axum::response::Response;
use domain::ids::PatientId;
use projections::cases::ListedCase;
use projections::history::Entry;
use projections::images::ListedImage;
use projections::{CaseView, ImageView, Paged, PatientView};

/// Something that can be read, and that says whose data it shows.
pub trait ShowsPatients {
    /// Every patient of whom it tells something, in any order, perhaps more than once.
    fn patients(&self) -> Vec<PatientId>;
}

/// Left on an answer for the guard, which writes down who saw it: the patients it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(pub Vec<PatientId>);

/// The same answer, saying whose data it shows.
pub fn of(mut response: Response, patients: Vec<PatientId>) -> Response {
    response.extensions_mut().insert(Shown(patients));
    response
}

impl ShowsPatients for PatientView {
    fn patients(&self) -> Vec<PatientId> {
        vec![self.id]
    }
}

impl ShowsPatients for CaseView {
    fn patients(&self) -> Vec<PatientId> {
        vec![self.patient_id]
    }
}

impl ShowsPatients for ListedCase {
    fn patients(&self) -> Vec<PatientId> {
        self.case.patients()
    }
}

impl ShowsPatients for ImageView {
    fn patients(&self) -> Vec<PatientId> {
        vec![self.patient_id]
    }
}

impl ShowsPatients for ListedImage {
    fn patients(&self) -> Vec<PatientId> {
        self.image.patients()
    }
}

/// The first event of a case's or an image's stream names the patient, and so does every later one
/// that says something of a person.
impl ShowsPatients for Entry {
    fn patients(&self) -> Vec<PatientId> {
        let named = self.data["patient"].as_str().and_then(|id| id.parse().ok());
        named.into_iter().collect()
    }
}

impl<T: ShowsPatients> ShowsPatients for Vec<T> {
    fn patients(&self) -> Vec<PatientId> {
        self.iter().flat_map(T::patients).collect()
    }
}

impl<T: ShowsPatients> ShowsPatients for Paged<T> {
    fn patients(&self) -> Vec<PatientId> {
        self.items.patients()
    }
}
