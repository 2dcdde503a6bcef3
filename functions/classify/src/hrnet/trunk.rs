//! The network up to its last map, whoever computes it.

use candle_core::Result;
use candle_nn::VarBuilder;

use super::block::{Block, EXPANSION};
use super::conv::{ConvNorm, Shape};
use super::head::Head;
use super::layer::Layer;
use super::stage::Stage;
use super::variant::Variant;

/// Channels after each of the stem's two convolutions.
const STEM: usize = 64;

/// All layers but the classifier.
pub(super) struct Trunk<L> {
    stem: [L; 2],
    stage1: Vec<Block<L>>,
    stages: Vec<Stage<L>>,
    head: Head<L>,
}

impl Trunk<ConvNorm> {
    /// Takes the weights by timm's names.
    pub fn new(vb: &VarBuilder<'_>, variant: Variant) -> Result<Self> {
        let config = variant.config();
        let stem = [
            Shape::halving(3, STEM).load(vb, "conv1", "bn1")?,
            Shape::halving(STEM, STEM).load(vb, "conv2", "bn2")?,
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
        })
    }
}

impl<L: Layer> Trunk<L> {
    /// The same trunk, every layer made into another.
    pub fn map<M>(&self, make: &impl Fn(&L) -> Result<M>) -> Result<Trunk<M>> {
        Ok(Trunk {
            stem: [make(&self.stem[0])?, make(&self.stem[1])?],
            stage1: self.stage1.iter().map(|block| block.map(make)).collect::<Result<_>>()?,
            stages: self.stages.iter().map(|stage| stage.map(make)).collect::<Result<_>>()?,
            head: self.head.map(make)?,
        })
    }

    /// From images to the last map, of [`FEATURES`](super::head::FEATURES) channels.
    pub fn forward(&self, x: &L::Map, pass: L::Pass) -> Result<L::Map> {
        self.gather(&self.maps(x, pass)?, pass)
    }

    /// From images to the maps of all four resolutions, the highest first.
    pub fn maps(&self, x: &L::Map, pass: L::Pass) -> Result<Vec<L::Map>> {
        let mut map = x.clone();
        for conv in &self.stem {
            map = conv.apply(&map, None, true, pass)?;
        }
        for block in &self.stage1 {
            map = block.forward(&map, pass)?;
        }
        self.stages.iter().try_fold(vec![map], |maps, stage| stage.forward(&maps, pass))
    }

    /// From those maps to the last one.
    pub fn gather(&self, maps: &[L::Map], pass: L::Pass) -> Result<L::Map> {
        self.head.forward(maps, pass)
    }
}
