//! Accuracy and confusion of a model on labelled pictures: one folder a label.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use domain::event::AnswerBand;
use domain::ids::{LabelId, ModelId};
use futures::StreamExt;
use serde::Serialize;

use crate::RESEARCH_USE;
use crate::answers::Bands;
use crate::calibrate::{self, Answer};
use crate::engine::Engine;
use crate::files::predictions;
use crate::pack::Calibration;

/// What was measured, with what must be told beside it.
#[derive(Debug, Serialize)]
pub struct Evaluation {
    /// The pack's name.
    pub name: String,
    /// The pack's digest.
    pub model: ModelId,
    /// What the pack says must be told with every answer.
    pub statement: String,
    /// [`RESEARCH_USE`].
    pub research_use: &'static str,
    /// How many pictures were predicted.
    pub images: usize,
    /// Files that could not be predicted; they count for nothing above.
    pub failed: Vec<FailedFile>,
    /// The part of pictures that the leading label was right for.
    pub accuracy: f64,
    /// Where the accuracy lies with 95 % confidence (Wilson): what chance alone leaves open.
    pub accuracy_95: [f64; 2],
    /// Mean negative logarithm of the true label's probability.
    pub negative_log_likelihood: f64,
    /// The part of pictures that was taken to be inside what the model knows.
    pub inside: f64,
    /// The labels, in the order of the network's outputs.
    pub labels: Vec<LabelId>,
    /// How many pictures of each label (rows) led to each label (columns).
    pub confusion: Vec<Vec<usize>>,
    /// How often answers were right, by how sure the model was of them, without those on pictures
    /// outside what it knows; for a pack's `answers.toml` only if these are pictures that it did not
    /// learn from.
    pub answers: Vec<AnswerBand>,
    /// The calibration that fits these pictures best; for a pack's manifest only if they are
    /// validation pictures.
    pub fitted: Option<Calibration>,
}

/// A file that could not be predicted.
#[derive(Debug, Serialize)]
pub struct FailedFile {
    /// Which.
    pub file: PathBuf,
    /// Why.
    pub problem: String,
}

/// Why a folder cannot be evaluated.
#[derive(Debug, thiserror::Error)]
pub enum EvaluationError {
    /// It cannot be listed.
    #[error("{} cannot be read: {source}", folder.display())]
    Unreadable {
        /// Which.
        folder: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// It names no label of the model.
    #[error("{} is not named after a label of the model: {known}", folder.display())]
    UnknownLabel {
        /// Which.
        folder: PathBuf,
        /// The model's labels.
        known: String,
    },
    /// There is nothing to measure.
    #[error("{} holds no pictures in folders named after labels", .0.display())]
    Empty(PathBuf),
}

/// Measures a model on a folder that holds a folder for each label, calling `progress` with how
/// many files are done and how many there are.
///
/// # Errors
/// See [`EvaluationError`]. A file that cannot be predicted is none: it is told in the report.
pub async fn evaluate(
    engine: &Engine,
    folder: &Path,
    mut progress: impl FnMut(usize, usize),
) -> Result<Evaluation, EvaluationError> {
    let (truths, files): (Vec<usize>, Vec<PathBuf>) = labelled(engine, folder)?.into_iter().unzip();
    let total = files.len();
    let mut tally = Tally::new(engine.manifest().labels.len());
    let mut results = std::pin::pin!(predictions(engine, files).zip(futures::stream::iter(truths)));
    let mut done = 0;
    while let Some((result, truth)) = results.next().await {
        match (result.prediction, result.problem) {
            (Some(prediction), _) => tally.count(truth, prediction),
            (None, problem) => tally
                .failed
                .push(FailedFile { file: result.file, problem: problem.unwrap_or_default() }),
        }
        done += 1;
        progress(done, total);
    }
    Ok(tally.report(engine))
}

/// Every file, with the number of its label; in an order that is the same everywhere.
fn labelled(engine: &Engine, folder: &Path) -> Result<Vec<(usize, PathBuf)>, EvaluationError> {
    let labels = &engine.manifest().labels;
    let mut all = Vec::new();
    for class in listed(folder)?.into_iter().filter(|path| path.is_dir()) {
        let name = class.file_name().unwrap_or_default();
        let Some(label) = labels.iter().position(|label| name == label.as_str()) else {
            let known = labels.iter().map(LabelId::as_str).collect::<Vec<_>>().join(", ");
            return Err(EvaluationError::UnknownLabel { folder: class, known });
        };
        let files = listed(&class)?.into_iter().filter(|path| path.is_file());
        all.extend(files.map(|file| (label, file)));
    }
    match all.is_empty() {
        true => Err(EvaluationError::Empty(folder.to_owned())),
        false => Ok(all),
    }
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, EvaluationError> {
    let unreadable = |source| EvaluationError::Unreadable { folder: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    paths.sort();
    Ok(paths)
}

/// What is counted while predictions come in.
struct Tally {
    confusion: Vec<Vec<usize>>,
    inside: usize,
    bands: Bands,
    answers: Vec<Answer>,
    failed: Vec<FailedFile>,
}

impl Tally {
    fn new(labels: usize) -> Self {
        let confusion = vec![vec![0; labels]; labels];
        let bands = Bands::default();
        Self { confusion, inside: 0, bands, answers: Vec::new(), failed: Vec::new() }
    }

    fn count(&mut self, truth: usize, prediction: crate::Prediction) {
        let labels = prediction.probabilities.iter();
        let leads = labels.map(|one| &one.label).position(|label| *label == prediction.label);
        let leads = leads.expect("the leading label is one of them");
        self.confusion[truth][leads] += 1;
        self.bands.count(&prediction, leads == truth);
        self.inside += usize::from(prediction.familiarity.inside);
        self.answers.push((prediction.logits, truth));
    }

    fn report(self, engine: &Engine) -> Evaluation {
        let manifest = engine.manifest();
        let images = self.answers.len();
        let right: usize = (0..self.confusion.len()).map(|at| self.confusion[at][at]).sum();
        let part = |count: usize| count as f64 / images.max(1) as f64;
        Evaluation {
            name: manifest.name.clone(),
            model: engine.model(),
            statement: manifest.statement.clone(),
            research_use: RESEARCH_USE,
            images,
            failed: self.failed,
            accuracy: part(right),
            accuracy_95: wilson(right, images),
            negative_log_likelihood: calibrate::negative_log_likelihood(
                &self.answers,
                manifest.calibration.temperature,
            ),
            inside: part(self.inside),
            labels: manifest.labels.clone(),
            confusion: self.confusion,
            answers: self.bands.counted(),
            fitted: calibrate::fit(&self.answers),
        }
    }
}

/// Wilson's interval of a proportion at 95 %.
fn wilson(right: usize, of: usize) -> [f64; 2] {
    if of == 0 {
        return [0.0, 1.0];
    }
    let (n, z) = (of as f64, 1.959_963_985);
    let p = right as f64 / n;
    let middle = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    [((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::wilson;

    #[test]
    fn few_pictures_leave_much_open() {
        let near =
            |[a, b]: [f64; 2], [c, d]: [f64; 2]| (a - c).abs() < 1e-4 && (b - d).abs() < 1e-4;
        assert!(near(wilson(10, 10), [0.7225, 1.0]));
        assert!(near(wilson(50, 100), [0.4038, 0.5962]));
        assert_eq!(wilson(0, 0), [0.0, 1.0]);
    }
}
