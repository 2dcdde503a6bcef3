//! The classification head (HRNetV2): widened maps are gathered from the highest resolution down.

use candle_core::Result;
use candle_nn::VarBuilder;

use super::block::{Block, EXPANSION};
use super::conv::{ConvNorm, Shape};
use super::layer::Layer;

/// Channels inside the block that widens each resolution, the highest first.
const WIDTHS: [usize; 4] = [32, 64, 128, 256];

/// Channels of the last map.
pub(super) const FEATURES: usize = 2048;

/// From maps of four resolutions to one map of [`FEATURES`] channels at the lowest.
pub(super) struct Head<L> {
    widen: Vec<Block<L>>,
    halve: Vec<L>,
    last: L,
}

impl Head<ConvNorm> {
    /// `widths` are the channels of the four maps that come in.
    pub fn new(vb: &VarBuilder<'_>, widths: &[usize; 4]) -> Result<Self> {
        let widen = (0..4).map(|at| {
            Block::bottleneck(&vb.pp("incre_modules").pp(at).pp(0), widths[at], WIDTHS[at])
        });
        let halve = (0..3).map(|at| {
            let shape = Shape::halving(EXPANSION * WIDTHS[at], EXPANSION * WIDTHS[at + 1]);
            shape.biased().load(&vb.pp("downsamp_modules").pp(at), "0", "1")
        });
        let last = Shape::pointwise(EXPANSION * WIDTHS[3], FEATURES).biased();
        Ok(Self {
            widen: widen.collect::<Result<_>>()?,
            halve: halve.collect::<Result<_>>()?,
            last: last.load(&vb.pp("final_layer"), "0", "1")?,
        })
    }
}

impl<L: Layer> Head<L> {
    /// The same head, every layer made into another.
    pub fn map<M>(&self, make: &impl Fn(&L) -> Result<M>) -> Result<Head<M>> {
        Ok(Head {
            widen: self.widen.iter().map(|block| block.map(make)).collect::<Result<_>>()?,
            halve: self.halve.iter().map(make).collect::<Result<_>>()?,
            last: make(&self.last)?,
        })
    }

    /// The last map.
    pub fn forward(&self, maps: &[L::Map], pass: L::Pass) -> Result<L::Map> {
        let mut sum = self.widen[0].forward(&maps[0], pass)?;
        for ((widen, halve), map) in self.widen[1..].iter().zip(&self.halve).zip(&maps[1..]) {
            let halved = halve.apply(&sum, None, true, pass)?;
            sum = L::add(&widen.forward(map, pass)?, &halved, pass)?;
        }
        self.last.apply(&sum, None, true, pass)
    }
}
