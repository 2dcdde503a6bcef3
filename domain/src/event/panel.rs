//! Panels and the models that predict for them.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{LabelId, ModelId, PanelId};
use crate::panel::{Label, Unit};

/// See [`Event::PanelDefined`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PanelDefined {
    /// Which.
    pub panel: PanelId,
    /// Its name for people.
    pub title: String,
    /// What one image shows.
    pub unit: Unit,
    /// The labels, in the order in which they are always shown. This is version 1.
    pub labels: Vec<Label>,
    /// From which probability on, between 0 and 1, a critical label is suspected even when another
    /// one leads.
    pub critical_threshold: f64,
    /// Readers see neither models nor each other before they have read an image themselves.
    pub blind: bool,
}

/// See [`Event::PanelRevised`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PanelRevised {
    /// Which.
    pub panel: PanelId,
    /// The version that this makes, one more than the last.
    pub version: u32,
    /// Its name for people.
    pub title: String,
    /// All labels, retired ones too, in the order in which they are always shown.
    pub labels: Vec<Label>,
    /// From which probability on, between 0 and 1, a critical label is suspected even when another
    /// one leads.
    pub critical_threshold: f64,
    /// Readers see neither models nor each other before they have read an image themselves.
    pub blind: bool,
}

/// See [`Event::ModelActivated`]. Stands in the panel's stream, so that a panel has one active model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelActivated {
    /// Which panel.
    pub panel: PanelId,
    /// Which model.
    pub model: ModelId,
}

/// See [`Event::ModelDeactivated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelDeactivated {
    /// Which panel.
    pub panel: PanelId,
    /// Which model it was.
    pub model: ModelId,
}

/// See [`Event::ModelRegistered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelRegistered {
    /// The digest of manifest and weights.
    pub model: ModelId,
    /// The pack's name, such as `hrnet_w18_small_pbc8`.
    pub name: String,
    /// The network, such as `hrnet_w18_small`.
    pub architecture: String,
    /// The panel whose labels it predicts.
    pub panel: PanelId,
    /// The version of the panel that it was made for.
    pub panel_version: u32,
    /// The labels, in the order of the network's outputs.
    pub labels: Vec<LabelId>,
    /// What it must be told of with every answer: training data, limits, research use only.
    pub statement: String,
    /// The licence of the weights.
    pub licence: String,
    /// The whole card, in Markdown.
    pub card: String,
}

/// See [`Event::ModelEvaluated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelEvaluated {
    /// The digest of manifest and weights.
    pub model: ModelId,
    /// Whether its probabilities were fitted to how often they are right.
    pub calibrated: bool,
    /// How often answers were right on images that it did not learn from; none when the pack does
    /// not tell.
    pub answers: Option<Answers>,
}

/// How often answers were right, by how sure the model was of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// On which images.
    pub set: String,
    /// By the leading label's probability, from the smallest; what is outside is in none of them.
    pub bands: Vec<AnswerBand>,
}

/// The answers whose leading label has a probability in a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerBand {
    /// At least so much.
    pub from: f64,
    /// Less than so much; a band up to 1 holds 1 as well.
    pub to: f64,
    /// So many images.
    pub images: u32,
    /// On so many of them the answer was right.
    pub right: u32,
}

/// See [`Event::BackfillRequested`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackfillRequested {
    /// Which panel.
    pub panel: PanelId,
    /// Which model.
    pub model: ModelId,
}
