//! A training as it stands, in one file: written whole or not at all.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use candle_core::{Device, Tensor};
use serde::{Deserialize, Serialize};

use super::parameters::Values;

/// What is kept beside tensors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Steps done.
    pub step: u64,
    /// What tells this training from others: settings and pictures.
    pub run: String,
    /// Sum of losses since the epoch began.
    pub losses: f64,
    /// What the epochs so far came to.
    pub epochs: Vec<Epoch>,
}

/// What an epoch came to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Epoch {
    /// Mean training loss, with smoothed labels and changed pictures.
    pub loss: f64,
    /// Mean negative logarithm of the true label's probability in validation.
    pub validation_loss: f64,
    /// Part of the validation pictures whose leading label was right.
    pub accuracy: f64,
}

/// The name under which the standing is kept in the file's header.
const STANDING: &str = "standing";

/// Writes groups of tensors and where the training stands; what was there before stays until this is whole.
///
/// # Errors
/// The disk did not take it.
pub fn write(path: &Path, groups: &[(&str, &Values)], standing: &Standing) -> io::Result<()> {
    let tensors = groups.iter().flat_map(|(group, values)| {
        values.iter().map(move |(name, value)| (format!("{group}/{name}"), value))
    });
    let text = toml::to_string(standing).map_err(io::Error::other)?;
    let header = HashMap::from([(STANDING.to_owned(), text)]);
    let bytes = safetensors::serialize(tensors, Some(header)).map_err(io::Error::other)?;
    whole(path, &bytes)
}

/// Writes a file so that it is there whole or as it was before, whatever happens in between.
///
/// # Errors
/// The disk did not take it.
pub fn whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// The groups by name, and the standing.
///
/// # Errors
/// In words.
pub fn read(path: &Path, on: &Device) -> Result<(HashMap<String, Values>, Standing), String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let (_, header) =
        safetensors::SafeTensors::read_metadata(&bytes).map_err(|error| error.to_string())?;
    let text = header.metadata().as_ref().and_then(|header| header.get(STANDING));
    let standing = toml::from_str(text.ok_or("it does not say where it stands")?)
        .map_err(|error| error.to_string())?;
    let tensors =
        candle_core::safetensors::load_buffer(&bytes, on).map_err(|error| error.to_string())?;
    let mut groups: HashMap<String, Values> = HashMap::new();
    for (name, tensor) in tensors {
        let (group, name): (_, &str) = name.split_once('/').ok_or("a tensor without a group")?;
        let tensor: Tensor = tensor;
        groups.entry(group.to_owned()).or_default().insert(name.to_owned(), tensor);
    }
    Ok((groups, standing))
}
