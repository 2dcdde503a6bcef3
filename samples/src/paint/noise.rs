//! Grain: gradient noise on a lattice whose gradients come from a hash of whole numbers.

use crate::point::{Point, point};

/// One texture of the many.
#[derive(Debug, Clone, Copy)]
pub struct Noise {
    seed: u32,
}

/// Directions of the gradients.
const GRADIENTS: [Point; 8] = [
    point(1.0, 0.0),
    point(-1.0, 0.0),
    point(0.0, 1.0),
    point(0.0, -1.0),
    point(0.707, 0.707),
    point(-0.707, 0.707),
    point(0.707, -0.707),
    point(-0.707, -0.707),
];

impl Noise {
    /// The texture of that number.
    pub fn new(seed: u64) -> Self {
        Self { seed: (seed ^ (seed >> 32)) as u32 }
    }

    /// About −1 to 1, 0 in the mean; it changes over a distance of about 1.
    pub fn at(self, place: Point) -> f32 {
        let (x, y) = (place.x.floor(), place.y.floor());
        let (u, v) = (place.x - x, place.y - y);
        let (column, row) = (x as i32, y as i32);
        let corner = |dx: i32, dy: i32| {
            let hash = hash(column.wrapping_add(dx), row.wrapping_add(dy), self.seed);
            GRADIENTS[(hash >> 29) as usize].dot(point(u - dx as f32, v - dy as f32))
        };
        let (fade_u, fade_v) = (fade(u), fade(v));
        let upper = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * fade_u;
        let lower = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * fade_u;
        1.5 * (upper + (lower - upper) * fade_v)
    }

    /// Three octaves of it.
    pub fn rough(self, place: Point) -> f32 {
        let shift = point(17.3, 5.1);
        let finer = place * 2.03 + shift;
        (self.at(place) + 0.5 * self.at(finer) + 0.25 * self.at(finer * 2.03 + shift)) / 1.4
    }
}

fn fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

/// Mixes three numbers into one (the finalizer of MurmurHash3).
pub fn hash(x: i32, y: i32, seed: u32) -> u32 {
    let mut h = seed ^ (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77);
    h ^= h >> 16;
    h = h.wrapping_mul(0x85EB_CA6B);
    h ^= h >> 13;
    h = h.wrapping_mul(0xC2B2_AE35);
    h ^ (h >> 16)
}
