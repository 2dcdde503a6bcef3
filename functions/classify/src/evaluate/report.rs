//! What an evaluation says. `--json` prints it as it stands here.

use domain::event::AnswerBand;
use domain::ids::{LabelId, ModelId, Sha256};
use serde::Serialize;

use super::baseline::Baselines;
use super::calibration::CalibrationReport;
use super::interval::Proportion;
use super::mistakes::Mistake;
use super::outside::OutsideReport;
use super::risk::RiskPoint;
use super::scores::Scores;
use crate::pack::Calibration;

/// The form of the report: it grows when a member changes its meaning or goes.
pub const FORMAT: u32 = 2;

/// What was measured, with what must be told beside it. Shares are from 0 to 1; what is not defined
/// is `null`.
#[derive(Debug, Serialize)]
pub struct Evaluation {
    /// [`FORMAT`].
    pub format: u32,
    /// [`crate::RESEARCH_USE`].
    pub research_use: &'static str,
    /// The program and its version.
    pub program: String,
    /// When it was measured, RFC 3339.
    pub measured_at: String,
    /// What was measured.
    pub model: ModelReport,
    /// On what.
    pub data: DataReport,
    /// What must be known to read the figures.
    pub caveats: Vec<String>,
    /// The model's scores.
    pub scores: Scores,
    /// Its accuracy with Wilson's interval, as if images were independent.
    pub accuracy: Proportion,
    /// Its accuracy on the images that it took to be inside what it knows.
    pub accuracy_inside: Proportion,
    /// What colours alone reach, and who always says the same.
    pub baselines: Baselines,
    /// The labels, in the order of the network's outputs.
    pub labels: Vec<LabelId>,
    /// How many images of each label (rows) led to each label (columns).
    pub confusion: Vec<Vec<u64>>,
    /// How honest the probabilities are.
    pub calibration: Option<CalibrationReport>,
    /// How wrong the model is on the images it is surest of.
    pub risk_coverage: Vec<RiskPoint>,
    /// How many images were taken to be inside what the model knows.
    pub inside: Proportion,
    /// The same on foreign images, when there are any.
    pub outside: Option<OutsideReport>,
    /// The worst mistakes, surest first.
    pub mistakes: Vec<Mistake>,
    /// How often answers were right, by how sure the model was of them, without those on images
    /// outside what it knows; for a pack's `answers.toml` only if these are images that it did not
    /// learn from.
    pub answers: Vec<AnswerBand>,
    /// The calibration that fits these images best; for a pack's manifest only if they are
    /// validation images.
    pub fitted: Option<Calibration>,
}

/// The measured model.
#[derive(Debug, Serialize)]
pub struct ModelReport {
    /// The pack's name.
    pub name: String,
    /// The pack's digest.
    pub digest: ModelId,
    /// The network.
    pub architecture: String,
    /// What the pack says must be told with every answer.
    pub statement: String,
    /// What it learned from.
    pub training_data: String,
    /// The licence of the weights.
    pub licence: String,
    /// What it ran on.
    pub device: String,
    /// How its values were stored.
    pub precision: String,
}

/// The labelled images.
#[derive(Debug, Serialize)]
pub struct DataReport {
    /// Where they are, as it was asked for.
    pub source: String,
    /// SHA-256 over a line for each measured image, its file's SHA-256 and its label, sorted.
    pub digest: Sha256,
    /// How many were predicted.
    pub images: u64,
    /// Of how many patients, when the data names them: then intervals resample patients.
    pub patients: Option<u64>,
    /// Columns of the data's table that nothing was read from.
    pub passed_over: Vec<String>,
    /// How often intervals resampled, and from which seed.
    pub resamples: usize,
    /// See `resamples`.
    pub seed: u64,
    /// Files that could not be predicted; they count in no figure.
    pub failed: Vec<FailedFile>,
}

/// A file that could not be predicted.
#[derive(Debug, Serialize)]
pub struct FailedFile {
    /// Which, seen from its folder.
    pub file: String,
    /// Why.
    pub problem: String,
}
