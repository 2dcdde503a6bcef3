//! What is drawn on: optical density, three channels a pixel.

use super::dyes::{Dyes, Stain};
use crate::point::{Point, point, smooth};

/// Edge of a field, µm.
pub const EDGE: f32 = 102.4;

/// A field's density. Coordinates are micrometres from the upper left corner.
pub struct Canvas {
    /// Pixels of an edge.
    size: usize,
    /// µm of a pixel.
    pixel: f32,
    stain: Stain,
    density: Vec<[f32; 3]>,
}

impl Canvas {
    /// An empty one.
    pub fn new(size: u32, stain: Stain) -> Self {
        let size = size as usize;
        let density = vec![[0.0; 3]; size * size];
        Self { size, pixel: EDGE / size as f32, stain, density }
    }

    /// Half of the width of a soft edge, µm: never sharper than a pixel shows.
    pub fn soft(&self) -> f32 {
        (0.6 * self.pixel).max(0.10)
    }

    /// Adds what `dyes` says of each place not further than `reach` from `at`, told from there.
    pub fn shade(&mut self, at: Point, reach: f32, mut dyes: impl FnMut(Point) -> Dyes) {
        let columns = self.pixels(at.x - reach, at.x + reach);
        for row in self.pixels(at.y - reach, at.y + reach) {
            for column in columns.clone() {
                let place = point(self.middle(column), self.middle(row)) - at;
                let dyes = dyes(place);
                if dyes != Dyes::NONE {
                    let added = self.stain.density(dyes);
                    let sum = &mut self.density[row * self.size + column];
                    for (sum, added) in sum.iter_mut().zip(added) {
                        *sum += added;
                    }
                }
            }
        }
    }

    /// Adds a round dot with a soft edge.
    pub fn dot(&mut self, at: Point, radius: f32, dyes: Dyes) {
        let soft = self.soft().min(radius);
        // A dot that is smaller than a pixel is fainter, not larger.
        let share = (radius / (0.6 * self.pixel)).min(1.0);
        let radius = radius.max(0.6 * self.pixel);
        self.shade(at, radius + soft, |place| {
            dyes * (share * share * smooth(radius + soft, radius - soft, place.length()))
        });
    }

    /// The density, row by row.
    pub fn into_density(self) -> Vec<[f32; 3]> {
        self.density
    }

    fn middle(&self, pixel: usize) -> f32 {
        (pixel as f32 + 0.5) * self.pixel
    }

    fn pixels(&self, from: f32, to: f32) -> std::ops::Range<usize> {
        // A cast of a negative number gives 0, which is the edge.
        let first = (from / self.pixel).floor() as usize;
        let end = (to / self.pixel).ceil() as usize;
        first.min(self.size)..end.min(self.size)
    }
}
