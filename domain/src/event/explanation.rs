//! Where in an image a model sees what speaks for a label.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{ImageId, LabelId, ModelId};

/// See [`Event::ExplanationRequested`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationRequested {
    /// Which image.
    pub image: ImageId,
    /// Which model is to be explained.
    pub model: ModelId,
    /// The label that is asked about.
    pub label: LabelId,
}

/// The part of an image that a model was shown, in pixels of the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Where it begins, from the left.
    pub left: u32,
    /// Where it begins, from the top.
    pub top: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// See [`Event::ExplanationRecorded`]. The map lies beside the original, a PNG of `columns` × `rows`
/// pixels whose opacity is what a place adds to the label's logit, as a part of what the strongest
/// place adds; `support`, `opposition` and `bias` sum to the logit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExplanationRecorded {
    /// Which image.
    pub image: ImageId,
    /// Which model.
    pub model: ModelId,
    /// For which label.
    pub label: LabelId,
    /// The part of the image that the map lies on.
    pub area: Area,
    /// Places across.
    pub columns: u32,
    /// Places down.
    pub rows: u32,
    /// The label's logit.
    pub logit: f64,
    /// What all places that speak for the label add to it; not below 0.
    pub support: f64,
    /// What all places that speak against it add; not above 0.
    pub opposition: f64,
    /// What the model adds whatever an image shows.
    pub bias: f64,
    /// What the strongest place adds; 0 when none speaks for the label.
    pub peak: f64,
}

/// See [`Event::ExplanationFailed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationFailed {
    /// Which image.
    pub image: ImageId,
    /// Which model.
    pub model: ModelId,
    /// For which label.
    pub label: LabelId,
    /// Why, in words without personal data.
    pub reason: String,
}
