//! The laboratory's figures.

use domain::ids::{LabelId, ModelId, PanelId};
use domain::verdict::Verdict;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{ReadError, ReadModels};

/// The laboratory's figures.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StatisticsView {
    /// Patients in work.
    pub patients: i64,
    /// Cases in work.
    pub cases: i64,
    /// Images in work, by panel.
    pub images: Vec<PanelFigures>,
    /// What happened on each day (UTC) and panel, newest day first.
    pub days: Vec<DayFigures>,
    /// How often each label was predicted and given as verdict, ever.
    pub labels: Vec<LabelFigures>,
    /// How often readers agree with models, now.
    pub agreement: Vec<AgreementFigures>,
}

/// A panel's images in work.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PanelFigures {
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// Without a final verdict.
    pub unverified: i64,
    /// With a final verdict.
    pub verified: i64,
}

/// What happened on a day.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DayFigures {
    /// Which day (UTC).
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// Images uploaded.
    pub uploads: i64,
    /// Predictions made.
    pub predictions: i64,
    /// Final verdicts given.
    pub verdicts: i64,
    /// Final verdicts amended.
    pub amendments: i64,
}

/// How often a label came up.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LabelFigures {
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// A label or an abstention.
    #[schema(value_type = String)]
    pub label: Verdict,
    /// It led in so many predictions.
    pub predictions: i64,
    /// It was given, or amended to, so often.
    pub verdicts: i64,
}

/// One pair of a model's label and the reader's verdict.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AgreementFigures {
    /// Which panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// Which model.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// What the model said.
    #[schema(value_type = String)]
    pub predicted: LabelId,
    /// What the final verdict is.
    #[schema(value_type = String)]
    pub verdict: Verdict,
    /// On so many images.
    pub images: i64,
}

/// Queries over the figures.
#[derive(Clone, Copy)]
pub struct Statistics<'a>(pub(crate) &'a ReadModels);

impl Statistics<'_> {
    /// All figures, with the last `days` days.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, days: u32) -> Result<StatisticsView, ReadError> {
        let _ = days;
        todo!()
    }
}
