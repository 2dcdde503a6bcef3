//! The worklist: every image, what models and readers said of it, how far it is.

mod blind;
mod explanation;
mod finding;
mod listed;
mod measurement;
mod prediction;
mod reading;
mod row;
mod sorts;
mod suspicion;
mod view;
mod whole;

use std::collections::HashMap;

use domain::ids::{CaseId, ImageId, LabelId, PanelId, PatientId};
use domain::verdict::Verdict;
use jiff::Timestamp;

use crate::cases::SEARCH;
use crate::list::Listing;
use crate::sight::{READ, Sight};
use crate::{Page, Paged, ReadError, ReadModels};

use listed::Beside;
pub use listed::ListedImage;
pub(crate) use prediction::{PredictionRow, latest};
pub(crate) use reading::{LastReading, ReadingRow};
pub(crate) use row::{ImageRow, Renditions, fold};
pub(crate) use sorts::work_order;
pub use view::*;
pub(crate) use whole::Whole;

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
    /// Of a case with a critical finding that waits for somebody to be told of it, or without.
    pub critical: Option<bool>,
    /// Suspected to be mixed up with another patient's, or not.
    pub mix_up: Option<bool>,
    /// With a prediction and a label as final verdict that are not the same, or that are.
    pub disagrees: Option<bool>,
    /// With a final verdict that was amended, or with one that was not.
    pub amended: Option<bool>,
    /// Inside what the model of the latest prediction knows, or outside.
    pub inside: Option<bool>,
    /// That arrived before this time.
    pub uploaded_before: Option<Timestamp>,
    /// That arrived at this time or after.
    pub uploaded_after: Option<Timestamp>,
}

/// A reader's label is another than the model's. An abstention names no label.
const DISAGREES: &str =
    "verdict <> predicted_label AND verdict NOT IN ('uncertain', 'other', 'unsuitable')";

impl ImageFilter {
    /// Whether it asks for what models or readers say of an image.
    fn tells(&self) -> bool {
        // All are named, so that another filter is thought of here.
        let Self {
            patient: _,
            case: _,
            panel: _,
            status: _,
            critical: _,
            mix_up: _,
            uploaded_before: _,
            uploaded_after: _,
            predicted,
            verdict,
            disagrees,
            amended,
            inside,
        } = self;
        predicted.is_some() || verdict.is_some() || disagrees.or(*amended).or(*inside).is_some()
    }

    /// The images that pass. One of which that is withheld passes no filter that would tell it.
    fn listing(&self, sight: &Sight) -> Listing {
        let reader = sight.reader();
        let listing = Listing::new(sorts::of(sight), "-uploaded_at").always("removed = 0");
        let listing = match self.status {
            Some(_) => listing.only("status", self.status.as_ref()),
            None => listing.always("status <> 'voided'"),
        };
        listing
            .only("patient_id", self.patient.as_ref())
            .only("case_id", self.case.as_ref())
            .only("panel", self.panel.as_ref())
            .only("predicted_label", self.predicted.as_ref())
            .only("verdict", self.verdict.as_ref())
            .only("case_critical", self.critical.as_ref())
            .only("mix_up_suspected", self.mix_up.as_ref())
            .either(self.disagrees, DISAGREES, "verdict = predicted_label")
            .either(self.amended, "amendments > 0", "verdict IS NOT NULL AND amendments = 0")
            .only("inside", self.inside.as_ref())
            .when("uploaded_at < ?", self.uploaded_before.as_ref())
            .when("uploaded_at >= ?", self.uploaded_after.as_ref())
            .when(READ, reader.filter(|_| self.tells()).as_ref())
            .search(SEARCH)
    }
}

/// Queries over images.
#[derive(Clone, Copy)]
pub struct Images<'a>(pub(crate) &'a ReadModels);

impl Images<'_> {
    /// One page of the images in work. Sorts: `uploaded_at` (usual, descending), `worklist`
    /// (critical findings of the case that wait, then priority, then the hour in which the case is
    /// due, then what the model is unsure of, then oldest), `file_name`, `confidence`,
    /// `uncertainty`.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(
        &self,
        filter: &ImageFilter,
        page: &Page,
    ) -> Result<Paged<ListedImage>, ReadError> {
        let rows = self.0.list::<ImageRow>(filter.listing(&self.0.sight), page).await?;
        let mut views = self.whole(&rows.items).await?;
        let beside = Beside::of(&mut *self.0.db().await?, &rows.items).await?;
        Ok(rows.map(|row| Some(beside.with(views.remove(&row.id)?))).flatten())
    }

    /// How many images in work pass the filter, exactly.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn count(&self, filter: &ImageFilter) -> Result<u64, ReadError> {
        filter.listing(&self.0.sight).count::<ImageRow>(&mut *self.0.db().await?).await
    }

    /// One image; none when its patient was removed or erased.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: ImageId) -> Result<Option<ImageView>, ReadError> {
        let row = self.0.one::<ImageRow>(&id).await?.filter(|row| !row.removed);
        let Some(row) = row else { return Ok(None) };
        Ok(self.whole(&[row]).await?.remove(&id))
    }

    /// These images with all that was said of them.
    pub(crate) async fn whole(
        &self,
        rows: &[ImageRow],
    ) -> Result<HashMap<ImageId, ImageView>, ReadError> {
        let ids: Vec<ImageId> = rows.iter().map(|row| row.id).collect();
        let mut predictions: HashMap<_, Vec<_>> = HashMap::new();
        for row in self.0.rows::<PredictionRow, _>("image_id", &ids).await? {
            predictions.entry(row.image_id).or_default().push(row);
        }
        let mut readings: HashMap<_, Vec<_>> = HashMap::new();
        for row in self.0.rows::<ReadingRow, _>("image_id", &ids).await? {
            readings.entry(row.image_id).or_default().push(row);
        }
        let models = self.0.models().known().await?;
        let whole = |row: &ImageRow| Whole {
            image: row.clone(),
            predictions: predictions.remove(&row.id).unwrap_or_default(),
            readings: readings.remove(&row.id).unwrap_or_default(),
        };
        let wholes = rows.iter().map(whole);
        Ok(wholes.map(|whole| (whole.image.id, whole.seen(&models, &self.0.sight))).collect())
    }
}
