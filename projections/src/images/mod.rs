//! The worklist: every image, what models and readers said of it, how far it is.

mod view;

use domain::ids::{CaseId, ImageId, LabelId, PanelId, PatientId};
use domain::verdict::Verdict;

use crate::{Page, Paged, ReadError, ReadModels};

pub use view::*;

/// Which images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageFilter {
    /// Of one patient.
    pub patient: Option<PatientId>,
    /// Of one case.
    pub case: Option<CaseId>,
    /// Of one panel.
    pub panel: Option<PanelId>,
    /// So far; without it, all but voided ones.
    pub status: Option<ImageStatus>,
    /// With this label leading in the latest prediction.
    pub predicted: Option<LabelId>,
    /// With this final verdict.
    pub verdict: Option<Verdict>,
}

/// Queries over images.
#[derive(Clone, Copy)]
pub struct Images<'a>(pub(crate) &'a ReadModels);

impl Images<'_> {
    /// One page of the images in work. Sorts: `uploaded_at` (usual, descending), `worklist`
    /// (priority, then what the model is unsure of, then oldest), `file_name`, `confidence`,
    /// `uncertainty`.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(
        &self,
        filter: &ImageFilter,
        page: &Page,
    ) -> Result<Paged<ImageView>, ReadError> {
        let _ = (filter, page);
        todo!()
    }

    /// How many images in work pass the filter, exactly.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn count(&self, filter: &ImageFilter) -> Result<u64, ReadError> {
        let _ = filter;
        todo!()
    }

    /// One image; none when its patient was removed or erased.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: ImageId) -> Result<Option<ImageView>, ReadError> {
        let _ = id;
        todo!()
    }
}
