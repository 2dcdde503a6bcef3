//! Findings that somebody must be told of at once, and that somebody was told.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, UserId};

/// See [`Event::CriticalFindingSuspected`]. Stands in the image's stream, beside the prediction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriticalFindingSuspected {
    /// Which image.
    pub image: ImageId,
    /// Which model.
    pub model: ModelId,
    /// The panel that calls the label critical.
    pub panel: PanelId,
    /// The critical label.
    pub label: LabelId,
    /// What the model gives it, between 0 and 1.
    pub p: f64,
    /// What the panel asked for.
    pub threshold: f64,
    /// Whether the image is inside what the model knows.
    pub inside: bool,
}

/// See [`Event::CriticalFindingDeclared`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriticalFindingDeclared<P> {
    /// Which case.
    pub case: CaseId,
    /// Whose case, for the key.
    pub patient: PatientId,
    /// What was found.
    pub finding: P,
    /// Who declared it.
    pub reader: UserId,
}

/// By which way somebody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationWay {
    /// By telephone.
    Phone,
    /// Face to face.
    InPerson,
    /// By a message that only the receiver can read.
    SecureMessage,
    /// Otherwise; the remark says how.
    Other,
}

/// See [`Event::CriticalResultNotified`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriticalResultNotified<P> {
    /// Which case.
    pub case: CaseId,
    /// Whose case, for the key.
    pub patient: PatientId,
    /// Who was told.
    pub told: P,
    /// By which way.
    pub way: NotificationWay,
    /// When.
    pub at: Timestamp,
    /// Whether the receiver repeated the result.
    pub read_back: bool,
    /// What else there is to say.
    pub remark: Option<P>,
    /// Who told it.
    pub reader: UserId,
}

/// See [`Event::CriticalFindingEscalated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriticalFindingEscalated {
    /// Which case.
    pub case: CaseId,
    /// Whose case.
    pub patient: PatientId,
    /// Since when a finding waits for somebody to be told.
    pub since: Timestamp,
}
