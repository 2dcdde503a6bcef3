//! How good a model is on labelled images, and how far that can be believed.
//!
//! ```text
//! data (folders, table) ──► look (digest, colours, prediction) ──► scores, reliability, risk, mistakes
//!                                                             └──► baseline: colours alone, majority
//! report: all of it, with caveats ──► JSON;  page: one HTML file
//! ```

pub mod baseline;
pub mod bootstrap;
pub mod calibration;
mod caveats;
pub mod colour;
pub mod confusion;
mod data;
mod error;
pub mod interval;
pub mod lda;
mod look;
pub mod mistakes;
pub mod outside;
pub mod page;
pub mod rank;
pub mod reliability;
mod report;
pub mod risk;
pub mod scores;
mod table;
pub mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use futures::StreamExt;

use crate::answers::Bands;
use crate::calibrate::{self, Answer};
use crate::engine::Engine;
use crate::{Prediction, RESEARCH_USE};
use baseline::{Baselines, Example, Ground, Teachers};
use bootstrap::RESAMPLES;
use calibration::{CalibrationReport, Honesty};
use data::{Sample, samples};
use interval::Proportion;
use mistakes::Mistake;
use outside::Familiar;
use reliability::Claim;
use scores::{Guess, Scores};

pub use error::EvaluationError;
pub use report::{DataReport, Evaluation, FORMAT, FailedFile, ModelReport};

/// What to measure on, and what to say of it.
#[derive(Clone, Debug)]
pub struct Request {
    /// A folder that holds a folder for each label, or a table (see [`EvaluationError::Line`]).
    pub data: PathBuf,
    /// The same with other images that the colour baseline learns from; without one it is
    /// cross-validated on the data.
    pub baseline: Option<PathBuf>,
    /// A folder of images that are none of the model's business.
    pub outside: Option<PathBuf>,
    /// What all chance begins with.
    pub seed: u64,
    /// The program and its version, for the report.
    pub program: String,
    /// When, for the report.
    pub measured_at: String,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Predicting the data.
    Data,
    /// Reading the images of the colour baseline.
    Baseline,
    /// Predicting foreign images.
    Outside,
}

/// Is told how far it is: how many of how many files are done.
pub trait Progress: FnMut(Stage, usize, usize) {
    /// One more file is done.
    fn step(&mut self, stage: Stage, done: usize, of: usize) {
        self(stage, done, of);
    }
}

impl<T: FnMut(Stage, usize, usize)> Progress for T {}

/// Measures a model.
///
/// # Errors
/// See [`EvaluationError`]. A file that cannot be predicted is none: it is told in the report.
pub async fn evaluate(
    engine: &Engine,
    request: &Request,
    mut progress: impl FnMut(Stage, usize, usize),
) -> Result<Evaluation, EvaluationError> {
    let labels = &engine.manifest().labels;
    // What cannot be read is told before minutes of work, not after them.
    let data = samples(&request.data, labels)?;
    let others = request.baseline.as_deref().map(|path| samples(path, labels)).transpose()?;
    let measured = measure(engine, data.all, &mut progress).await;
    let outside = match &request.outside {
        Some(folder) => {
            let data = &measured.familiar;
            Some(outside::measure(engine, folder, data, &mut progress).await?)
        }
        None => None,
    };
    let teachers = match (others, &request.baseline) {
        (Some(others), Some(folder)) => Some(teachers(others.all, folder, &mut progress).await),
        _ => None,
    };
    let mut evaluation = measured.report(engine, request, teachers).await?;
    evaluation.data.passed_over = data.passed_over;
    evaluation.outside = outside;
    evaluation.caveats = caveats::caveats(&evaluation);
    Ok(evaluation)
}

/// What is kept of the data's images while predictions come in, each at the same place.
#[derive(Default)]
struct Measured {
    examples: Vec<Example>,
    answers: Vec<Answer>,
    guesses: Vec<Guess>,
    familiar: Vec<Familiar>,
    bands: Bands,
    mistakes: Vec<Mistake>,
    failed: Vec<FailedFile>,
}

async fn measure(engine: &Engine, data: Vec<Sample>, progress: &mut impl Progress) -> Measured {
    let files = data.iter().map(|sample| sample.file.clone()).collect();
    let total = data.len();
    let mut measured = Measured::default();
    let mut results =
        std::pin::pin!(look::predicted(engine, files).zip(futures::stream::iter(data)).enumerate());
    while let Some((at, (result, sample))) = results.next().await {
        match result {
            Ok((look, prediction)) => measured.count(engine, sample, look, prediction),
            Err(problem) => measured.failed.push(FailedFile { file: sample.name, problem }),
        }
        progress.step(Stage::Data, at + 1, total);
    }
    measured
}

async fn teachers(samples: Vec<Sample>, folder: &Path, progress: &mut impl Progress) -> Teachers {
    let files = samples.iter().map(|sample| sample.file.clone()).collect();
    let total = samples.len();
    let mut teachers =
        Teachers { folder: folder.display().to_string(), examples: Vec::new(), failed: 0 };
    let mut looks =
        std::pin::pin!(look::looked(files).zip(futures::stream::iter(samples)).enumerate());
    while let Some((at, (look, sample))) = looks.next().await {
        match look {
            Ok(look) => teachers.examples.push(example(look, &sample)),
            Err(_) => teachers.failed += 1,
        }
        progress.step(Stage::Baseline, at + 1, total);
    }
    teachers
}

fn example(look: look::Look, sample: &Sample) -> Example {
    let look::Look { digest, colours } = look;
    Example { colours, label: sample.label, digest, patient: sample.patient.clone() }
}

impl Measured {
    fn count(&mut self, engine: &Engine, sample: Sample, look: look::Look, of: Prediction) {
        let manifest = engine.manifest();
        let truth = sample.label;
        let predicted = of.probabilities.iter().position(|one| one.label == of.label);
        let predicted = predicted.expect("the leading label is one of them");
        self.bands.count(&of, predicted == truth);
        self.familiar.push(Familiar::of(&of, manifest));
        self.guesses.push(Guess { truth, predicted, confidence: of.confidence });
        self.examples.push(example(look, &sample));
        if predicted != truth {
            self.mistakes.push(Mistake {
                file: sample.name,
                truth: manifest.labels[truth].clone(),
                predicted: of.label,
                confidence: of.confidence,
                truth_probability: of.probabilities[truth].p,
                inside: of.familiarity.inside,
                path: sample.file,
                thumbnail: None,
            });
        }
        self.answers.push((of.logits, truth));
    }

    /// The images that are drawn together: those of a patient, or each alone.
    fn units(&self) -> (Vec<Vec<usize>>, Option<u64>) {
        let mut patients: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, example) in self.examples.iter().enumerate() {
            let Some(patient) = &example.patient else {
                return ((0..self.examples.len()).map(|at| vec![at]).collect(), None);
            };
            patients.entry(patient).or_default().push(at);
        }
        let count = patients.len() as u64;
        (patients.into_values().collect(), Some(count))
    }

    async fn report(
        self,
        engine: &Engine,
        request: &Request,
        teachers: Option<Teachers>,
    ) -> Result<Evaluation, EvaluationError> {
        let labels = &engine.manifest().labels;
        let (units, patients) = self.units();
        let ground =
            Ground { labels, units: &units, patients: patients.is_some(), seed: request.seed };
        let claims: Vec<Claim> = self.guesses.iter().map(Guess::claim).collect();
        let confusion = scores::confusion(&self.guesses, labels.len());
        let digests = self.examples.iter().map(|e| (e.digest, labels[e.label].as_str()));
        let baselines = Baselines::of(&self.examples, &self.guesses, teachers, &ground)
            .ok_or_else(|| self.nothing_predicted(&request.data))?;
        Ok(Evaluation {
            format: FORMAT,
            research_use: RESEARCH_USE,
            program: request.program.clone(),
            measured_at: request.measured_at.clone(),
            model: ModelReport::of(engine),
            caveats: Vec::new(),
            scores: Scores::of(&self.guesses, labels, &units, request.seed),
            accuracy: Proportion::new(confusion.right(), confusion.total()),
            accuracy_inside: self.accuracy_inside(),
            baselines,
            labels: labels.clone(),
            confusion: confusion.rows().to_vec(),
            calibration: calibration(engine, &self.answers),
            risk_coverage: risk::curve(&claims),
            inside: outside::inside(&self.familiar),
            outside: None,
            data: DataReport {
                source: request.data.display().to_string(),
                digest: look::digest(digests),
                images: confusion.total(),
                patients,
                passed_over: Vec::new(),
                resamples: RESAMPLES,
                seed: request.seed,
                failed: self.failed,
            },
            mistakes: mistakes::worst(self.mistakes).await,
            answers: self.bands.counted(),
            fitted: calibrate::fit(&self.answers),
        })
    }

    fn nothing_predicted(&self, data: &Path) -> EvaluationError {
        let first = self.failed.first().map(|file| format!("{}: {}", file.file, file.problem));
        EvaluationError::NothingPredicted {
            data: data.to_owned(),
            first: first.unwrap_or_default(),
        }
    }

    fn accuracy_inside(&self) -> Proportion {
        let inside = self.guesses.iter().zip(&self.familiar).filter(|(_, one)| one.inside);
        let (right, of) = inside.fold((0, 0), |(right, of), (guess, _)| {
            (right + u64::from(guess.claim().right), of + 1)
        });
        Proportion::new(right, of)
    }
}

fn calibration(engine: &Engine, answers: &[Answer]) -> Option<CalibrationReport> {
    Some(CalibrationReport {
        unscaled: Honesty::at(1.0, answers)?,
        pack: Honesty::at(engine.manifest().calibration.temperature, answers)?,
        fitted: Honesty::at(calibrate::fit(answers)?.temperature, answers)?,
    })
}

impl ModelReport {
    fn of(engine: &Engine) -> Self {
        let manifest = engine.manifest();
        Self {
            name: manifest.name.clone(),
            digest: engine.model(),
            architecture: manifest.architecture.clone(),
            statement: manifest.statement.clone(),
            training_data: manifest.training_data.clone(),
            licence: manifest.licence.clone(),
            device: engine.device().to_string(),
            precision: engine.precision().to_string(),
        }
    }
}
