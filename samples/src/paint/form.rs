//! Forms as signed distances: negative inside, positive outside, µm. A form is limbs that flow together,
//! cuts taken out of it, and an uneven outline.

use super::noise::Noise;
use crate::point::{Point, mix, point};
use crate::rng::Rng;

/// A round-ended stroke whose thickness may change; a ball when both ends are one.
#[derive(Debug, Clone, Copy)]
pub struct Limb {
    /// Where it begins, and its radius there.
    pub from: (Point, f32),
    /// Where it ends, and its radius there.
    pub to: (Point, f32),
}

impl Limb {
    /// A ball.
    pub fn ball(at: Point, radius: f32) -> Self {
        Self { from: (at, radius), to: (at, radius) }
    }

    /// A stroke of one thickness.
    pub fn stroke(from: Point, to: Point, radius: f32) -> Self {
        Self { from: (from, radius), to: (to, radius) }
    }

    /// An oval, longer along that direction.
    pub fn oval(at: Point, radius: f32, along: Point, stretch: f32) -> Self {
        let half = along * (radius * (stretch - 1.0));
        Self::stroke(at - half, at + half, radius)
    }

    fn distance(&self, place: Point) -> f32 {
        let axis = self.to.0 - self.from.0;
        let along = (place - self.from.0).dot(axis) / axis.dot(axis).max(1e-9);
        let along = along.clamp(0.0, 1.0);
        (place - self.from.0 - axis * along).length() - mix(self.from.1, self.to.1, along)
    }
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is made of.
    pub limbs: Vec<Limb>,
    /// What is taken out.
    pub cuts: Vec<Limb>,
    /// How far limbs flow into each other, µm.
    pub flow: f32,
    /// How uneven the outline is, µm, and over which distance.
    pub uneven: (f32, f32),
    noise: Noise,
}

impl Form {
    /// A form of limbs.
    pub fn new(limbs: Vec<Limb>, flow: f32, uneven: (f32, f32), rng: &mut Rng) -> Self {
        Self { limbs, cuts: Vec::new(), flow, uneven, noise: Noise::new(rng.number()) }
    }

    /// A ball or an oval in some direction.
    pub fn oval(at: Point, radius: f32, stretch: f32, uneven: (f32, f32), rng: &mut Rng) -> Self {
        let along = Point::toward(rng.angle());
        // An oval keeps the area of the ball, nearly.
        let limb = Limb::oval(at, radius / stretch.sqrt(), along, stretch);
        Self::new(vec![limb], 0.1, uneven, rng)
    }

    /// With something taken out.
    pub fn without(mut self, cut: Limb) -> Self {
        self.cuts.push(cut);
        self
    }

    /// How far it is to the outline; negative inside.
    pub fn distance(&self, place: Point) -> f32 {
        let joined = self
            .limbs
            .iter()
            .map(|limb| limb.distance(place))
            .reduce(|a, b| join(a, b, self.flow))
            .unwrap_or(f32::MAX);
        // Far away nobody sees how uneven it is.
        if joined > 2.0 {
            return joined;
        }
        let cut = self
            .cuts
            .iter()
            .fold(joined, |whole, cut| -join(-whole, cut.distance(place), self.flow.max(0.3)));
        let (height, length) = self.uneven;
        cut + height * self.noise.at(place * (1.0 / length.max(0.1)) + point(31.0, 7.0))
    }
}

/// The smaller of two distances, rounded where they are nearly equal.
fn join(a: f32, b: f32, flow: f32) -> f32 {
    let h = (flow - (a - b).abs()).max(0.0) / flow;
    a.min(b) - 0.25 * flow * h * h
}
