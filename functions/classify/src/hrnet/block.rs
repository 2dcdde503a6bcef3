//! Residual blocks (He et al. 2016): basic at every resolution, bottleneck in the stem and the head.

use candle_core::Result;
use candle_nn::VarBuilder;

use super::conv::{ConvNorm, Shape};
use super::layer::Layer;

/// How many times wider than inside a bottleneck is at its end.
pub(super) const EXPANSION: usize = 4;

/// A few convolutions whose result is added to what went in.
pub(super) struct Block<L> {
    convs: Vec<L>,
    last: L,
    /// Brings what went in to as many channels as come out.
    shortcut: Option<L>,
}

impl Block<ConvNorm> {
    /// Two 3×3 convolutions.
    pub fn basic(vb: &VarBuilder<'_>, width: usize) -> Result<Self> {
        let shape = Shape::keeping(width, width);
        let convs = vec![shape.load(vb, "conv1", "bn1")?];
        Ok(Self { convs, last: shape.load(vb, "conv2", "bn2")?, shortcut: None })
    }

    /// 1×1 to `width` channels, 3×3, 1×1 to [`EXPANSION`] times as many.
    pub fn bottleneck(vb: &VarBuilder<'_>, inputs: usize, width: usize) -> Result<Self> {
        let outputs = EXPANSION * width;
        let convs = vec![
            Shape::pointwise(inputs, width).load(vb, "conv1", "bn1")?,
            Shape::keeping(width, width).load(vb, "conv2", "bn2")?,
        ];
        let last = Shape::pointwise(width, outputs).load(vb, "conv3", "bn3")?;
        let shortcut = (inputs != outputs)
            .then(|| Shape::pointwise(inputs, outputs).load(vb, "downsample.0", "downsample.1"))
            .transpose()?;
        Ok(Self { convs, last, shortcut })
    }
}

impl<L: Layer> Block<L> {
    /// The same block, every layer made into another.
    pub fn map<M>(&self, make: &impl Fn(&L) -> Result<M>) -> Result<Block<M>> {
        Ok(Block {
            convs: self.convs.iter().map(make).collect::<Result<_>>()?,
            last: make(&self.last)?,
            shortcut: self.shortcut.as_ref().map(make).transpose()?,
        })
    }

    /// The block's map.
    pub fn forward(&self, x: &L::Map, pass: L::Pass) -> Result<L::Map> {
        let mut y = x.clone();
        for conv in &self.convs {
            y = conv.apply(&y, None, true, pass)?;
        }
        match &self.shortcut {
            Some(shortcut) => {
                let residual = shortcut.apply(x, None, false, pass)?;
                self.last.apply(&y, Some(&residual), true, pass)
            }
            None => self.last.apply(&y, Some(x), true, pass),
        }
    }
}
