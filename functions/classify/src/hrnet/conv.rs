//! Convolution and batch normalization, as Candle computes them.

use candle_core::{ModuleT, Result, Tensor};
use candle_nn::{BatchNorm, BatchNormConfig, Conv2d, Conv2dConfig, VarBuilder};
use fused::{Shape as PackedShape, Weights};

use super::layer::Layer;

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
        Ok(ConvNorm { conv, norm })
    }
}

/// A convolution with its batch normalization.
pub(super) struct ConvNorm {
    conv: Conv2d,
    norm: BatchNorm,
}

impl ConvNorm {
    /// Shape and weights with the normalization folded in, for inference.
    pub fn folded(&self) -> Result<(PackedShape, Weights)> {
        let kernel = self.conv.weight();
        let (outputs, inputs, size, _) = kernel.dims4()?;
        let bias = match self.conv.bias() {
            Some(bias) => bias.to_vec1()?,
            None => vec![0.0; outputs],
        };
        let weights = Weights { kernel: kernel.flatten_all()?.to_vec1()?, bias };
        let mean = self.norm.running_mean().to_vec1::<f32>()?;
        let variance = self.norm.running_var().to_vec1::<f32>()?;
        let (gains, offsets) = match self.norm.weight_and_bias() {
            Some((gains, offsets)) => (gains.to_vec1()?, offsets.to_vec1()?),
            None => (vec![1.0; outputs], vec![0.0_f32; outputs]),
        };
        let scales: Vec<f32> = (gains.iter().zip(&variance))
            .map(|(gain, variance)| gain / (variance + self.norm.eps() as f32).sqrt())
            .collect();
        let shifts: Vec<f32> = (offsets.iter().zip(&mean).zip(&scales))
            .map(|((offset, mean), scale)| offset - mean * scale)
            .collect();
        let stride = self.conv.config().stride;
        let shape = PackedShape { inputs, outputs, kernel: size, stride };
        Ok((shape, weights.normalized(&scales, &shifts)))
    }
}

impl Layer for ConvNorm {
    /// Images × channels × height × width.
    type Map = Tensor;
    /// Whether it is a step of training: batches are normalized by themselves then.
    type Pass = bool;

    fn apply(
        &self,
        x: &Tensor,
        plus: Option<&Tensor>,
        rectified: bool,
        train: bool,
    ) -> Result<Tensor> {
        let mut y = self.norm.forward_t(&x.apply(&self.conv)?, train)?;
        if let Some(plus) = plus {
            y = (y + plus)?;
        }
        if rectified { y.relu() } else { Ok(y) }
    }

    fn add(a: &Tensor, b: &Tensor, _: bool) -> Result<Tensor> {
        a + b
    }

    fn gather(base: &Tensor, coarser: &[(Tensor, usize)], _: bool) -> Result<Tensor> {
        let mut sum = base.clone();
        for (map, times) in coarser {
            let (_, _, height, width) = map.dims4()?;
            sum = (sum + map.upsample_nearest2d(height * times, width * times)?)?;
        }
        sum.relu()
    }
}
