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
    /// What its pack said last of how often it is right.
    pub evaluation: Option<ModelEvaluated>,
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
    /// A band that holds nothing, overlaps the one before, or has more right answers than images.
    #[error("the answers from {from} to {to} make no sense: {right} right of {images}")]
    BadBand {
        /// Where it begins.
        from: String,
        /// Where it ends.
        to: String,
        /// So many right answers.
        right: u32,
        /// Of so many.
        images: u32,
    },
}

refusals!(Refusal {
    Self::NoLabels => "model-without-labels", Conflict;
    Self::DuplicateLabel(_) => "model-with-duplicate-label", Conflict;
    Self::ForeignLabel(_) => "model-with-foreign-label", Conflict;
    Self::PanelTooOld { .. } => "model-for-later-panel", Conflict;
    Self::BadBand { .. } => "model-with-senseless-answers", Conflict;
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

/// What a pack says of how often the model is right was seen. The same again is nothing new.
pub fn evaluate(model: &Model, seen: ModelEvaluated) -> Decision<Refusal> {
    if model.evaluation.as_ref() == Some(&seen) {
        return Ok(vec![]);
    }
    seen.answers.as_ref().map_or(Ok(()), Answers::check)?;
    Ok(vec![Event::ModelEvaluated(seen)])
}

impl Answers {
    /// Whether the bands lie one after the other between 0 and 1, with no more right answers than
    /// images.
    ///
    /// # Errors
    /// The first band that does not.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut end = 0.0;
        for &AnswerBand { from, to, images, right } in &self.bands {
            let sound = end <= from && from < to && to <= 1.0 && right <= images;
            if !sound {
                let (from, to) = (from.to_string(), to.to_string());
                return Err(Refusal::BadBand { from, to, right, images });
            }
            end = to;
        }
        Ok(())
    }
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
            evaluation: None,
        })
    }

    fn apply(&mut self, event: &Event<Opened>) {
        if let Event::ModelEvaluated(e) = event {
            self.evaluation = Some(e.clone());
        }
    }
}
