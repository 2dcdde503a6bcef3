//! Stages: each begins with one more, lower resolution, then runs all in parallel and fuses them.

use candle_core::Result;
use candle_nn::VarBuilder;

use super::block::Block;
use super::conv::{ConvNorm, Shape};
use super::fuse::Fusion;
use super::layer::Layer;
use super::variant::Config;

/// Parallel branches, one a resolution, and the fusion after them.
struct ExchangeModule<L> {
    branches: Vec<Vec<Block<L>>>,
    fusion: Fusion<L>,
}

impl ExchangeModule<ConvNorm> {
    fn new(vb: &VarBuilder<'_>, widths: &[usize], blocks: usize) -> Result<Self> {
        let branch = |(index, &width): (usize, &usize)| {
            (0..blocks)
                .map(|block| Block::basic(&vb.pp("branches").pp(index).pp(block), width))
                .collect()
        };
        let branches = widths.iter().enumerate().map(branch).collect::<Result<_>>()?;
        Ok(Self { branches, fusion: Fusion::new(&vb.pp("fuse_layers"), widths)? })
    }
}

impl<L: Layer> ExchangeModule<L> {
    fn map<M>(&self, make: &impl Fn(&L) -> Result<M>) -> Result<ExchangeModule<M>> {
        let branch = |blocks: &Vec<Block<L>>| blocks.iter().map(|block| block.map(make)).collect();
        Ok(ExchangeModule {
            branches: self.branches.iter().map(branch).collect::<Result<_>>()?,
            fusion: self.fusion.map(make)?,
        })
    }

    fn forward(&self, maps: &[L::Map], pass: L::Pass) -> Result<Vec<L::Map>> {
        let run = |(blocks, map): (&Vec<Block<L>>, &L::Map)| {
            blocks.iter().try_fold(map.clone(), |map, block| block.forward(&map, pass))
        };
        let maps = self.branches.iter().zip(maps).map(run).collect::<Result<Vec<_>>>()?;
        self.fusion.forward(&maps, pass)
    }
}

/// What leads into a stage: the maps of the one before, changed in width where they must be, and
/// one new map at half the lowest resolution.
struct Transition<L> {
    adapt: Option<L>,
    halve: L,
}

impl Transition<ConvNorm> {
    /// `before` are the widths that come in, `after` those of the stage, one more.
    fn new(vb: &VarBuilder<'_>, before: &[usize], after: &[usize]) -> Result<Self> {
        // Only after the stem do the widths differ, and there only one map comes in.
        let adapt = (before[0] != after[0])
            .then(|| Shape::keeping(before[0], after[0]).load(&vb.pp(0), "0", "1"))
            .transpose()?;
        let new = before.len();
        let halve = Shape::halving(before[new - 1], after[new]).load(&vb.pp(new), "0.0", "0.1")?;
        Ok(Self { adapt, halve })
    }
}

impl<L: Layer> Transition<L> {
    fn map<M>(&self, make: &impl Fn(&L) -> Result<M>) -> Result<Transition<M>> {
        let adapt = self.adapt.as_ref().map(make).transpose()?;
        Ok(Transition { adapt, halve: make(&self.halve)? })
    }

    fn forward(&self, maps: &[L::Map], pass: L::Pass) -> Result<Vec<L::Map>> {
        let mut out = maps.to_vec();
        if let Some(adapt) = &self.adapt {
            out[0] = adapt.apply(&maps[0], None, true, pass)?;
        }
        out.push(self.halve.apply(&maps[maps.len() - 1], None, true, pass)?);
        Ok(out)
    }
}

/// A transition and the exchange modules after it.
pub(super) struct Stage<L> {
    transition: Transition<L>,
    modules: Vec<ExchangeModule<L>>,
}

impl Stage<ConvNorm> {
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
}

impl<L: Layer> Stage<L> {
    /// The same stage, every layer made into another.
    pub fn map<M>(&self, make: &impl Fn(&L) -> Result<M>) -> Result<Stage<M>> {
        let modules = self.modules.iter().map(|module| module.map(make));
        Ok(Stage {
            transition: self.transition.map(make)?,
            modules: modules.collect::<Result<_>>()?,
        })
    }

    /// Maps of all resolutions, one more than came in.
    pub fn forward(&self, maps: &[L::Map], pass: L::Pass) -> Result<Vec<L::Map>> {
        let maps = self.transition.forward(maps, pass)?;
        self.modules.iter().try_fold(maps, |maps, module| module.forward(&maps, pass))
    }
}
