//! Whether pictures that are none of the model's business are told from those that are.

use std::collections::BTreeMap;
use std::path::Path;

use futures::StreamExt;
use serde::Serialize;

use super::error::EvaluationError;
use super::interval::Proportion;
use super::look::predicted;
use super::rank::auroc;
use super::{FailedFile, Progress, Stage};
use crate::Prediction;
use crate::engine::Engine;
use crate::labelled::{files_below, seen_from};
use crate::pack::Manifest;

/// What the model made of foreign pictures.
#[derive(Debug, Serialize)]
pub struct OutsideReport {
    /// Where they are.
    pub folder: String,
    /// How many were called inside, wrongly.
    pub inside: Proportion,
    /// How well the logits' energy alone tells them from the data: the chance that a foreign
    /// picture's is higher.
    pub auroc_energy: Option<f64>,
    /// The same of how far a picture's looks lie from those of the pack's rule; none without one.
    pub auroc_appearance: Option<f64>,
    /// Each folder with pictures by itself.
    pub sources: Vec<OutsideSource>,
    /// Files that could not be predicted.
    pub failed: Vec<FailedFile>,
}

/// Foreign pictures of one folder.
#[derive(Debug, Serialize)]
pub struct OutsideSource {
    /// Which, seen from the folder of all.
    pub name: String,
    /// How many were called inside, wrongly.
    pub inside: Proportion,
    /// How well energy tells them from the data.
    pub auroc_energy: Option<f64>,
    /// How well looks tell them from the data.
    pub auroc_appearance: Option<f64>,
}

/// What a prediction says of how familiar its picture is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Familiar {
    /// Whether it is called inside.
    pub inside: bool,
    /// Energy of its logits.
    pub energy: f64,
    /// How far it lies from the middle of the looks that are known; 1 is their edge.
    pub excursion: Option<f64>,
}

impl Familiar {
    /// Of a prediction.
    pub fn of(prediction: &Prediction, manifest: &Manifest) -> Self {
        Self {
            inside: prediction.familiarity.inside,
            energy: prediction.familiarity.energy,
            excursion: manifest.appearance.map(|rule| rule.excursion(&prediction.appearance)),
        }
    }
}

/// Predicts every file below a folder, and tells how it compares with the data's pictures.
pub(super) async fn measure(
    engine: &Engine,
    folder: &Path,
    data: &[Familiar],
    progress: &mut impl Progress,
) -> Result<OutsideReport, EvaluationError> {
    let files = files_below(folder)?;
    if files.is_empty() {
        return Err(EvaluationError::NothingOutside(folder.to_owned()));
    }
    let total = files.len();
    let mut seen: BTreeMap<String, Vec<Familiar>> = BTreeMap::new();
    let mut failed = Vec::new();
    let mut results = std::pin::pin!(
        predicted(engine, files.clone()).zip(futures::stream::iter(files)).enumerate()
    );
    while let Some((at, (result, file))) = results.next().await {
        match result {
            Ok((_, prediction)) => {
                let source = seen_from(folder, file.parent().unwrap_or(folder));
                let source = if source.is_empty() { ".".to_owned() } else { source };
                let familiar = Familiar::of(&prediction, engine.manifest());
                seen.entry(source).or_default().push(familiar);
            }
            Err(problem) => failed.push(FailedFile { file: seen_from(folder, &file), problem }),
        }
        progress.step(Stage::Outside, at + 1, total);
    }
    Ok(report(folder, data, &seen, failed))
}

fn report(
    folder: &Path,
    data: &[Familiar],
    seen: &BTreeMap<String, Vec<Familiar>>,
    failed: Vec<FailedFile>,
) -> OutsideReport {
    let all: Vec<Familiar> = seen.values().flatten().copied().collect();
    let source = |(name, of): (&String, &Vec<Familiar>)| OutsideSource {
        name: name.clone(),
        inside: inside(of),
        auroc_energy: by_energy(of, data),
        auroc_appearance: by_appearance(of, data),
    };
    OutsideReport {
        folder: folder.display().to_string(),
        inside: inside(&all),
        auroc_energy: by_energy(&all, data),
        auroc_appearance: by_appearance(&all, data),
        sources: seen.iter().map(source).collect(),
        failed,
    }
}

/// How many are called inside.
pub fn inside(of: &[Familiar]) -> Proportion {
    Proportion::new(of.iter().filter(|one| one.inside).count() as u64, of.len() as u64)
}

fn by_energy(foreign: &[Familiar], data: &[Familiar]) -> Option<f64> {
    let energies = |of: &[Familiar]| of.iter().map(|one| one.energy).collect::<Vec<_>>();
    auroc(&energies(foreign), &energies(data))
}

fn by_appearance(foreign: &[Familiar], data: &[Familiar]) -> Option<f64> {
    let excursions =
        |of: &[Familiar]| of.iter().filter_map(|one| one.excursion).collect::<Vec<_>>();
    auroc(&excursions(foreign), &excursions(data))
}
