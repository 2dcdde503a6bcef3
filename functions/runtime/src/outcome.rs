//! What a function found. Whether it becomes an event is decided by the commands.

use domain::event::{
    ExplanationFailed, ExplanationRecorded, FunctionFailed, Measurement, PredictionFailed,
    PredictionRecorded, RenditionsAttached,
};
use domain::ids::{ImageId, ModelId};
use serde::{Deserialize, Serialize};

/// What a function measured. Which function and which version of it, the runtime knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Which image.
    pub image: ImageId,
    /// What it found: 1 to 32, each name once.
    pub measurements: Vec<Measurement>,
}

/// One thing that a function found, to be recorded by a command.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Outcome {
    /// A model predicted an image's class.
    RecordPrediction(PredictionRecorded),
    /// A model cannot predict an image's class.
    FailPrediction(PredictionFailed),
    /// Thumbnail, preview and tiles are stored.
    AttachRenditions(RenditionsAttached),
    /// Thumbnail, preview and tiles cannot be made.
    FailRenditions(FunctionFailed),
    /// Something was measured in an image's file.
    RecordMeasurements(Measured),
    /// A map of where a model sees a label is stored.
    RecordExplanation(ExplanationRecorded),
    /// It cannot be found where a model sees a label.
    FailExplanation(ExplanationFailed),
    /// There is more to do for this trigger: once the outcomes beside this one are recorded, it is
    /// handed over again, with this cursor. For work too long for one try. A trigger in work holds
    /// the place of its group in the log: work of hours belongs into a function of its own.
    Continue {
        /// Where to go on; only the function knows what it means.
        cursor: String,
    },
}

impl Outcome {
    /// Its name, as in the log's manner of naming.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::RecordPrediction(_) => "RecordPrediction",
            Self::FailPrediction(_) => "FailPrediction",
            Self::AttachRenditions(_) => "AttachRenditions",
            Self::FailRenditions(_) => "FailRenditions",
            Self::RecordMeasurements(_) => "RecordMeasurements",
            Self::RecordExplanation(_) => "RecordExplanation",
            Self::FailExplanation(_) => "FailExplanation",
            Self::Continue { .. } => "Continue",
        }
    }

    /// The image that it is about.
    pub fn image(&self) -> Option<ImageId> {
        match self {
            Self::RecordPrediction(found) => Some(found.image),
            Self::FailPrediction(failed) => Some(failed.image),
            Self::AttachRenditions(found) => Some(found.image),
            Self::FailRenditions(failed) => Some(failed.image),
            Self::RecordMeasurements(found) => Some(found.image),
            Self::RecordExplanation(found) => Some(found.image),
            Self::FailExplanation(failed) => Some(failed.image),
            Self::Continue { .. } => None,
        }
    }

    /// The model that found it, where one did.
    pub fn model(&self) -> Option<ModelId> {
        match self {
            Self::RecordPrediction(found) => Some(found.model),
            Self::FailPrediction(failed) => Some(failed.model),
            Self::RecordExplanation(found) => Some(found.model),
            Self::FailExplanation(failed) => Some(failed.model),
            Self::AttachRenditions(_)
            | Self::FailRenditions(_)
            | Self::RecordMeasurements(_)
            | Self::Continue { .. } => None,
        }
    }
}
