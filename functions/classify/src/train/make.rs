//! A pack from what was learned.

use std::fs;
use std::path::Path;

use candle_core::{DType, Tensor};
use domain::event::Answers;
use serde::Serialize;

use super::checkpoint::whole;
use super::error::TrainError;
use super::parameters::Values;
use crate::evaluate::{Evaluation, page};
use crate::pack::{ANSWERS, CARD, MANIFEST, Manifest, WEIGHTS};

/// The evaluation's file names.
const EVALUATION: [&str; 2] = ["evaluation.json", "evaluation.html"];

/// Values as a pack stores them, f16, seen as f32 again: what is calibrated is what is shipped.
///
/// # Errors
/// A value is too large for f16, or the device failed.
pub fn stored(values: &Values) -> Result<Values, TrainError> {
    let store = |(name, value): (&String, &Tensor)| {
        Ok((name.clone(), value.to_dtype(DType::F16)?.to_dtype(DType::F32)?))
    };
    values.iter().map(store).collect()
}

/// Writes manifest, weights and card.
///
/// # Errors
/// The disk did not take it.
pub fn pack(
    folder: &Path,
    manifest: &Manifest,
    values: &Values,
    card: &str,
) -> Result<(), TrainError> {
    fs::create_dir_all(folder).map_err(unwritable(folder))?;
    let halves = |(name, value): (&String, &Tensor)| {
        Ok((name.clone(), value.to_dtype(DType::F16)?.to_device(&candle_core::Device::Cpu)?))
    };
    let halves = values.iter().map(halves).collect::<candle_core::Result<Vec<_>>>()?;
    let weights = safetensors::serialize(halves, None).map_err(std::io::Error::other);
    let weights = weights.map_err(unwritable(folder))?;
    write(&folder.join(WEIGHTS), &weights)?;
    write(&folder.join(CARD), card.as_bytes())?;
    write(&folder.join(MANIFEST), toml(folder, manifest)?.as_bytes())
}

/// Adds what the evaluation says to a pack.
///
/// # Errors
/// The disk did not take it.
pub fn evaluation(folder: &Path, of: &Evaluation, set: &str) -> Result<(), TrainError> {
    if !of.answers.is_empty() {
        let answers = Answers { set: set.to_owned(), bands: of.answers.clone() };
        write(&folder.join(ANSWERS), toml(folder, &answers)?.as_bytes())?;
    }
    let json = serde_json::to_vec_pretty(of).map_err(std::io::Error::other);
    write(&folder.join(EVALUATION[0]), &json.map_err(unwritable(folder))?)?;
    write(&folder.join(EVALUATION[1]), page::page(of).as_bytes())
}

fn toml<T: Serialize>(folder: &Path, value: &T) -> Result<String, TrainError> {
    toml::to_string(value).map_err(std::io::Error::other).map_err(unwritable(folder))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), TrainError> {
    whole(path, bytes).map_err(unwritable(path))
}

/// A file that the disk did not take, by its name.
pub fn unwritable(path: &Path) -> impl FnOnce(std::io::Error) -> TrainError {
    let path = path.to_owned();
    move |source| TrainError::Unwritable { path, source }
}
