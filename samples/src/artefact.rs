//! What lies on any slide: specks of dust and of stain, drops on the glass, a haze of plasma. Drawn without
//! knowing the class.

use crate::paint::{Canvas, Dyes, EDGE, Noise};
use crate::point::{Point, point, smooth};
use crate::rng::Rng;

/// Draws them.
pub fn paint(canvas: &mut Canvas, rng: &mut Rng) {
    haze(canvas, rng);
    for _ in 0..rng.count(2.5) {
        let dyes = Dyes { violet: rng.within([0.2, 0.8]), magenta: 0.1, ..Dyes::NONE };
        canvas.dot(anywhere(rng), rng.within([0.12, 0.40]), dyes);
    }
    for _ in 0..rng.count(1.5) {
        blurred_speck(canvas, rng);
    }
}

/// Plasma takes a little stain, here more and there less.
fn haze(canvas: &mut Canvas, rng: &mut Rng) {
    let noise = Noise::new(rng.number());
    let (eosin, azure) = (rng.within([0.0, 0.045]), rng.within([0.0, 0.04]));
    let patchy = rng.within([0.2, 0.6]);
    canvas.shade(point(EDGE / 2.0, EDGE / 2.0), EDGE, |place| {
        let much = 1.0 + patchy * noise.at(place * 0.035);
        Dyes { pink: eosin * much, rna: azure * much, ..Dyes::NONE }
    });
}

/// Dust in another plane: a grey disc with a darker edge.
fn blurred_speck(canvas: &mut Canvas, rng: &mut Rng) {
    let at = anywhere(rng);
    let radius = rng.within([0.5, 1.6]);
    let grey = rng.within([0.02, 0.10]);
    canvas.shade(at, radius + 1.0, |place| {
        let edge = smooth(0.5, 0.0, (place.length() - radius).abs());
        let much = grey * (smooth(radius + 0.4, radius - 0.4, place.length()) + edge);
        Dyes { rna: much, orange: much, ..Dyes::NONE }
    });
}

fn anywhere(rng: &mut Rng) -> Point {
    point(rng.within([0.0, EDGE]), rng.within([0.0, EDGE]))
}
