//! Training: from labelled pictures to a whole model pack.
//!
//! ```text
//! labelled pictures ──► read ──► split ──► fit (batch ──► step ──► validate ──► checkpoint) ──► pack, card, evaluation
//! ```
//!
//! The outcome follows from settings, pictures and seed: chance is drawn from (seed, epoch, place), so threads do
//! not change it, and a training that was broken off goes on to the bit as if it had not been.

pub mod augment;
pub mod average;
pub mod card;
pub mod checkpoint;
mod error;
pub mod fit;
pub mod loss;
mod make;
pub mod optimizer;
pub mod parameters;
mod pictures;
mod request;
mod rules;
pub mod sampler;
pub mod schedule;
mod settings;
pub mod split;
pub mod trainer;

use std::fs;
use std::path::{Path, PathBuf};

use domain::ids::{LabelId, Sha256};

use crate::calibrate;
use crate::engine::{Engine, EngineSettings};
use crate::evaluate::look::digest;
use crate::evaluate::{self, Evaluation, FailedFile};
use crate::labelled::{Sample, Samples};
use crate::pack::{Manifest, MeasuredResult, Pack, PanelReference};
use card::{Card, DEMONSTRATION};
use fit::Fit;
use make::unwritable;
use pictures::Picture;

pub use error::TrainError;
pub use fit::Progress;
pub use request::Request;
pub use settings::Settings;

/// What came of a training.
pub struct Trained {
    /// The new pack.
    pub pack: Pack,
    /// What it is worth on its validation pictures.
    pub evaluation: Evaluation,
    /// Files that could not be read.
    pub failed: Vec<FailedFile>,
}

/// Trains a network and writes its pack.
///
/// # Errors
/// See [`TrainError`]. Nothing is at the pack's place unless all of it is.
pub async fn train(
    request: &Request,
    mut progress: impl FnMut(Progress),
) -> Result<Trained, TrainError> {
    request.settings.check()?;
    let working = request.working_folder()?;
    let begin = request.begin()?;
    let sides = request.read(&begin, &mut progress).await?;
    fs::create_dir_all(&working).map_err(unwritable(&working))?;

    let training: Vec<&Picture> = sides.training.iter().collect();
    let validation: Vec<&Picture> = sides.validation.iter().collect();
    let digests = [&training, &validation].map(|side| contents(side, &sides.labels));
    let fit = Fit {
        settings: &request.settings,
        variant: begin.variant,
        classes: sides.labels.len(),
        input: &begin.input,
        training: &training,
        validation: &validation,
        on: request.device.open()?,
    };
    let from = begin.from.as_ref().map(|pack| begin.values(pack, &sides.labels)).transpose()?;
    let mut trainer = fit.trainer(from.as_ref(), request.run(&digests, &sides.labels, &begin)?)?;
    let checkpoint = working.join("checkpoint.safetensors");
    if request.resume {
        trainer.resume(&checkpoint)?;
    }
    // Steps take all processors for minutes; whoever else runs on this thread waits elsewhere.
    tokio::task::block_in_place(|| fit.run(&mut trainer, &checkpoint, &mut progress))?;

    let weights = make::stored(trainer.best())?;
    let answers = fit.answers(&weights)?;
    let calibration = calibrate::fit(&answers).ok_or(TrainError::Labels(0))?;
    let losses: Vec<f64> = trainer.epochs().iter().map(|epoch| epoch.validation_loss).collect();
    let told = request.words(&sides, trainer::best_of(&losses).map_or(0, |best| best + 1));
    let manifest = Manifest {
        name: request.name(),
        architecture: begin.variant.to_string(),
        labels: sides.labels.clone(),
        statement: told.statement.clone(),
        licence: request.licence.clone(),
        training_data: told.training_data.clone(),
        panel: PanelReference { id: request.panel.panel.clone(), version: 1 },
        input: begin.input.clone(),
        calibration,
        unit: rules::unit(request.panel.unit, &training),
        appearance: Some(rules::appearance(&training)),
        results: vec![MeasuredResult {
            set: told.set.clone(),
            images: answers.len() as u64,
            accuracy: fit::right(&answers) as f64 / answers.len() as f64,
            note: "The epoch was chosen and the calibration fitted on these images.".to_owned(),
        }],
    };
    let card = Card {
        manifest: &manifest,
        settings: &request.settings,
        epochs: trainer.epochs(),
        kept: told.kept,
        data: &told.data,
        digests,
        counts: &sides.counts(),
        split: &told.split,
        synthetic: sides.synthetic,
        began: &begin.words(&sides.labels),
        failed: sides.failed.len(),
        program: &request.program,
    };
    let folder = working.join("pack");
    make::pack(&folder, &manifest, &weights, &card.text())?;
    let evaluation = measure(&folder, request, &told.set, &sides, &mut progress).await?;
    make::evaluation(&folder, &evaluation, &told.set)?;
    // What was never there before appears whole.
    fs::rename(&folder, &request.out).map_err(unwritable(&request.out))?;
    fs::remove_dir_all(&working).map_err(unwritable(&working))?;
    Ok(Trained { pack: Pack::load(&request.out)?, evaluation, failed: sides.failed })
}

/// What the new pack says of the validation pictures, beside colours learned from the training pictures.
async fn measure(
    folder: &Path,
    request: &Request,
    set: &str,
    sides: &Sides,
    progress: &mut impl FnMut(Progress),
) -> Result<Evaluation, TrainError> {
    let engine = Engine::start(&Pack::load(folder)?, request.device, EngineSettings::default())?;
    let list = |side: &[Picture]| Samples {
        all: side.iter().map(|picture| picture.sample.clone()).collect::<Vec<Sample>>(),
        passed_over: sides.passed_over.clone(),
    };
    let asked = evaluate::Request {
        data: PathBuf::from(set),
        baseline: Some(PathBuf::from("the training pictures")),
        outside: None,
        seed: request.settings.seed,
        program: request.program.clone(),
        measured_at: request.now.clone(),
    };
    let mut step = |_, done, of| progress(Progress::Measuring(done, of));
    let (data, others) = (list(&sides.validation), Some(list(&sides.training)));
    let evaluation = evaluate::evaluate_samples(&engine, &asked, data, others, &mut step).await?;
    engine.shut_down().await;
    Ok(evaluation)
}

/// The pictures of both sides.
struct Sides {
    labels: Vec<LabelId>,
    training: Vec<Picture>,
    validation: Vec<Picture>,
    failed: Vec<FailedFile>,
    passed_over: Vec<String>,
    /// Whether patients were named.
    patients: bool,
    /// Whether the data's own card says that it was drawn.
    synthetic: bool,
}

impl Sides {
    /// Pictures of each label for training and validation.
    fn counts(&self) -> Vec<[usize; 2]> {
        let of = |side: &[Picture], label| side.iter().filter(|p| p.sample.label == label).count();
        let labels = 0..self.labels.len();
        labels.map(|label| [of(&self.training, label), of(&self.validation, label)]).collect()
    }
}

fn contents(side: &[&Picture], labels: &[LabelId]) -> Sha256 {
    digest(side.iter().map(|of| (of.digest, labels[of.sample.label].as_str())))
}
