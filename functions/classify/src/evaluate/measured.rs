//! What is kept of the data's images while predictions come in, and the report that follows from it.

use std::collections::BTreeMap;
use std::path::Path;

use futures::StreamExt;

use super::baseline::{Baselines, Example, Ground, Teachers};
use super::bootstrap::RESAMPLES;
use super::calibration::{CalibrationReport, Honesty};
use super::error::EvaluationError;
use super::interval::Proportion;
use super::look::{Look, digest, predicted};
use super::mistakes::{self, Mistake};
use super::outside::{self, Familiar};
use super::reliability::Claim;
use super::report::{DataReport, Evaluation, FORMAT, FailedFile, ModelReport};
use super::scores::{self, Guess, Scores};
use super::{Progress, Request, Stage, risk};
use crate::answers::Bands;
use crate::calibrate::{self, Answer};
use crate::engine::Engine;
use crate::labelled::Sample;
use crate::{Prediction, RESEARCH_USE};

/// What is kept of the data's images, each at the same place.
#[derive(Default)]
pub(super) struct Measured {
    examples: Vec<Example>,
    answers: Vec<Answer>,
    guesses: Vec<Guess>,
    /// How familiar each is.
    pub familiar: Vec<Familiar>,
    bands: Bands,
    mistakes: Vec<Mistake>,
    failed: Vec<FailedFile>,
}

/// Predicts every image.
pub(super) async fn measure(
    engine: &Engine,
    data: Vec<Sample>,
    progress: &mut impl Progress,
) -> Measured {
    let files = data.iter().map(|sample| sample.file.clone()).collect();
    let total = data.len();
    let mut measured = Measured::default();
    let mut results =
        std::pin::pin!(predicted(engine, files).zip(futures::stream::iter(data)).enumerate());
    while let Some((at, (result, sample))) = results.next().await {
        match result {
            Ok((look, prediction)) => measured.count(engine, sample, look, prediction),
            Err(problem) => measured.failed.push(FailedFile { file: sample.name, problem }),
        }
        progress.step(Stage::Data, at + 1, total);
    }
    measured
}

/// What a baseline needs of an image.
pub(super) fn example(look: Look, sample: &Sample) -> Example {
    let Look { digest, colours } = look;
    Example { colours, label: sample.label, digest, patient: sample.patient.clone() }
}

impl Measured {
    fn count(&mut self, engine: &Engine, sample: Sample, look: Look, of: Prediction) {
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

    /// The report, but for what is said of foreign images and the caveats.
    pub async fn report(
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
                digest: digest(digests),
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
