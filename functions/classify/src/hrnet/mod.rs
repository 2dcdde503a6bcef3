//! HRNet for classification (Wang et al. 2020, “Deep High-Resolution Representation Learning for
//! Visual Recognition”) in Candle, with the parameter names of timm.
//!
//! High resolution is kept from end to end: a stem brings the picture to a quarter of its size,
//! then each stage adds one lower resolution, runs all in parallel and lets every one hear all.
//!
//! The network is described once ([`Layer`](layer::Layer)): [`HrNet`] is computed by Candle,
//! [`FusedHrNet`] by the processor's own instructions, ten times as fast.

mod activation;
mod block;
mod conv;
mod fuse;
mod head;
mod layer;
mod packed;
mod parameters;
mod stage;
mod trunk;
mod variant;

use candle_core::{Module, ModuleT, Result, Tensor};
use candle_nn::{Linear, VarBuilder};

use conv::ConvNorm;
use head::FEATURES;
use trunk::Trunk;

pub use activation::ActivationMap;
pub use packed::FusedHrNet;
pub use parameters::parameters;
pub use variant::{UnknownVariant, Variant};

/// The network with its weights, in Candle.
pub struct HrNet {
    trunk: Trunk<ConvNorm>,
    classifier: Linear,
}

impl HrNet {
    /// Takes the weights by timm's names.
    ///
    /// # Errors
    /// A tensor is missing or has another shape.
    pub fn new(vb: &VarBuilder<'_>, variant: Variant, classes: usize) -> Result<Self> {
        Ok(Self {
            trunk: Trunk::new(vb, variant)?,
            classifier: candle_nn::linear(FEATURES, classes, vb.pp("classifier"))?,
        })
    }

    /// The last map before it is averaged: images × 2048 × height/32 × width/32.
    ///
    /// # Errors
    /// The device failed, or `x` is not images × 3 × height × width with multiples of 32.
    pub fn features(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        self.trunk.forward(x, train)
    }

    /// The maps that the head reads, of the highest resolution first: images × channels × height/4 ×
    /// width/4, and so on by halves.
    ///
    /// # Errors
    /// As [`HrNet::features`].
    pub fn maps(&self, x: &Tensor) -> Result<Vec<Tensor>> {
        self.trunk.maps(x, false)
    }

    /// What the head makes of those maps: images × classes.
    ///
    /// # Errors
    /// They are not those of this network.
    pub fn read(&self, maps: &[Tensor]) -> Result<Tensor> {
        self.classifier.forward(&self.trunk.gather(maps, false)?.mean((2, 3))?)
    }
}

impl ModuleT for HrNet {
    /// Logits: images × classes.
    fn forward_t(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        self.classifier.forward(&self.features(x, train)?.mean((2, 3))?)
    }
}
