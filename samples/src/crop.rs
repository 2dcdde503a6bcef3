//! Single cells, cut out of a field.

use image::imageops;

use crate::cells::{Cell, Kind};
use crate::field::Field;
use crate::paint::EDGE;
use crate::point::{Point, point};

/// Nearer than this share of the crop's edge another nucleated cell would stand beside it, and nobody could
/// say which of the two is meant.
const ALONE: f32 = 0.45;

/// A square with a nucleated cell in its middle.
pub struct Crop {
    /// What stands in the middle.
    pub kind: Kind,
    /// The square, as a JPEG.
    pub jpeg: Vec<u8>,
}

impl Field {
    /// Cuts out every nucleated cell that stands alone, as squares of `edge` pixels that lie whole within the
    /// field.
    ///
    /// # Errors
    /// A square that is larger than a JPEG can be.
    pub fn crops(&self, edge: u32) -> Result<Vec<Crop>, image::ImageError> {
        let pixel = EDGE / self.picture.width() as f32;
        let half = point(0.5, 0.5) * (edge as f32 * pixel);
        let nucleated = || self.plan.cells.iter().filter(|cell| cell.kind.is_nucleated());
        let alone = |cell: &&Cell| {
            let beside = |other: &Cell| (other.at - cell.at).length();
            let others = nucleated().filter(|other| other.seed != cell.seed);
            others.map(beside).all(|far| far > ALONE * edge as f32 * pixel)
        };
        let whole = |cell: &Cell| {
            let corner: Point = cell.at - half;
            let within = |x: f32| (0.0..=EDGE - edge as f32 * pixel).contains(&x);
            (within(corner.x) && within(corner.y)).then_some((cell.kind, corner * (1.0 / pixel)))
        };
        let squares = nucleated().filter(alone).filter_map(whole);
        let cut = squares.map(|(kind, corner)| {
            let (x, y) = (corner.x as u32, corner.y as u32);
            let square = imageops::crop_imm(&self.picture, x, y, edge, edge).to_image();
            Ok(Crop { kind, jpeg: self.encode(&square)? })
        });
        cut.collect()
    }
}
