//! Multi-resolution fusion: each resolution becomes the sum of all, brought to its size.

use candle_core::{ModuleT, Result, Tensor};
use candle_nn::VarBuilder;

use super::conv::{ConvNorm, Shape};

/// How one resolution reaches another.
enum Path {
    /// It is the same one.
    Same,
    /// From a lower resolution: 1×1, then every pixel repeated this many times both ways.
    Up(ConvNorm, usize),
    /// From a higher resolution: as many halvings as it takes.
    Down(Vec<ConvNorm>),
}

impl Path {
    fn new(vb: &VarBuilder<'_>, from: usize, to: usize, widths: &[usize]) -> Result<Self> {
        if from == to {
            return Ok(Self::Same);
        }
        if from > to {
            let conv = Shape::pointwise(widths[from], widths[to]).load(vb, "0", "1")?;
            return Ok(Self::Up(conv, 1 << (from - to)));
        }
        let steps = to - from;
        let halvings = (0..steps).map(|step| {
            let last = step + 1 == steps;
            let outputs = if last { widths[to] } else { widths[from] };
            let conv = Shape::halving(widths[from], outputs).load(&vb.pp(step), "0", "1")?;
            Ok(if last { conv } else { conv.rectified() })
        });
        halvings.collect::<Result<_>>().map(Self::Down)
    }
}

impl ModuleT for Path {
    fn forward_t(&self, x: &Tensor, train: bool) -> Result<Tensor> {
        match self {
            Self::Same => Ok(x.clone()),
            Self::Up(conv, factor) => {
                let (_, _, height, width) = x.dims4()?;
                let mixed = conv.forward_t(x, train)?;
                mixed.upsample_nearest2d(height * factor, width * factor)
            }
            Self::Down(halvings) => {
                let mut y = x.clone();
                for conv in halvings {
                    y = conv.forward_t(&y, train)?;
                }
                Ok(y)
            }
        }
    }
}

/// All paths, by where they lead.
pub(super) struct Fusion {
    paths: Vec<Vec<Path>>,
}

impl Fusion {
    /// Of as many resolutions as there are widths.
    pub fn new(vb: &VarBuilder<'_>, widths: &[usize]) -> Result<Self> {
        let resolutions = 0..widths.len();
        let into = |to: usize| {
            resolutions
                .clone()
                .map(|from| Path::new(&vb.pp(to).pp(from), from, to, widths))
                .collect()
        };
        Ok(Self { paths: resolutions.clone().map(into).collect::<Result<_>>()? })
    }

    /// The fused maps, as many as went in.
    pub fn forward_t(&self, maps: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let fuse = |paths: &Vec<Path>| {
            let mut sum = paths[0].forward_t(&maps[0], train)?;
            for (path, map) in paths.iter().zip(maps).skip(1) {
                sum = (sum + path.forward_t(map, train)?)?;
            }
            sum.relu()
        };
        self.paths.iter().map(fuse).collect()
    }
}
