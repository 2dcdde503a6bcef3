//! Multi-resolution fusion: each resolution becomes the sum of all, brought to its size.

use candle_core::Result;
use candle_nn::VarBuilder;

use super::conv::{ConvNorm, Shape};
use super::layer::Layer;

/// What one resolution becomes: itself and what comes from the others.
struct Meeting<L> {
    /// From each higher resolution, the highest first: as many halvings as it takes.
    down: Vec<Vec<L>>,
    /// From each lower resolution, the highest first: 1×1, then every pixel repeated.
    up: Vec<L>,
}

impl Meeting<ConvNorm> {
    fn new(vb: &VarBuilder<'_>, to: usize, widths: &[usize]) -> Result<Self> {
        let down = |from: usize| {
            let steps = to - from;
            let halve = |step: usize| {
                let outputs = if step + 1 == steps { widths[to] } else { widths[from] };
                Shape::halving(widths[from], outputs).load(&vb.pp(from).pp(step), "0", "1")
            };
            (0..steps).map(halve).collect()
        };
        let up =
            |from: usize| Shape::pointwise(widths[from], widths[to]).load(&vb.pp(from), "0", "1");
        Ok(Self {
            down: (0..to).map(down).collect::<Result<_>>()?,
            up: (to + 1..widths.len()).map(up).collect::<Result<_>>()?,
        })
    }
}

impl<L: Layer> Meeting<L> {
    fn map<M>(&self, make: &impl Fn(&L) -> Result<M>) -> Result<Meeting<M>> {
        let all = |layers: &Vec<L>| layers.iter().map(make).collect::<Result<Vec<M>>>();
        Ok(Meeting { down: self.down.iter().map(all).collect::<Result<_>>()?, up: all(&self.up)? })
    }

    /// Each halving adds to what is there already, so that only what comes from below is left to be
    /// added by itself; without that, the last halving rectifies.
    fn forward(&self, maps: &[L::Map], pass: L::Pass) -> Result<L::Map> {
        let to = self.down.len();
        let mut sum = maps[to].clone();
        for (from, halvings) in self.down.iter().enumerate() {
            let (last, before) =
                halvings.split_last().expect("a lower resolution is halvings away");
            let mut y = maps[from].clone();
            for halve in before {
                y = halve.apply(&y, None, true, pass)?;
            }
            let rectified = self.up.is_empty() && from + 1 == to;
            sum = last.apply(&y, Some(&sum), rectified, pass)?;
        }
        if self.up.is_empty() {
            return Ok(sum);
        }
        let coarser = self.up.iter().zip(&maps[to + 1..]).enumerate();
        let coarser = coarser
            .map(|(steps, (mix, map))| Ok((mix.apply(map, None, false, pass)?, 2 << steps)))
            .collect::<Result<Vec<_>>>()?;
        L::gather(&sum, &coarser, pass)
    }
}

/// The fusion of all resolutions.
pub(super) struct Fusion<L> {
    meetings: Vec<Meeting<L>>,
}

impl Fusion<ConvNorm> {
    /// Of as many resolutions as there are widths, two at least.
    pub fn new(vb: &VarBuilder<'_>, widths: &[usize]) -> Result<Self> {
        let into = |to: usize| Meeting::new(&vb.pp(to), to, widths);
        Ok(Self { meetings: (0..widths.len()).map(into).collect::<Result<_>>()? })
    }
}

impl<L: Layer> Fusion<L> {
    /// The same fusion, every layer made into another.
    pub fn map<M>(&self, make: &impl Fn(&L) -> Result<M>) -> Result<Fusion<M>> {
        let meetings = self.meetings.iter().map(|meeting| meeting.map(make));
        Ok(Fusion { meetings: meetings.collect::<Result<_>>()? })
    }

    /// The fused maps, as many as went in.
    pub fn forward(&self, maps: &[L::Map], pass: L::Pass) -> Result<Vec<L::Map>> {
        self.meetings.iter().map(|meeting| meeting.forward(maps, pass)).collect()
    }
}
