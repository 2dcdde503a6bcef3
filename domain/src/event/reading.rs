//! What readers say of images.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{ImageId, ModelId, PatientId, UserId};
use crate::verdict::{Basis, ReadingMode, Verdict};

/// See [`Event::ReadingRecorded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingRecorded<P> {
    /// Which image.
    pub image: ImageId,
    /// Whose image, for the key.
    pub patient: PatientId,
    /// Who read it.
    pub reader: UserId,
    /// What was said.
    pub verdict: Verdict,
    /// As far as the reader had seen a prediction.
    pub mode: ReadingMode,
    /// Given to many images at once, each of which was on screen.
    pub bulk: bool,
    /// The predictions that the image had then.
    pub models: Vec<ModelId>,
    /// A remark.
    pub comment: Option<P>,
    /// Why the image is unsuitable, or why an earlier verdict is amended.
    pub reason: Option<P>,
}

/// See [`Event::FinalVerdictRecorded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinalVerdictRecorded {
    /// Which image.
    pub image: ImageId,
    /// The verdict.
    pub verdict: Verdict,
    /// What it rests on.
    pub basis: Basis,
    /// Who gave it.
    pub reader: UserId,
}

/// See [`Event::FinalVerdictAmended`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinalVerdictAmended<P> {
    /// Which image.
    pub image: ImageId,
    /// Whose image, for the key.
    pub patient: PatientId,
    /// The verdict from now on.
    pub verdict: Verdict,
    /// The verdict until now.
    pub previous: Verdict,
    /// What it rests on.
    pub basis: Basis,
    /// Who amended it.
    pub reader: UserId,
    /// Why.
    pub reason: P,
}
