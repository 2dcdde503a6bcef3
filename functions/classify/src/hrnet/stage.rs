//! Stages: each begins with one more, lower resolution, then runs all in parallel and fuses them.

use candle_core::{ModuleT, Result, Tensor};
use candle_nn::VarBuilder;

use super::block::Block;
use super::conv::{ConvNorm, Shape};
use super::fuse::Fusion;
use super::variant::Config;

/// Parallel branches, one a resolution, and the fusion after them.
struct ExchangeModule {
    branches: Vec<Vec<Block>>,
    fusion: Fusion,
}

impl ExchangeModule {
    fn new(vb: &VarBuilder<'_>, widths: &[usize], blocks: usize) -> Result<Self> {
        let branch = |(index, &width): (usize, &usize)| {
            (0..blocks)
                .map(|block| Block::basic(&vb.pp("branches").pp(index).pp(block), width))
                .collect()
        };
        let branches = widths.iter().enumerate().map(branch).collect::<Result<_>>()?;
        Ok(Self { branches, fusion: Fusion::new(&vb.pp("fuse_layers"), widths)? })
    }

    fn forward_t(&self, maps: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let run = |(blocks, map): (&Vec<Block>, &Tensor)| {
            blocks.iter().try_fold(map.clone(), |map, block| block.forward_t(&map, train))
        };
        let maps = self.branches.iter().zip(maps).map(run).collect::<Result<Vec<_>>>()?;
        self.fusion.forward_t(&maps, train)
    }
}

/// What leads into a stage: the maps of the one before, changed in width where they must be, and
/// one new map at half the lowest resolution.
struct Transition {
    adapt: Option<ConvNorm>,
    halve: ConvNorm,
}

impl Transition {
    /// `before` are the widths that come in, `after` those of the stage, one more.
    fn new(vb: &VarBuilder<'_>, before: &[usize], after: &[usize]) -> Result<Self> {
        // Only after the stem do the widths differ, and there only one map comes in.
        let adapt = (before[0] != after[0])
            .then(|| Shape::keeping(before[0], after[0]).load(&vb.pp(0), "0", "1"))
            .transpose()?
            .map(ConvNorm::rectified);
        let new = before.len();
        let halve = Shape::halving(before[new - 1], after[new]).load(&vb.pp(new), "0.0", "0.1")?;
        Ok(Self { adapt, halve: halve.rectified() })
    }

    fn forward_t(&self, maps: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let mut out = maps.to_vec();
        if let Some(adapt) = &self.adapt {
            out[0] = adapt.forward_t(&maps[0], train)?;
        }
        out.push(self.halve.forward_t(&maps[maps.len() - 1], train)?);
        Ok(out)
    }
}

/// A transition and the exchange modules after it.
pub(super) struct Stage {
    transition: Transition,
    modules: Vec<ExchangeModule>,
}

impl Stage {
    /// The stage of this many resolutions: 2, 3 or 4. `before` are the widths that come in.
    pub fn new(
        vb: &VarBuilder<'_>,
        config: &Config,
        resolutions: usize,
        before: &[usize],
    ) -> Result<Self> {
        let widths = &config.widths[..resolutions];
        let transition = vb.pp(format!("transition{}", resolutions - 1));
        let modules = vb.pp(format!("stage{resolutions}"));
        Ok(Self {
            transition: Transition::new(&transition, before, widths)?,
            modules: (0..config.modules[resolutions - 2])
                .map(|index| ExchangeModule::new(&modules.pp(index), widths, config.blocks))
                .collect::<Result<_>>()?,
        })
    }

    /// Maps of all resolutions, one more than came in.
    pub fn forward_t(&self, maps: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let maps = self.transition.forward_t(maps, train)?;
        self.modules.iter().try_fold(maps, |maps, module| module.forward_t(&maps, train))
    }
}
