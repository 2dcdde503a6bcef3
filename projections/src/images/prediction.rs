//! What models said: one row for an image and model.

use domain::event::PredictionRecorded;
use domain::ids::{ImageId, LabelId, ModelId, PanelId};
use jiff::Timestamp;
use uuid::Uuid;

use super::{ImageRow, PredictionView, ProbabilityView};
use crate::models::ModelRow;
use crate::open::Moment;
use crate::row::row;
use crate::value::Json;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PredictionRow {
    pub(crate) id: Uuid,
    pub(crate) image_id: ImageId,
    pub(crate) model: ModelId,
    pub(crate) panel: PanelId,
    pub(crate) label: LabelId,
    pub(crate) confidence: f64,
    pub(crate) uncertainty: f64,
    pub(crate) inside: bool,
    outside_reasons: Json<Vec<String>>,
    probabilities: Json<Vec<ProbabilityView>>,
    device: String,
    arithmetic: String,
    duration_us: u64,
    recorded_at: Timestamp,
    pub(crate) position: u64,
}

row!(
    PredictionRow in "image_predictions", id: Uuid, image_id, model, panel, label,
    confidence, uncertainty, inside, outside_reasons, probabilities, device, arithmetic,
    duration_us, recorded_at, position
);

impl PredictionRow {
    /// The row of an image and a model.
    pub(crate) fn new(image: &ImageRow, e: &PredictionRecorded, at: &Moment) -> Self {
        let probability =
            |p: &domain::event::Probability| ProbabilityView { label: p.label.clone(), p: p.p };
        Self {
            id: Uuid::new_v5(&image.id.0, &e.model.0.0),
            image_id: image.id,
            model: e.model,
            panel: e.panel.clone(),
            label: e.label.clone(),
            confidence: e.confidence,
            uncertainty: e.uncertainty,
            inside: e.familiarity.inside,
            outside_reasons: Json(e.familiarity.reasons.clone()),
            probabilities: Json(e.probabilities.iter().map(probability).collect()),
            device: e.device.clone(),
            arithmetic: e.precision.clone(),
            duration_us: e.duration_us,
            recorded_at: at.recorded_at,
            position: at.position.0,
        }
    }

    /// As people see it, with what must be told of the model.
    pub(crate) fn view(&self, model: Option<&ModelRow>) -> PredictionView {
        PredictionView {
            model: self.model,
            model_name: model.map_or_else(|| self.model.to_string(), |model| model.name.clone()),
            statement: model.map_or_else(String::new, |model| model.statement.clone()),
            label: self.label.clone(),
            confidence: self.confidence,
            uncertainty: self.uncertainty,
            inside: self.inside,
            outside_reasons: self.outside_reasons.0.clone(),
            probabilities: self.probabilities.0.clone(),
            device: self.device.clone(),
            precision: self.arithmetic.clone(),
            duration_ms: self.duration_us as f64 / 1000.0,
            at: self.recorded_at,
        }
    }
}

/// The last one made for a panel.
pub(crate) fn latest<'a>(
    predictions: impl IntoIterator<Item = &'a PredictionRow>,
    panel: &PanelId,
) -> Option<&'a PredictionRow> {
    let of_panel = predictions.into_iter().filter(|row| row.panel == *panel);
    of_panel.max_by_key(|row| row.position)
}
