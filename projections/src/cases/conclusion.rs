//! What was concluded of a case, as a row holds it: with the labels' names and codes as the panels
//! had them then, because a later revision must not change what was said.

use domain::event::{ConclusionAmended, ConclusionIssued, Impression, Stage};
use domain::personal::Opened;

use super::{ConclusionStatus, ConclusionView, ImpressionView};
use crate::open::{Moment, plain, plain_or_none};
use crate::panels::Labels;

pub(super) fn issued(
    e: &ConclusionIssued<Opened>,
    at: &Moment,
    labels: &dyn Labels,
) -> ConclusionView {
    let status = match e.stage {
        Stage::Preliminary => ConclusionStatus::Preliminary,
        Stage::Final => ConclusionStatus::Final,
    };
    ConclusionView {
        status,
        impressions: impressions(&e.impressions, labels),
        comment: plain_or_none(e.comment.as_ref()),
        suggested_tests: plain_or_none(e.suggested_tests.as_ref()),
        by: e.reader,
        at: at.recorded_at,
        amended_reason: None,
    }
}

pub(super) fn amended(
    e: &ConclusionAmended<Opened>,
    at: &Moment,
    labels: &dyn Labels,
) -> ConclusionView {
    ConclusionView {
        status: ConclusionStatus::Amended,
        impressions: impressions(&e.impressions, labels),
        comment: plain_or_none(e.comment.as_ref()),
        suggested_tests: plain_or_none(e.suggested_tests.as_ref()),
        by: e.reader,
        at: at.recorded_at,
        amended_reason: Some(plain(&e.reason)),
    }
}

fn impressions(impressions: &[Impression], labels: &dyn Labels) -> Vec<ImpressionView> {
    let view = |Impression { panel, label }: &Impression| {
        let known = labels.label(panel, label);
        ImpressionView {
            panel: panel.clone(),
            label: label.clone(),
            name: known.as_ref().map_or_else(|| label.to_string(), |known| known.name.clone()),
            icd10: known.and_then(|known| known.icd10),
        }
    };
    impressions.iter().map(view).collect()
}
