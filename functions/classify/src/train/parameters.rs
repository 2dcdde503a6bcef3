//! A network's parameters while it learns, by timm's names.

use std::collections::BTreeMap;

use candle_core::{DType, Device, Result, Shape, Tensor, Var};
use candle_nn::var_builder::SimpleBackend;
use candle_nn::{Init, VarBuilder};
use domain::ids::Sha256;
use sha2::Digest;

use crate::hrnet::{HrNet, Variant, parameters};
use crate::random::Random;

/// Values by name.
pub type Values = BTreeMap<String, Tensor>;

/// Every parameter as a variable, the running statistics of the normalizations too: a network that is
/// built of them shares them, so that what it measures while learning is kept here.
#[derive(Clone)]
pub struct Parameters {
    variables: BTreeMap<String, Var>,
}

impl Parameters {
    /// Those that a network begins with: convolutions as He et al. (2015) draw them, for what goes out;
    /// normalizations that change nothing; a classifier as PyTorch draws it. The same seed draws the same.
    ///
    /// # Errors
    /// The device has no room.
    pub fn drawn(variant: Variant, classes: usize, seed: u64, on: &Device) -> Result<Self> {
        let draw = |(place, (name, shape)): (usize, (String, Vec<usize>))| {
            let mut random = Random::of(&[seed, place as u64]);
            let count = shape.iter().product();
            let values: Vec<f32> = match (&shape[..], name.as_str()) {
                (&[outputs, _, height, width], _) => {
                    let deviation = (2.0 / (outputs * height * width) as f64).sqrt();
                    (0..count).map(|_| (deviation * random.normal()) as f32).collect()
                }
                (&[_, inputs], _) => {
                    let bound = 1.0 / (inputs as f64).sqrt();
                    (0..count).map(|_| random.between(-bound, bound) as f32).collect()
                }
                (_, name) if name.ends_with("weight") || name.ends_with("running_var") => {
                    vec![1.0; count]
                }
                _ => vec![0.0; count],
            };
            let var = Var::from_tensor(&Tensor::from_vec(values, shape, on)?)?;
            Ok((name, var))
        };
        let variables = parameters(variant, classes).into_iter().enumerate().map(draw);
        Ok(Self { variables: variables.collect::<Result<_>>()? })
    }

    /// Takes over every value that there is of the same name and shape, and says how many it were.
    ///
    /// # Errors
    /// The device failed.
    pub fn take(&self, from: &Values) -> Result<usize> {
        let mut taken = 0;
        for (name, value) in from {
            let Some(var) = self.variables.get(name).filter(|var| var.dims() == value.dims())
            else {
                continue;
            };
            var.set(&value.to_dtype(DType::F32)?.to_device(var.device())?)?;
            taken += 1;
        }
        Ok(taken)
    }

    /// How many there are by name.
    pub fn len(&self) -> usize {
        self.variables.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    /// The variables that gradients change, by name: all but running statistics.
    pub fn learned(&self) -> impl Iterator<Item = (&String, &Var)> {
        self.variables.iter().filter(|(name, _)| !name.contains(".running_"))
    }

    /// What they are now. Values do not follow later changes.
    ///
    /// # Errors
    /// The device has no room.
    pub fn values(&self) -> Result<Values> {
        let copy = |(name, var): (&String, &Var)| {
            Ok((name.clone(), var.as_detached_tensor().copy()?.detach()))
        };
        self.variables.iter().map(copy).collect()
    }

    /// The same without a copy: they change when the variables do.
    pub fn seen(&self) -> impl Iterator<Item = (&String, Tensor)> {
        self.variables.iter().map(|(name, var)| (name, var.as_detached_tensor()))
    }

    /// The network that they are of.
    ///
    /// # Errors
    /// They are those of another network.
    pub fn network(&self, variant: Variant, classes: usize, on: &Device) -> Result<HrNet> {
        let vb = VarBuilder::from_backend(Box::new(self.clone()), DType::F32, on.clone());
        HrNet::new(&vb, variant, classes)
    }
}

impl SimpleBackend for Parameters {
    fn get(&self, shape: Shape, name: &str, _: Init, _: DType, on: &Device) -> Result<Tensor> {
        let tensor = self.get_unchecked(name, DType::F32, on)?;
        if tensor.shape() != &shape {
            candle_core::bail!("{name} has shape {:?}, not {shape:?}", tensor.shape());
        }
        Ok(tensor)
    }

    fn get_unchecked(&self, name: &str, _: DType, _: &Device) -> Result<Tensor> {
        match self.variables.get(name) {
            Some(var) => Ok(var.as_tensor().clone()),
            None => candle_core::bail!("there is no parameter {name}"),
        }
    }

    fn contains_tensor(&self, name: &str) -> bool {
        self.variables.contains_key(name)
    }
}

/// SHA-256 over names and values, each with its length before it.
///
/// # Errors
/// The device failed.
pub fn digest(values: &Values) -> Result<Sha256> {
    let mut hasher = sha2::Sha256::new();
    for (name, value) in values {
        let numbers = value.flatten_all()?.to_vec1::<f32>()?;
        hasher.update((name.len() as u64).to_be_bytes());
        hasher.update(name);
        hasher.update((numbers.len() as u64).to_be_bytes());
        numbers.iter().for_each(|number| hasher.update(number.to_le_bytes()));
    }
    Ok(Sha256(hasher.finalize().into()))
}
