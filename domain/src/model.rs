//! A model pack that this installation has seen and checked.

use crate::aggregate::{Aggregate, Decision};
use crate::event::*;
use crate::ids::{LabelId, ModelId, PanelId};
use crate::panel::{self, Panel};
use crate::personal::Opened;
use crate::refusal::refusals;

/// A model's present state.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The digest of manifest and weights.
    pub id: ModelId,
    /// The pack's name.
    pub name: String,
    /// The panel whose labels it predicts.
    pub panel: PanelId,
    /// The version of the panel that it was made for.
    pub panel_version: u32,
    /// The labels, in the order of the network's outputs.
    pub labels: Vec<LabelId>,
}

/// Why a model cannot be registered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing to predict.
    #[error("a model needs at least one label")]
    NoLabels,
    /// Two outputs for one label.
    #[error("the model's label “{0}” is there twice")]
    DuplicateLabel(LabelId),
    /// It says what the panel does not know.
    #[error("the model's label “{0}” is not one of its panel")]
    ForeignLabel(LabelId),
    /// It was made for labels that are still to come.
    #[error("the model was made for version {wanted} of its panel, which is at {actual}")]
    PanelTooOld {
        /// The version that it was made for.
        wanted: u32,
        /// The version that the panel has.
        actual: u32,
    },
}

refusals!(Refusal {
    Self::NoLabels => "model-without-labels", Conflict;
    Self::DuplicateLabel(_) => "model-with-duplicate-label", Conflict;
    Self::ForeignLabel(_) => "model-with-foreign-label", Conflict;
    Self::PanelTooOld { .. } => "model-for-later-panel", Conflict;
});

/// A pack was seen and checked. Its name is its digest, so seen again it is the same.
pub fn register(model: Option<&Model>, panel: &Panel, pack: ModelRegistered) -> Decision<Refusal> {
    if model.is_some() {
        return Ok(vec![]);
    }
    if pack.labels.is_empty() {
        return Err(Refusal::NoLabels);
    }
    let twice = |(index, label): &(usize, &LabelId)| pack.labels[..*index].contains(label);
    if let Some((_, label)) = pack.labels.iter().enumerate().find(twice) {
        return Err(Refusal::DuplicateLabel(label.clone()));
    }
    if let Some(label) = pack.labels.iter().find(|label| panel.label(label).is_none()) {
        return Err(Refusal::ForeignLabel(label.clone()));
    }
    if pack.panel_version > panel.version {
        let (wanted, actual) = (pack.panel_version, panel.version);
        return Err(Refusal::PanelTooOld { wanted, actual });
    }
    Ok(vec![Event::ModelRegistered(pack)])
}

impl Model {
    /// Whether the model says only what the panel knows.
    ///
    /// # Errors
    /// What does not fit.
    pub fn fits(&self, panel: &Panel) -> Result<(), panel::Refusal> {
        panel::fits(panel, self)
    }
}

impl Aggregate for Model {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::ModelRegistered(e) = event else { return None };
        Some(Self {
            id: e.model,
            name: e.name.clone(),
            panel: e.panel.clone(),
            panel_version: e.panel_version,
            labels: e.labels.clone(),
        })
    }

    fn apply(&mut self, _event: &Event<Opened>) {}
}
