//! How a network is trained.

use serde::Serialize;

use super::error::TrainError;

/// How a network is trained. With the pictures, all that the outcome depends on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Settings {
    /// The network, by timm's name.
    pub architecture: String,
    /// Pixels along an edge of its input.
    pub size: u32,
    /// How often as many pictures as there are are shown, at most.
    pub epochs: u64,
    /// Pictures in a step.
    pub batch: usize,
    /// The highest learning rate.
    pub learning_rate: f64,
    /// The part of a weight that is taken off in a step of rate 1.
    pub weight_decay: f64,
    /// The part of the truth that is shared out among all labels.
    pub smoothing: f64,
    /// Epochs without a better validation after which it ends.
    pub patience: u64,
    /// The part of the pictures that is validated on, where no others are named.
    pub validation: f64,
    /// What all chance begins with.
    pub seed: u64,
}

impl Settings {
    /// The first thing that makes no sense.
    pub(super) fn check(&self) -> Result<(), TrainError> {
        let holds = [
            (
                (32..=2048).contains(&self.size) && self.size.is_multiple_of(32),
                "the size must be a multiple of 32 up to 2048",
            ),
            (self.epochs >= 1, "there must be one epoch at least"),
            // A normalization over one value would divide by nothing.
            (self.batch >= 2, "a batch must have two pictures at least"),
            (
                self.learning_rate > 0.0 && self.learning_rate <= 1.0,
                "the learning rate must be above 0 and at most 1",
            ),
            (
                self.validation > 0.0 && self.validation <= 0.5,
                "the part for validation must be above 0 and at most 0.5",
            ),
            (self.patience >= 1, "the patience must be one epoch at least"),
        ];
        match holds.into_iter().find(|(holds, _)| !holds) {
            Some((_, problem)) => Err(TrainError::Setting(problem.to_owned())),
            None => Ok(()),
        }
    }
}
