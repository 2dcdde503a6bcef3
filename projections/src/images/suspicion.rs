//! What models suspect of an image, as its row holds it.

use domain::event::CriticalFindingSuspected;
use domain::ids::{LabelId, ModelId, PanelId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::SuspicionView;
use crate::open::Moment;

/// That a model gives a critical label more than the panel lets pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Suspicion {
    model: ModelId,
    panel: PanelId,
    pub(super) label: LabelId,
    pub(super) p: f64,
    threshold: f64,
    inside: bool,
    pub(super) at: Timestamp,
    pub(super) position: u64,
}

impl Suspicion {
    pub(super) fn new(e: &CriticalFindingSuspected, at: &Moment) -> Self {
        Self {
            model: e.model,
            panel: e.panel.clone(),
            label: e.label.clone(),
            p: e.p,
            threshold: e.threshold,
            inside: e.inside,
            at: at.recorded_at,
            position: at.position.0,
        }
    }

    /// The one that counts under a panel: of the model that suspected last, the most probable.
    pub(super) fn present<'a>(all: &'a [Self], panel: &PanelId) -> Option<&'a Self> {
        let of_panel = || all.iter().filter(|one| one.panel == *panel);
        let last = of_panel().max_by_key(|one| one.position)?;
        of_panel().filter(|one| one.model == last.model).max_by(|a, b| a.p.total_cmp(&b.p))
    }

    pub(super) fn view(&self) -> SuspicionView {
        SuspicionView {
            label: self.label.clone(),
            p: self.p,
            threshold: self.threshold,
            inside: self.inside,
            model: self.model,
        }
    }
}
