//! HRNet for classification (Wang et al. 2020, “Deep High-Resolution Representation Learning for
//! Visual Recognition”) in Candle, with the parameter names of timm.
//!
//! High resolution is kept from end to end: a stem brings the picture to a quarter of its size,
//! then each stage adds one lower resolution, runs all in parallel and lets every one hear all.

mod block;
mod conv;
mod fuse;
mod head;
mod parameters;
mod stage;
mod variant;

use candle_core::{Module, ModuleT, Result, Tensor};
use candle_nn::{Linear, VarBuilder};

use block::{Block, EXPANSION};
use conv::{ConvNorm, Shape};
use head::{FEATURES, Head};
use stage::Stage;

pub use parameters::parameters;
pub use variant::{UnknownVariant, Variant};

/// Channels after each of the stem's two convolutions.
const STEM: usize = 64;

/// The network with its weights.
pub struct HrNet {
    stem: [ConvNorm; 2],
    stage1: Vec<Block>,
    stages: Vec<Stage>,
    head: Head,
    classifier: Linear,
}

impl HrNet {
    /// Takes the weights by timm's names.
    ///
    /// # Errors
    /// A tensor is missing or has another shape.
    pub fn new(vb: &VarBuilder<'_>, variant: Variant, classes: usize) -> Result<Self> {
        let config = variant.config();
        let stem = [
            Shape::halving(3, STEM).load(vb, "conv1", "bn1")?.rectified(),
            Shape::halving(STEM, STEM).load(vb, "conv2", "bn2")?.rectified(),
        ];
        let stem_out = EXPANSION * config.stem_width;
        let stage1 = (0..config.stem_blocks).map(|at| {
            let inputs = if at == 0 { STEM } else { stem_out };
            Block::bottleneck(&vb.pp("layer1").pp(at), inputs, config.stem_width)
        });
        Ok(Self {
            stem,
            stage1: stage1.collect::<Result<_>>()?,
            stages: vec![
                Stage::new(vb, &config, 2, &[stem_out])?,
                Stage::new(vb, &config, 3, &config.widths[..2])?,
                Stage::new(vb, &config, 4, &config.widths[..3])?,
            ],
            head: Head::new(vb, &config.widths)?,
            classifier: candle_nn::linear(FEATURES, classes, vb.pp("classifier"))?,
        })
    }

    /// The last map before it is averaged: images × 2048 × height/32 × width/32.
    ///
    /// # Errors
    /// The device failed, or `x` is not images × 3 × height × width with multiples of 32.
    pub fn features(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        let convs = self.stem.iter().map(|conv| conv as &dyn ModuleT);
        let blocks = self.stage1.iter().map(|block| block as &dyn ModuleT);
        let map = convs.chain(blocks).try_fold(x.clone(), |x, layer| layer.forward_t(&x, train))?;
        let maps =
            self.stages.iter().try_fold(vec![map], |maps, stage| stage.forward_t(&maps, train))?;
        self.head.forward_t(&maps, train)
    }
}

impl ModuleT for HrNet {
    /// Logits: images × classes.
    fn forward_t(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        self.classifier.forward(&self.features(x, train)?.mean((2, 3))?)
    }
}
