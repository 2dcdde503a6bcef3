//! Where models see labels in an image: of each question what became of it last.

use domain::event::{ExplanationFailed, ExplanationRecorded, ExplanationRequested};

use super::{AreaView, ExplanationStatus, ExplanationView, MapView};
use crate::open::Moment;

impl ExplanationView {
    pub(super) fn requested(e: &ExplanationRequested, at: &Moment) -> Self {
        let status = ExplanationStatus::Requested;
        let (model, label) = (e.model, e.label.clone());
        Self { model, label, status, map: None, problem: None, at: at.recorded_at }
    }

    pub(super) fn recorded(e: &ExplanationRecorded, at: &Moment) -> Self {
        let map = MapView {
            area: AreaView {
                left: e.area.left,
                top: e.area.top,
                width: e.area.width,
                height: e.area.height,
            },
            columns: e.columns,
            rows: e.rows,
            logit: e.logit,
            support: e.support,
            opposition: e.opposition,
            bias: e.bias,
        };
        let (status, map) = (ExplanationStatus::Ready, Some(map));
        let (model, label) = (e.model, e.label.clone());
        Self { model, label, status, map, problem: None, at: at.recorded_at }
    }

    pub(super) fn failed(e: &ExplanationFailed, at: &Moment) -> Self {
        let (status, problem) = (ExplanationStatus::Failed, Some(e.reason.clone()));
        let (model, label) = (e.model, e.label.clone());
        Self { model, label, status, map: None, problem, at: at.recorded_at }
    }
}

/// All of an image's, the last question last, after one more.
pub(super) fn explained(
    all: Option<Vec<ExplanationView>>,
    one: ExplanationView,
) -> Vec<ExplanationView> {
    let mut all = all.unwrap_or_default();
    all.retain(|other| other.model != one.model || other.label != one.label);
    all.push(one);
    all
}
