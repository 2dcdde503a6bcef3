//! How a field was chosen and how thick the smear is there: drawn without knowing the class.

use crate::point::{Point, point};
use crate::rng::{Key, Purpose, Rng};

/// Share of the fields that are centred on a white cell, as technologists do.
pub const CENTRED: f32 = 0.70;

/// What is drawn of a field before its blood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Framing {
    /// Whether a nucleated cell stands in the middle.
    pub centred: bool,
    /// How far off the middle it stands, µm.
    pub off: Point,
    /// Red cells as a multiple of what the blood would give: smears are thicker here and thinner there.
    pub density: f32,
    /// Share of the cells that lie wherever they fell, over others too.
    pub careless: f32,
}

impl Framing {
    /// Draws it.
    pub fn draw(key: Key) -> Self {
        let mut patient = key.of_patient().shared(Purpose::Framing);
        let slide = patient.within([0.92, 1.08]);
        let mut rng: Rng = key.shared(Purpose::Framing);
        Self {
            centred: rng.chance(CENTRED),
            off: point(rng.normal(0.0, 1.6), rng.normal(0.0, 1.6)),
            density: slide * rng.normal(1.0, 0.09).clamp(0.75, 1.25),
            careless: rng.within([0.02, 0.16]),
        }
    }
}
