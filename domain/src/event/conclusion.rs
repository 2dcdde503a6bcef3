//! What a reader concludes of a case.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{CaseId, LabelId, PanelId, PatientId, UserId};

/// How far a conclusion goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// What can be said already; more is to come.
    Preliminary,
    /// What is said; only an amendment follows.
    Final,
}

/// One finding: the morphology is consistent with this label of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Impression {
    /// The panel that has the label.
    pub panel: PanelId,
    /// The label.
    pub label: LabelId,
}

/// See [`Event::ConclusionIssued`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConclusionIssued<P> {
    /// Which case.
    pub case: CaseId,
    /// Whose case, for the key.
    pub patient: PatientId,
    /// How far it goes.
    pub stage: Stage,
    /// What the morphology is consistent with, the leading one first.
    pub impressions: Vec<Impression>,
    /// What else there is to say.
    pub comment: Option<P>,
    /// Tests that would confirm it.
    pub suggested_tests: Option<P>,
    /// Who concluded.
    pub reader: UserId,
}

/// See [`Event::ConclusionAmended`]. It takes the place of the final conclusion before, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConclusionAmended<P> {
    /// Which case.
    pub case: CaseId,
    /// Whose case, for the key.
    pub patient: PatientId,
    /// What the morphology is consistent with, the leading one first.
    pub impressions: Vec<Impression>,
    /// What else there is to say.
    pub comment: Option<P>,
    /// Tests that would confirm it.
    pub suggested_tests: Option<P>,
    /// Who amended it.
    pub reader: UserId,
    /// Why.
    pub reason: P,
}
