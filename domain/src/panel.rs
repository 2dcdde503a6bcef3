//! Panels: the labels that an image can be read as. Data, not code: administrators revise them.

use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, Decision};
use crate::event::*;
use crate::ids::{LabelId, ModelId, PanelId};
use crate::model::Model;
use crate::personal::Opened;
use crate::refusal::refusals;
use crate::verdict::Verdict;

mod builtin;

pub use builtin::{BLOOD_CELL, BLOOD_DISEASE, builtin};

/// From which probability on a critical label is suspected, until a panel says otherwise.
pub const CRITICAL_THRESHOLD: f64 = 0.1;

/// What one image of a panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// One cell, cut out.
    Cell,
    /// A field of view with many cells.
    Field,
}

/// One thing that an image can be read as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Its name in events and in the interface.
    pub id: LabelId,
    /// Its name for people.
    pub name: String,
    /// A few capital letters where space is short.
    pub code: String,
    /// ICD-10 (WHO) code, for conclusions; never attached to a prediction.
    pub icd10: Option<String>,
    /// A finding that somebody must be told of at once.
    pub critical: bool,
    /// Kept for what was read before, no longer offered.
    pub retired: bool,
}

/// A panel's present state.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Which.
    pub id: PanelId,
    /// Its name for people.
    pub title: String,
    /// What one image shows.
    pub unit: Unit,
    /// Counts its revisions, from 1.
    pub version: u32,
    /// All labels, retired ones too, in the order in which they are shown.
    pub labels: Vec<Label>,
    /// From which probability on a critical label is suspected.
    pub critical_threshold: f64,
    /// Readers see neither models nor each other before they have read an image themselves.
    pub blind: bool,
    /// The model that predicts for it.
    pub active_model: Option<ModelId>,
    had_active_model: bool,
}

/// Why a panel cannot be so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No title, or too long.
    #[error("a panel needs a title of 1 to 200 characters")]
    TitleUnfit,
    /// A label has no name or no code, or too long ones.
    #[error("the label “{0}” needs a name of 1 to 100 characters and a code of 1 to 12")]
    LabelUnfit(LabelId),
    /// Two labels with one name in events.
    #[error("the label “{0}” is there twice")]
    DuplicateLabel(LabelId),
    /// A label would shadow an abstention.
    #[error("“{0}” is the word of an abstention and cannot be a label")]
    ReservedWord(LabelId),
    /// What was read as it must stay readable.
    #[error("the label “{0}” cannot be deleted, only retired")]
    LabelDeleted(LabelId),
    /// No probability.
    #[error("the threshold for critical labels is more than 0 and at most 1")]
    ThresholdUnfit,
    /// Nothing to choose from.
    #[error("a panel needs at least one label that is not retired")]
    NoLabels,
    /// Somebody revised it meanwhile.
    #[error("the panel is at version {actual}, not {expected}")]
    OtherVersion {
        /// The version that the revision was made from.
        expected: u32,
        /// The version that the panel has.
        actual: u32,
    },
    /// The model was made for something else.
    #[error("the model predicts for the panel {0}")]
    ModelOfOtherPanel(PanelId),
    /// The model says what the panel does not know.
    #[error("the model's label “{0}” is not one of the panel")]
    ModelWithForeignLabel(LabelId),
    /// Only the active model fills in what is missing.
    #[error("the model is not the panel's active model")]
    NotActive,
}

refusals!(Refusal {
    Self::TitleUnfit => "panel-title-unfit", Invalid { pointer: "/title" };
    Self::LabelUnfit(_) => "label-unfit", Invalid { pointer: "/labels" };
    Self::DuplicateLabel(_) => "duplicate-label", Invalid { pointer: "/labels" };
    Self::ReservedWord(_) => "label-is-reserved-word", Invalid { pointer: "/labels" };
    Self::LabelDeleted(_) => "label-deleted", Invalid { pointer: "/labels" };
    Self::ThresholdUnfit => "threshold-unfit", Invalid { pointer: "/critical_threshold" };
    Self::NoLabels => "panel-without-labels", Invalid { pointer: "/labels" };
    Self::OtherVersion { .. } => "panel-at-other-version", Conflict;
    Self::ModelOfOtherPanel(_) => "model-of-other-panel", Conflict;
    Self::ModelWithForeignLabel(_) => "model-with-foreign-label", Conflict;
    Self::NotActive => "model-not-active", Conflict;
});

/// Sets a panel up. One that exists stays as it is: it may have been revised since.
pub fn define(panel: Option<&Panel>, definition: PanelDefined) -> Decision<Refusal> {
    if panel.is_some() {
        return Ok(vec![]);
    }
    check(&definition.title, &definition.labels)?;
    check_threshold(definition.critical_threshold)?;
    Ok(vec![Event::PanelDefined(definition)])
}

/// What a panel is to be from now on.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    /// The version that the revision was made from.
    pub version: u32,
    /// Its name for people.
    pub title: String,
    /// All labels; those that are to go are retired.
    pub labels: Vec<Label>,
    /// From which probability on a critical label is suspected.
    pub critical_threshold: f64,
    /// Readers see neither models nor each other before they have read an image themselves.
    pub blind: bool,
}

/// Makes a panel what the revision says.
pub fn revise(panel: &Panel, to: Revision) -> Decision<Refusal> {
    if panel.title == to.title
        && panel.labels == to.labels
        && panel.critical_threshold == to.critical_threshold
        && panel.blind == to.blind
    {
        return Ok(vec![]);
    }
    if panel.version != to.version {
        return Err(Refusal::OtherVersion { expected: to.version, actual: panel.version });
    }
    check(&to.title, &to.labels)?;
    check_threshold(to.critical_threshold)?;
    let kept = |known: &&Label| to.labels.iter().any(|label| label.id == known.id);
    if let Some(deleted) = panel.labels.iter().find(|known| !kept(known)) {
        return Err(Refusal::LabelDeleted(deleted.id.clone()));
    }
    Ok(vec![Event::PanelRevised(PanelRevised {
        panel: panel.id.clone(),
        version: panel.version.saturating_add(1),
        title: to.title,
        labels: to.labels,
        critical_threshold: to.critical_threshold,
        blind: to.blind,
    })])
}

/// From now on this model predicts for the panel.
pub fn activate(panel: &Panel, model: &Model) -> Decision<Refusal> {
    fits(panel, model)?;
    if panel.active_model == Some(model.id) {
        return Ok(vec![]);
    }
    let activated = ModelActivated { panel: panel.id.clone(), model: model.id };
    Ok(vec![Event::ModelActivated(activated)])
}

/// No model predicts for the panel any more.
pub fn deactivate(panel: &Panel) -> Decision<Refusal> {
    let stop = |model| ModelDeactivated { panel: panel.id.clone(), model };
    Ok(panel.active_model.map(stop).map(Event::ModelDeactivated).into_iter().collect())
}

/// Images that lack a prediction of the active model are to get one. Asked again, it is done again.
pub fn request_backfill(panel: &Panel, model: ModelId) -> Decision<Refusal> {
    match panel.active_model == Some(model) {
        false => Err(Refusal::NotActive),
        true => {
            Ok(vec![Event::BackfillRequested(BackfillRequested { panel: panel.id.clone(), model })])
        }
    }
}

/// Whether a model's labels are the panel's.
pub(crate) fn fits(panel: &Panel, model: &Model) -> Result<(), Refusal> {
    if model.panel != panel.id {
        return Err(Refusal::ModelOfOtherPanel(model.panel.clone()));
    }
    match model.labels.iter().find(|label| panel.label(label).is_none()) {
        Some(foreign) => Err(Refusal::ModelWithForeignLabel(foreign.clone())),
        None => Ok(()),
    }
}

fn check_threshold(threshold: f64) -> Result<(), Refusal> {
    match threshold > 0.0 && threshold <= 1.0 {
        true => Ok(()),
        false => Err(Refusal::ThresholdUnfit),
    }
}

fn check(title: &str, labels: &[Label]) -> Result<(), Refusal> {
    let written =
        |text: &str, longest| (1..=longest).contains(&text.chars().count()) && text.trim() == text;
    if !written(title, 200) {
        return Err(Refusal::TitleUnfit);
    }
    for (index, label) in labels.iter().enumerate() {
        if Verdict::ABSTENTIONS.contains(&label.id.as_str()) {
            return Err(Refusal::ReservedWord(label.id.clone()));
        }
        if labels[..index].iter().any(|other| other.id == label.id) {
            return Err(Refusal::DuplicateLabel(label.id.clone()));
        }
        if !written(&label.name, 100) || !written(&label.code, 12) {
            return Err(Refusal::LabelUnfit(label.id.clone()));
        }
    }
    match labels.iter().all(|label| label.retired) {
        true => Err(Refusal::NoLabels),
        false => Ok(()),
    }
}

impl Panel {
    /// Whether a model was ever active for it.
    pub fn ever_had_a_model(&self) -> bool {
        self.had_active_model
    }

    /// One of its labels, retired or not.
    pub fn label(&self, id: &LabelId) -> Option<&Label> {
        self.labels.iter().find(|label| label.id == *id)
    }
}

impl Aggregate for Panel {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::PanelDefined(e) = event else { return None };
        Some(Self {
            id: e.panel.clone(),
            title: e.title.clone(),
            unit: e.unit,
            version: 1,
            labels: e.labels.clone(),
            critical_threshold: e.critical_threshold,
            blind: e.blind,
            active_model: None,
            had_active_model: false,
        })
    }

    fn apply(&mut self, event: &Event<Opened>) {
        match event {
            Event::PanelRevised(e) => {
                self.version = e.version;
                self.title.clone_from(&e.title);
                self.labels.clone_from(&e.labels);
                self.critical_threshold = e.critical_threshold;
                self.blind = e.blind;
            }
            Event::ModelActivated(e) => {
                self.active_model = Some(e.model);
                self.had_active_model = true;
            }
            Event::ModelDeactivated(_) => self.active_model = None,
            _ => {}
        }
    }
}
