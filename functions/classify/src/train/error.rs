//! Why a training cannot be done.

use std::io;
use std::path::PathBuf;

use domain::ids::LabelId;

use crate::device::DeviceError;
use crate::evaluate::EvaluationError;
use crate::labelled::DataError;
use crate::model::ModelError;
use crate::pack::PackError;

/// Why a training cannot be done. Each says what to mend.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// The pictures cannot be used.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A model needs two labels at least.
    #[error("the data holds pictures of {0} labels of the panel; a model needs two or more")]
    Labels(usize),
    /// A label stands on one side of the split only.
    #[error(
        "the pictures of {0} cannot be split: they must be of two patients or more, or of two files where no patient is named"
    )]
    Unsplit(LabelId),
    /// The same patient, or the same file, would be learned from and validated on.
    #[error("{0} is for validation, but its patient or its very file is learned from as well")]
    Shared(String),
    /// A setting that makes no sense.
    #[error("{0}")]
    Setting(String),
    /// There is something where the pack is to be.
    #[error("{} is there already; a pack is never written over", .0.display())]
    Exists(PathBuf),
    /// An earlier training was not finished.
    #[error("{} holds a training that was not finished: go on with --resume, or remove it", .0.display())]
    Unfinished(PathBuf),
    /// There is nothing to go on with.
    #[error("there is no training to go on with in {}", .0.display())]
    NothingToResume(PathBuf),
    /// What was begun was begun with other settings or pictures.
    #[error("{} was begun with other settings or other pictures", .0.display())]
    OtherRun(PathBuf),
    /// A checkpoint that is damaged.
    #[error("{} cannot be gone on with: {problem}", path.display())]
    Checkpoint {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// The loss is no number any more.
    #[error("the loss of step {0} is not a finite number: try a lower learning rate")]
    Diverged(u64),
    /// A file cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The device cannot be used.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The device failed.
    #[error("the network failed: {0}")]
    Compute(#[from] candle_core::Error),
    /// The pack to begin with, or the one that was made, cannot be used.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The new pack does not run.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The new pack cannot be measured.
    #[error(transparent)]
    Evaluation(#[from] EvaluationError),
}
