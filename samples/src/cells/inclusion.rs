//! What red cells hold.

use crate::paint::{Canvas, Dyes, Form};
use crate::point::Point;
use crate::rng::Rng;

/// What a red cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Inclusion {
    /// Blue dots of .2–.5 µm, evenly spread.
    Stippling,
    /// One dot of .5–1 µm.
    HowellJolly,
    /// A few clustered dots.
    Pappenheimer,
}

/// Each with the name of its column.
pub const INCLUSIONS: [(Inclusion, &str); 3] = [
    (Inclusion::Stippling, "stippled"),
    (Inclusion::HowellJolly, "howell_jolly"),
    (Inclusion::Pappenheimer, "pappenheimer"),
];

impl Inclusion {
    /// Draws it into a cell of that outline.
    pub fn paint(self, canvas: &mut Canvas, at: Point, form: &Form, radius: f32, rng: &mut Rng) {
        match self {
            Self::Stippling => stipple(canvas, at, form, radius, rng),
            Self::HowellJolly => {
                let place = Point::toward(rng.angle()) * (radius * rng.within([0.1, 0.5]));
                let dyes = Dyes { dna: 1.0, ..Dyes::NONE };
                canvas.dot(at + place, rng.within([0.3, 0.5]), dyes);
            }
            Self::Pappenheimer => {
                let middle = Point::toward(rng.angle()) * (radius * 0.45);
                for _ in 0..rng.whole(3, 6) {
                    let place = middle + Point::toward(rng.angle()) * rng.within([0.2, 0.9]);
                    let dyes = Dyes { dna: 0.5, rna: 0.5, ..Dyes::NONE };
                    let radius = rng.within([0.13, 0.22]);
                    if form.distance(place) < -0.3 {
                        canvas.dot(at + place, radius, dyes);
                    }
                }
            }
        }
    }
}

fn stipple(canvas: &mut Canvas, at: Point, form: &Form, radius: f32, rng: &mut Rng) {
    let mut dots: Vec<Point> = Vec::new();
    for _ in 0..400 {
        let place = Point::toward(rng.angle()) * (radius * rng.share().sqrt());
        let apart = dots.iter().all(|dot| (*dot - place).length() > 0.75);
        if apart && form.distance(place) < -0.35 {
            dots.push(place);
        }
    }
    for place in dots {
        let dyes = Dyes { rna: 0.65, dna: 0.12, ..Dyes::NONE };
        canvas.dot(at + place, rng.within([0.12, 0.22]), dyes);
    }
}
