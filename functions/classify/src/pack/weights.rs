//! `model.safetensors`: read once, checked against the network, given to it tensor by tensor.

use std::collections::BTreeMap;
use std::sync::Arc;

use candle_core::{DType, Device, Result, Shape, Tensor};
use candle_nn::Init;
use candle_nn::var_builder::SimpleBackend;
use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};
use safetensors::{Dtype, SafeTensors};

use super::error::{PackError, TensorFaults};
use crate::hrnet::{Variant, parameters};

/// What PyTorch counts while training; the network does not need it.
const IGNORED: &str = "num_batches_tracked";

/// One tensor in the file.
#[derive(Clone, Debug)]
struct Entry {
    dtype: Dtype,
    shape: Vec<usize>,
    /// Its bytes, from where to where.
    at: (usize, usize),
}

/// The file's bytes and what lies where.
#[derive(Clone)]
pub(super) struct Weights {
    bytes: Arc<Vec<u8>>,
    entries: Arc<BTreeMap<String, Entry>>,
}

impl Weights {
    /// Reads the file's header.
    ///
    /// # Errors
    /// It is no safetensors file, in words.
    pub fn read(bytes: Arc<Vec<u8>>) -> std::result::Result<Self, String> {
        let file = SafeTensors::deserialize(&bytes).map_err(|error| error.to_string())?;
        let start = bytes.as_ptr().addr();
        let entries =
            file.iter().filter(|(name, _)| !name.ends_with(IGNORED)).map(|(name, view)| {
                let from = view.data().as_ptr().addr() - start;
                let at = (from, from + view.data().len());
                (name.to_owned(), Entry { dtype: view.dtype(), shape: view.shape().to_vec(), at })
            });
        let entries = Arc::new(entries.collect());
        Ok(Self { bytes, entries })
    }

    /// Compares the tensors with those of the network, then looks at every number.
    pub fn check(&self, variant: Variant, labels: usize) -> std::result::Result<(), PackError> {
        self.check_outputs(labels)?;
        let mut faults = TensorFaults::default();
        let needed = parameters(variant, labels);
        for (name, shape) in &needed {
            match self.entries.get(name) {
                None => faults.missing.push(name.clone()),
                Some(entry) if entry.shape != *shape => {
                    faults.misshaped.push(format!("{name} {:?} for {shape:?}", entry.shape));
                }
                Some(entry) if !is_known(entry.dtype) => {
                    faults.mistyped.push(format!("{name} {:?}", entry.dtype));
                }
                Some(_) => {}
            }
        }
        let extra = self.entries.keys().filter(|name| !needed.contains_key(*name));
        faults.extra.extend(extra.cloned());
        if !faults.is_empty() {
            let (architecture, faults) = (variant.to_string(), Box::new(faults));
            return Err(PackError::Tensors { architecture, faults });
        }
        let sick = self.entries.iter().find(|(_, entry)| !is_finite(entry.dtype, self.data(entry)));
        sick.map_or(Ok(()), |(name, _)| Err(PackError::NotFinite(name.clone())))
    }

    /// A wrong number of labels is the likeliest slip, so it gets an error of its own.
    fn check_outputs(&self, labels: usize) -> std::result::Result<(), PackError> {
        match self.entries.get("classifier.bias").map(|entry| entry.shape.as_slice()) {
            Some(&[outputs]) if outputs != labels => Err(PackError::LabelCount { labels, outputs }),
            _ => Ok(()),
        }
    }

    /// Every tensor by its name, in f32.
    pub fn values(&self, on: &Device) -> Result<BTreeMap<String, Tensor>> {
        let names = self.entries.keys();
        names.map(|name| Ok((name.clone(), self.get_unchecked(name, DType::F32, on)?))).collect()
    }

    /// How many numbers there are in all.
    pub fn parameters(&self) -> u64 {
        self.entries.values().map(|entry| entry.shape.iter().product::<usize>() as u64).sum()
    }

    /// The types of the tensors, each once.
    pub fn types(&self) -> Vec<String> {
        let mut types: Vec<_> = self
            .entries
            .values()
            .map(|entry| format!("{:?}", entry.dtype).to_lowercase())
            .collect();
        types.sort();
        types.dedup();
        types
    }

    fn data(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.at.0..entry.at.1]
    }
}

impl SimpleBackend for Weights {
    fn get(&self, shape: Shape, name: &str, _: Init, to: DType, on: &Device) -> Result<Tensor> {
        let tensor = self.get_unchecked(name, to, on)?;
        if tensor.shape() != &shape {
            candle_core::bail!("{name} has shape {:?}, not {shape:?}", tensor.shape());
        }
        Ok(tensor)
    }

    fn get_unchecked(&self, name: &str, to: DType, on: &Device) -> Result<Tensor> {
        let Some(entry) = self.entries.get(name) else {
            candle_core::bail!("there is no tensor {name}");
        };
        let Some(values) = values(entry.dtype, self.data(entry)) else {
            candle_core::bail!("{name} is of type {:?}", entry.dtype);
        };
        Tensor::from_vec(values, entry.shape.as_slice(), on)?.to_dtype(to)
    }

    fn contains_tensor(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }
}

/// Whether numbers of this type can be read.
fn is_known(dtype: Dtype) -> bool {
    matches!(dtype, Dtype::F32 | Dtype::F16 | Dtype::BF16)
}

/// The numbers in f32; none of a type that is not known. Whole slices at once, for this is half of
/// the time that a start takes.
fn values(dtype: Dtype, data: &[u8]) -> Option<Vec<f32>> {
    let (pairs, fours) = (data.as_chunks().0.iter(), data.as_chunks().0.iter());
    match dtype {
        Dtype::F32 => Some(fours.map(|four| f32::from_le_bytes(*four)).collect()),
        Dtype::F16 => {
            Some(pairs.map(|pair| f16::from_le_bytes(*pair)).collect::<Vec<_>>().to_f32_vec())
        }
        Dtype::BF16 => {
            Some(pairs.map(|pair| bf16::from_le_bytes(*pair)).collect::<Vec<_>>().to_f32_vec())
        }
        _ => None,
    }
}

/// Infinities and not-a-numbers have every bit of the exponent set.
fn is_finite(dtype: Dtype, data: &[u8]) -> bool {
    let short = |exponent: u16| {
        let set = |pair: &[u8; 2]| u16::from_le_bytes(*pair) & exponent == exponent;
        !data.as_chunks().0.iter().fold(false, |any, pair| any | set(pair))
    };
    match dtype {
        Dtype::F16 => short(0x7c00),
        Dtype::BF16 => short(0x7f80),
        _ => {
            let set = |four: &[u8; 4]| u32::from_le_bytes(*four) & 0x7f80_0000 == 0x7f80_0000;
            !data.as_chunks().0.iter().fold(false, |any, four| any | set(four))
        }
    }
}
