//! Residual blocks (He et al. 2016): basic at every resolution, bottleneck in the stem and the head.

use candle_core::{ModuleT, Result, Tensor};
use candle_nn::VarBuilder;

use super::conv::{ConvNorm, Shape};

/// How many times wider than inside a bottleneck is at its end.
pub(super) const EXPANSION: usize = 4;

/// A few convolutions whose result is added to what went in.
pub(super) struct Block {
    convs: Vec<ConvNorm>,
    /// Brings what went in to as many channels as come out.
    shortcut: Option<ConvNorm>,
}

impl Block {
    /// Two 3×3 convolutions.
    pub fn basic(vb: &VarBuilder<'_>, width: usize) -> Result<Self> {
        let shape = Shape::keeping(width, width);
        let convs =
            vec![shape.load(vb, "conv1", "bn1")?.rectified(), shape.load(vb, "conv2", "bn2")?];
        Ok(Self { convs, shortcut: None })
    }

    /// 1×1 to `width` channels, 3×3, 1×1 to [`EXPANSION`] times as many.
    pub fn bottleneck(vb: &VarBuilder<'_>, inputs: usize, width: usize) -> Result<Self> {
        let outputs = EXPANSION * width;
        let convs = vec![
            Shape::pointwise(inputs, width).load(vb, "conv1", "bn1")?.rectified(),
            Shape::keeping(width, width).load(vb, "conv2", "bn2")?.rectified(),
            Shape::pointwise(width, outputs).load(vb, "conv3", "bn3")?,
        ];
        let shortcut = (inputs != outputs)
            .then(|| Shape::pointwise(inputs, outputs).load(vb, "downsample.0", "downsample.1"))
            .transpose()?;
        Ok(Self { convs, shortcut })
    }
}

impl ModuleT for Block {
    fn forward_t(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let mut y = x.clone();
        for conv in &self.convs {
            y = conv.forward_t(&y, train)?;
        }
        let residual = match &self.shortcut {
            Some(shortcut) => &shortcut.forward_t(x, train)?,
            None => x,
        };
        (y + residual)?.relu()
    }
}
