//! Fields that nobody should read, whatever the blood: they are examples of no class.

use crate::blood::Blood;
use crate::cells::{Cell, Kind, Shape};
use crate::framing::Framing;
use crate::paint::{Canvas, Dyes, EDGE, Form};
use crate::point::{Point, point, smooth};
use crate::rng::{Key, Rng};

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nuisance {
    /// Spikes on nearly every red cell: dried too slowly, or stored too long.
    Crenation,
    /// Stain that fell out.
    Precipitate,
    /// Cells in heaps and rolls.
    Overlap,
    /// Where the drop was put.
    TooThick,
    /// The feathered edge.
    TooThin,
    /// Nobody turned the knob.
    OutOfFocus,
}

impl Nuisance {
    /// All of them with their names.
    pub const EVERY: [(Self, &str); 6] = [
        (Self::Crenation, "crenation"),
        (Self::Precipitate, "precipitate"),
        (Self::Overlap, "overlap"),
        (Self::TooThick, "too_thick"),
        (Self::TooThin, "too_thin"),
        (Self::OutOfFocus, "out_of_focus"),
    ];

    /// Each in turn, over patients and fields.
    pub fn of(key: Key) -> Self {
        let number = key.patient.wrapping_add(key.field.unwrap_or_default()) as usize;
        Self::EVERY[number % Self::EVERY.len()].0
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::EVERY.iter().find(|(one, _)| *one == self).map_or("", |(_, name)| name)
    }

    /// What it does to the smear.
    pub fn change(self, blood: &mut Blood, framing: &mut Framing) {
        match self {
            Self::Overlap => {
                blood.density = 1.7;
                framing.careless = 0.8;
            }
            Self::TooThick => {
                blood.density = 2.5;
                framing.careless = 1.0;
            }
            Self::TooThin => {
                blood.density *= 0.30;
                framing.careless = 0.0;
            }
            Self::Crenation | Self::Precipitate | Self::OutOfFocus => {}
        }
    }

    /// What it does to the cells.
    pub fn change_cells(self, cells: &mut [Cell], rng: &mut Rng) {
        match self {
            Self::Crenation => {
                for red in cells.iter_mut().filter_map(|cell| red(&mut cell.kind)) {
                    red.crenated = rng.chance(0.85);
                    red.shape = if red.crenated { Shape::Disc } else { red.shape };
                }
            }
            // Cells lie flat there: wide, evenly filled, without pallor.
            Self::TooThin => {
                for cell in cells.iter_mut() {
                    cell.radius *= 1.10;
                    if let Some(red) = red(&mut cell.kind) {
                        red.shape = Shape::Disc;
                        red.pallor = 0.0;
                        red.fill *= 0.90;
                    }
                }
            }
            Self::Overlap => roll_up(cells, rng),
            Self::Precipitate | Self::TooThick | Self::OutOfFocus => {}
        }
    }

    /// What lies over the cells.
    pub fn cover(self, canvas: &mut Canvas, rng: &mut Rng) {
        match self {
            Self::Precipitate => precipitate(canvas, rng),
            Self::TooThick => {
                let haze = Dyes { haemoglobin: 0.35, rna: 0.08, ..Dyes::NONE };
                canvas.shade(point(EDGE / 2.0, EDGE / 2.0), EDGE, |_| haze);
            }
            _ => {}
        }
    }
}

fn red(kind: &mut Kind) -> Option<&mut crate::cells::RedCell> {
    match kind {
        Kind::Red(red) => Some(red),
        _ => None,
    }
}

/// Lays red cells into rolls, each a third over the one before.
fn roll_up(cells: &mut [Cell], rng: &mut Rng) {
    let mut left = 0;
    let (mut at, mut step) = (Point::default(), Point::default());
    for cell in cells.iter_mut().filter(|cell| matches!(cell.kind, Kind::Red(_))) {
        if left == 0 {
            left = rng.whole(3, 9);
            at = cell.at;
            step = Point::toward(rng.angle()) * (cell.radius * rng.within([0.75, 1.25]));
        }
        // On edge and in each other's shadow they take less light than the sum of them.
        if let Kind::Red(red) = &mut cell.kind {
            red.fill *= 0.72;
        }
        cell.at = at;
        at = at + step.turned(Point::toward(rng.normal(0.0, 0.15)));
        left -= 1;
    }
}

/// Clouds of dark grains of all sizes, some in heaps.
fn precipitate(canvas: &mut Canvas, rng: &mut Rng) {
    let heaps = rng.whole(7, 16);
    for _ in 0..heaps {
        let middle = point(rng.within([0.0, EDGE]), rng.within([0.0, EDGE]));
        let wide = rng.within([4.0, 18.0]);
        for _ in 0..rng.whole(40, 170) {
            let far = wide * rng.share() * rng.share();
            let at = middle + Point::toward(rng.angle()) * far;
            let dyes = Dyes { violet: rng.within([0.4, 1.0]), magenta: 0.2, ..Dyes::NONE };
            canvas.dot(at, rng.within_log([0.12, 0.75]), dyes);
        }
        let form = Form::oval(Point::default(), 0.35 * wide, 1.3, (0.12 * wide, 1.5), rng);
        canvas.shade(middle, wide, |place| {
            Dyes { violet: 0.25, ..Dyes::NONE } * smooth(0.6, -1.5, form.distance(place))
        });
    }
}
