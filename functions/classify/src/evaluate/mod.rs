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
mod error;
pub mod interval;
pub mod lda;
pub(crate) mod look;
mod measured;
pub mod mistakes;
pub mod outside;
pub mod page;
pub mod rank;
pub mod reliability;
mod report;
pub mod risk;
pub mod scores;
pub mod words;

use std::path::{Path, PathBuf};

use futures::StreamExt;

use crate::engine::Engine;
use crate::labelled::{Sample, Samples, samples};
use baseline::Teachers;
use measured::{example, measure};

pub use error::EvaluationError;
pub use report::{DataReport, Evaluation, FORMAT, FailedFile, ModelReport};

/// What to measure on, and what to say of it.
#[derive(Clone, Debug)]
pub struct Request {
    /// A folder that holds a folder for each label, or a table (see [`DataError::Line`](crate::labelled::DataError::Line)).
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
    evaluate_samples(engine, request, data, others, &mut progress).await
}

/// Measures a model on pictures that are listed already, and those that the colour baseline learns from.
pub(crate) async fn evaluate_samples(
    engine: &Engine,
    request: &Request,
    data: Samples,
    others: Option<Samples>,
    progress: &mut impl Progress,
) -> Result<Evaluation, EvaluationError> {
    let measured = measure(engine, data.all, progress).await;
    let outside = match &request.outside {
        Some(folder) => {
            let data = &measured.familiar;
            Some(outside::measure(engine, folder, data, progress).await?)
        }
        None => None,
    };
    let teachers = match (others, &request.baseline) {
        (Some(others), Some(folder)) => Some(teachers(others.all, folder, progress).await),
        _ => None,
    };
    let mut evaluation = measured.report(engine, request, teachers).await?;
    evaluation.data.passed_over = data.passed_over;
    evaluation.outside = outside;
    evaluation.caveats = caveats::caveats(&evaluation);
    Ok(evaluation)
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
