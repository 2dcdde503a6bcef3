//! What models say of images.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{ImageId, LabelId, ModelId, PanelId};

/// A label and what the model gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probability {
    /// Which label.
    pub label: LabelId,
    /// Between 0 and 1; all of a prediction sum to 1.
    pub p: f64,
}

/// Whether an image looks like what the model learned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Familiarity {
    /// Inside what the model knows. Outside, its leading label means nothing.
    pub inside: bool,
    /// Energy of the logits, −T·log Σ exp(logit/T) (Liu et al. 2020); lower is more familiar.
    pub energy: f64,
    /// The energy above which an image is outside.
    pub threshold: f64,
    /// Why it is outside, in words; empty inside.
    pub reasons: Vec<String>,
}

/// See [`Event::PredictionRecorded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionRecorded {
    /// Which image.
    pub image: ImageId,
    /// Which model.
    pub model: ModelId,
    /// For which panel.
    pub panel: PanelId,
    /// The leading label.
    pub label: LabelId,
    /// Its probability after temperature scaling.
    pub confidence: f64,
    /// Entropy of the probabilities over log n: 0 sure, 1 knows nothing.
    pub uncertainty: f64,
    /// Whether the image looks like what the model learned from.
    pub familiarity: Familiarity,
    /// All labels of the model, in the order of its outputs.
    pub probabilities: Vec<Probability>,
    /// The device, such as `cpu` or `cuda:0`.
    pub device: String,
    /// The arithmetic, such as `f32`.
    pub precision: String,
    /// How long the network ran for this image, its share of a batch, in microseconds.
    pub duration_us: u64,
}

/// See [`Event::PredictionFailed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionFailed {
    /// Which image.
    pub image: ImageId,
    /// Which model.
    pub model: ModelId,
    /// Why, in words without personal data.
    pub reason: String,
}
