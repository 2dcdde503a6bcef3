//! Finding places for cells: beside each other, as far as there is room.

use crate::cells::{Cell, Kind};
use crate::point::{Point, point};
use crate::rng::Rng;

/// How often a free place is looked for.
const TRIES: u32 = 120;

/// Where cells lie already.
pub struct Floor {
    from: f32,
    to: f32,
    taken: Vec<(Point, f32, bool)>,
}

impl Floor {
    /// An empty one.
    pub fn new(from: f32, to: f32) -> Self {
        Self { from, to, taken: Vec::new() }
    }

    /// Puts a cell there, whatever lies there.
    pub fn put(&mut self, kind: Kind, radius: f32, at: Point, rng: &mut Rng) -> Cell {
        self.taken.push((at, radius, kind.is_nucleated()));
        Cell { kind, at, radius, seed: rng.number() }
    }

    /// Puts a cell where there is room, else where it overlaps least. A careless one may fall over
    /// others, though hardly ever over a nucleated cell.
    pub fn find(&mut self, kind: Kind, radius: f32, careless: f32, rng: &mut Rng) -> Cell {
        let careless = rng.chance(careless);
        let mut best = (f32::MAX, Point::default());
        for _ in 0..TRIES {
            let at = point(rng.within([self.from, self.to]), rng.within([self.from, self.to]));
            let overlap = self.overlap(at, radius, careless);
            if overlap < best.0 {
                best = (overlap, at);
            }
            if overlap <= 0.0 {
                break;
            }
        }
        self.put(kind, radius, best.1, rng)
    }

    /// How far a cell would reach into others at most, µm; nothing when it fits.
    fn overlap(&self, at: Point, radius: f32, careless: bool) -> f32 {
        let into = |(other, edge, nucleated): &(Point, f32, bool)| {
            let (near, weight) = match (nucleated, careless) {
                (true, _) => (1.03, 3.0),
                (false, true) => (0.62, 1.0),
                (false, false) => (1.03, 1.0),
            };
            weight * ((radius + edge) * near - (at - *other).length())
        };
        self.taken.iter().map(into).fold(0.0, f32::max)
    }
}
