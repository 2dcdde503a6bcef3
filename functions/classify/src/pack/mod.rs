//! Model packs: a folder with `pack.toml`, `model.safetensors` and `CARD.md`, and with
//! `answers.toml` if it tells how often its answers were right.
//!
//! The digest of manifest and weights names the model: other weights, another threshold or another
//! label order are another model. The card is words for people and may be mended without making
//! another model of it; answers may be counted anew.

mod check;
mod error;
mod manifest;
mod weights;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use domain::event::{Answers, ModelEvaluated, ModelRegistered};
use domain::ids::{ModelId, Sha256};
use serde::de::DeserializeOwned;
use sha2::Digest;

use crate::hrnet::{HrNet, Variant};
use weights::Weights;

pub use error::{PackError, TensorFaults};
pub use manifest::{
    Calibration, Input, Manifest, MeasuredResult, PanelReference, Resize, UnitRule,
};

/// The manifest's file name.
pub const MANIFEST: &str = "pack.toml";
/// The weights' file name.
pub const WEIGHTS: &str = "model.safetensors";
/// The card's file name.
pub const CARD: &str = "CARD.md";
/// The file name of how often answers were right.
pub const ANSWERS: &str = "answers.toml";

/// A model pack, read and checked.
#[derive(Clone)]
pub struct Pack {
    /// What the model is, expects, and is known to do.
    pub manifest: Manifest,
    /// The network, named by the manifest.
    pub variant: Variant,
    /// The digest of manifest and weights: the model's name.
    pub digest: ModelId,
    /// The model card, in Markdown.
    pub card: String,
    /// How often answers were right on images that it did not learn from, if the pack tells.
    pub answers: Option<Answers>,
    weights: Weights,
}

impl Pack {
    /// Reads and checks a pack.
    ///
    /// # Errors
    /// See [`PackError`]: whatever is wrong is found here, not at the first image.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, PackError> {
        let folder = folder.as_ref();
        let manifest_path = folder.join(MANIFEST);
        let manifest_bytes = read(&manifest_path)?;
        let manifest = parse(&manifest_path, &manifest_bytes)?;
        let variant: Variant = manifest.architecture.parse()?;
        let card_path = folder.join(CARD);
        let card = String::from_utf8(read(&card_path)?).map_err(|error| {
            let source = io::Error::new(io::ErrorKind::InvalidData, error.utf8_error());
            PackError::Unreadable { path: card_path, source }
        })?;
        let answers = answers(&folder.join(ANSWERS))?;
        let path = folder.join(WEIGHTS);
        let bytes = Arc::new(read(&path)?);
        let weights =
            Weights::read(bytes.clone()).map_err(|problem| PackError::Weights { path, problem })?;
        let (digest, checked) = thread::scope(|scope| {
            let digest = scope.spawn(|| digest(&manifest_bytes, &bytes));
            let checked = weights.check(variant, manifest.labels.len());
            (digest.join().expect("hashing bytes cannot panic"), checked)
        });
        checked?;
        Ok(Self { manifest, variant, digest, card, answers, weights })
    }

    /// The network with this pack's weights, in f32.
    ///
    /// # Errors
    /// The device has no room or failed.
    pub fn network(&self, device: &Device) -> Result<HrNet, PackError> {
        let weights = Box::new(self.weights.clone());
        let vb = VarBuilder::from_backend(weights, DType::F32, device.clone());
        Ok(HrNet::new(&vb, self.variant, self.manifest.labels.len())?)
    }

    /// Its weights by timm's names, in f32.
    ///
    /// # Errors
    /// The device has no room.
    pub(crate) fn values(&self, on: &Device) -> Result<BTreeMap<String, Tensor>, PackError> {
        Ok(self.weights.values(on)?)
    }

    /// How many numbers the network holds, those of its normalizations' statistics too.
    pub fn parameters(&self) -> u64 {
        self.weights.parameters()
    }

    /// The types that the weights are stored in, such as `f16`.
    pub fn types(&self) -> Vec<String> {
        self.weights.types()
    }

    /// The fact that an installation has seen and checked this pack.
    pub fn registration(&self) -> ModelRegistered {
        let manifest = &self.manifest;
        ModelRegistered {
            model: self.digest,
            name: manifest.name.clone(),
            architecture: manifest.architecture.clone(),
            panel: manifest.panel.id.clone(),
            panel_version: manifest.panel.version,
            labels: manifest.labels.clone(),
            statement: manifest.statement.clone(),
            licence: manifest.licence.clone(),
            card: self.card.clone(),
        }
    }

    /// The fact that an installation has seen what this pack says of how often it is right.
    pub fn evaluation(&self) -> ModelEvaluated {
        ModelEvaluated {
            model: self.digest,
            calibrated: self.manifest.calibration.temperature != 1.0,
            answers: self.answers.clone(),
        }
    }
}

/// Every pack in a folder of packs, by name of its folder; folders without a manifest are none.
///
/// # Errors
/// The folder cannot be listed, or a pack in it cannot be used.
pub fn load_all(folder: impl AsRef<Path>) -> Result<Vec<Pack>, PackError> {
    let folder = folder.as_ref();
    let unreadable = |source| PackError::Unreadable { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut folders = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<PathBuf>, _>>()
        .map_err(unreadable)?;
    folders.retain(|folder| folder.join(MANIFEST).is_file());
    folders.sort();
    folders.into_iter().map(Pack::load).collect()
}

fn read(path: &Path) -> Result<Vec<u8>, PackError> {
    fs::read(path).map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => PackError::MissingFile(path.to_owned()),
        _ => PackError::Unreadable { path: path.to_owned(), source },
    })
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Manifest, PackError> {
    let manifest: Manifest = toml(path, bytes)?;
    let senseless = |problem| PackError::Senseless { path: path.to_owned(), problem };
    manifest.check().map_err(senseless)?;
    Ok(manifest)
}

/// How often answers were right; none when the pack does not tell.
fn answers(path: &Path) -> Result<Option<Answers>, PackError> {
    let bytes = match read(path) {
        Err(PackError::MissingFile(_)) => return Ok(None),
        read => read?,
    };
    let answers: Answers = toml(path, &bytes)?;
    let senseless = |problem| PackError::Senseless { path: path.to_owned(), problem };
    answers.check().map_err(|problem| senseless(problem.to_string()))?;
    Ok(Some(answers))
}

fn toml<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, PackError> {
    let syntax = |problem| PackError::Syntax { path: path.to_owned(), problem };
    let text = std::str::from_utf8(bytes).map_err(|error| syntax(error.to_string()))?;
    toml::from_str(text).map_err(|error| syntax(error.to_string()))
}

/// Each part with its length before it, so that no byte can move from one to the other unseen.
fn digest(manifest: &[u8], weights: &[u8]) -> ModelId {
    let mut hasher = sha2::Sha256::new();
    for part in [manifest, weights] {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    ModelId(Sha256(hasher.finalize().into()))
}
