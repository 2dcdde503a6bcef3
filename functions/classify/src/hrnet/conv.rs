//! Convolution, batch normalization, rectifier: what every layer is made of.

use candle_core::{ModuleT, Result, Tensor};
use candle_nn::{BatchNorm, BatchNormConfig, Conv2d, Conv2dConfig, VarBuilder};

/// The shape of a convolution, before its weights are known.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    inputs: usize,
    outputs: usize,
    kernel: usize,
    stride: usize,
    bias: bool,
}

impl Shape {
    /// 1×1: mixes channels.
    pub fn pointwise(inputs: usize, outputs: usize) -> Self {
        Self { inputs, outputs, kernel: 1, stride: 1, bias: false }
    }

    /// 3×3 that keeps the resolution.
    pub fn keeping(inputs: usize, outputs: usize) -> Self {
        Self { kernel: 3, ..Self::pointwise(inputs, outputs) }
    }

    /// 3×3 of stride 2: half the resolution.
    pub fn halving(inputs: usize, outputs: usize) -> Self {
        Self { stride: 2, ..Self::keeping(inputs, outputs) }
    }

    /// With a bias, which is superfluous before a batch normalization, yet the head has it.
    pub fn biased(self) -> Self {
        Self { bias: true, ..self }
    }

    /// Takes the weights by the names of the convolution and of its normalization.
    pub fn load(self, vb: &VarBuilder<'_>, conv: &str, norm: &str) -> Result<ConvNorm> {
        let config =
            Conv2dConfig { padding: self.kernel / 2, stride: self.stride, ..Default::default() };
        let make = if self.bias { candle_nn::conv2d } else { candle_nn::conv2d_no_bias };
        let conv = make(self.inputs, self.outputs, self.kernel, config, vb.pp(conv))?;
        let norm = candle_nn::batch_norm(self.outputs, BatchNormConfig::default(), vb.pp(norm))?;
        Ok(ConvNorm { conv, norm, rectified: false })
    }
}

/// A convolution with its batch normalization, and a rectifier where there is one.
pub(super) struct ConvNorm {
    conv: Conv2d,
    norm: BatchNorm,
    rectified: bool,
}

impl ConvNorm {
    /// Followed by a rectifier.
    pub fn rectified(self) -> Self {
        Self { rectified: true, ..self }
    }
}

impl ModuleT for ConvNorm {
    fn forward_t(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let y = self.norm.forward_t(&x.apply(&self.conv)?, train)?;
        if self.rectified { y.relu() } else { Ok(y) }
    }
}
