//! A pack's network on a device.

use std::sync::Arc;

use candle_core::{DType, ModuleT, Tensor};
use domain::ids::ModelId;

use crate::device::{Device, DeviceError};
use crate::hrnet::{FusedHrNet, HrNet};
use crate::pack::{Manifest, Pack, PackError};
use crate::precision::Precision;

/// A pack's network on a device, ready to answer.
pub struct Model {
    /// The pack's digest.
    pub id: ModelId,
    /// The pack's manifest.
    pub manifest: Arc<Manifest>,
    /// What it runs on.
    pub device: Device,
    /// How its values are stored.
    pub precision: Precision,
    on: candle_core::Device,
    network: Network,
}

/// Who computes.
enum Network {
    /// The processor's own instructions.
    Fused(FusedHrNet),
    /// Candle.
    Candle(HrNet),
}

impl Network {
    fn logits(&self, images: &Tensor) -> candle_core::Result<Tensor> {
        match self {
            Self::Fused(network) => network.forward(images),
            Self::Candle(network) => network.forward_t(images, false),
        }
    }
}

/// Why a network is not ready.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The device cannot be used.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// The device does not compute so.
    #[error("{device} computes in f32 only, not in {precision}")]
    Precision {
        /// Which.
        device: Device,
        /// What was asked for.
        precision: Precision,
    },
    /// The network cannot be built.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The device failed while computing.
    #[error("the network failed: {0}")]
    Compute(#[from] candle_core::Error),
}

impl Model {
    /// Builds the network. On a GPU it runs once on a small blank picture, which loads the kernels
    /// and finds a device that cannot compute.
    ///
    /// # Errors
    /// The device cannot be used.
    pub fn load(pack: &Pack, device: Device, precision: Precision) -> Result<Self, ModelError> {
        if device != Device::Cpu && precision != Precision::F32 {
            return Err(ModelError::Precision { device, precision });
        }
        let on = device.open()?;
        let network = pack.network(&on)?;
        let network = match device {
            Device::Cpu => Network::Fused(FusedHrNet::new(&network, precision)?),
            Device::Cuda(_) => {
                let blank = Tensor::zeros((1, 3, 32, 32), DType::F32, &on)?;
                network.forward_t(&blank, false)?.to_vec2::<f32>()?;
                Network::Candle(network)
            }
        };
        let manifest = Arc::new(pack.manifest.clone());
        Ok(Self { id: pack.digest, manifest, device, precision, on, network })
    }

    /// The logits of each input; all run as one batch.
    ///
    /// # Errors
    /// The device failed, or an input has not the length that the manifest's input says.
    pub fn logits<'a>(
        &self,
        inputs: impl ExactSizeIterator<Item = &'a [f32]>,
    ) -> Result<Vec<Vec<f32>>, ModelError> {
        let size = self.manifest.input.size as usize;
        let shape = (inputs.len(), 3, size, size);
        let batch = inputs.collect::<Vec<_>>().concat();
        let batch = Tensor::from_vec(batch, shape, &self.on)?;
        Ok(self.network.logits(&batch)?.to_vec2()?)
    }
}
