//! The classification head (HRNetV2): widened maps are gathered from the highest resolution down.

use candle_core::{ModuleT, Result, Tensor};
use candle_nn::VarBuilder;

use super::block::{Block, EXPANSION};
use super::conv::{ConvNorm, Shape};

/// Channels inside the block that widens each resolution, the highest first.
const WIDTHS: [usize; 4] = [32, 64, 128, 256];

/// Channels of the last map.
pub(super) const FEATURES: usize = 2048;

/// From maps of four resolutions to one map of [`FEATURES`] channels at the lowest.
pub(super) struct Head {
    widen: Vec<Block>,
    halve: Vec<ConvNorm>,
    last: ConvNorm,
}

impl Head {
    /// `widths` are the channels of the four maps that come in.
    pub fn new(vb: &VarBuilder<'_>, widths: &[usize; 4]) -> Result<Self> {
        let widen = (0..4).map(|at| {
            Block::bottleneck(&vb.pp("incre_modules").pp(at).pp(0), widths[at], WIDTHS[at])
        });
        let halve = (0..3).map(|at| {
            let shape = Shape::halving(EXPANSION * WIDTHS[at], EXPANSION * WIDTHS[at + 1]);
            let vb = vb.pp("downsamp_modules").pp(at);
            Ok(shape.biased().load(&vb, "0", "1")?.rectified())
        });
        let last = Shape::pointwise(EXPANSION * WIDTHS[3], FEATURES).biased();
        Ok(Self {
            widen: widen.collect::<Result<_>>()?,
            halve: halve.collect::<Result<_>>()?,
            last: last.load(&vb.pp("final_layer"), "0", "1")?.rectified(),
        })
    }

    /// The last map.
    pub fn forward_t(&self, maps: &[Tensor], train: bool) -> Result<Tensor> {
        let mut sum = self.widen[0].forward_t(&maps[0], train)?;
        for ((widen, halve), map) in self.widen[1..].iter().zip(&self.halve).zip(&maps[1..]) {
            sum = (widen.forward_t(map, train)? + halve.forward_t(&sum, train)?)?;
        }
        self.last.forward_t(&sum, train)
    }
}
