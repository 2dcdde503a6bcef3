//! What parameters a variant has, asked of the very code that builds it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use candle_core::{DType, Device, Result, Shape, Tensor};
use candle_nn::var_builder::SimpleBackend;
use candle_nn::{Init, VarBuilder};

use super::{HrNet, Variant};

/// The name and shape of every parameter of a variant with so many classes.
pub fn parameters(variant: Variant, classes: usize) -> BTreeMap<String, Vec<usize>> {
    let recorder = Recorder::default();
    let vb = VarBuilder::from_backend(Box::new(recorder.clone()), DType::F32, Device::Cpu);
    HrNet::new(&vb, variant, classes).expect("zeros of every shape can be had");
    drop(vb);
    let mut seen = recorder.seen.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut seen)
}

/// Gives zeros for whatever is asked, and remembers what was asked.
#[derive(Clone, Default)]
struct Recorder {
    seen: Arc<Mutex<BTreeMap<String, Vec<usize>>>>,
}

impl SimpleBackend for Recorder {
    fn get(
        &self,
        shape: Shape,
        name: &str,
        _: Init,
        dtype: DType,
        device: &Device,
    ) -> Result<Tensor> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(name.to_owned(), shape.dims().to_vec());
        // One zero seen many times: the weights of the largest variant would be 300 MB.
        Tensor::zeros((), dtype, device)?.broadcast_as(shape)
    }

    fn get_unchecked(&self, name: &str, _: DType, _: &Device) -> Result<Tensor> {
        candle_core::bail!("the shape of {name} is not known")
    }

    fn contains_tensor(&self, _: &str) -> bool {
        true
    }
}
