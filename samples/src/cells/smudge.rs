//! Smudge cells: a burst nucleus without cytoplasm, spread thin.

use crate::cells::Cell;
use crate::paint::{Canvas, Dyes, Form, Noise};
use crate::point::{Point, smooth};
use crate::rng::Rng;

/// Draws one.
pub fn paint(canvas: &mut Canvas, cell: &Cell, rng: &mut Rng) {
    let radius = cell.radius;
    let stretch = rng.within([1.05, 1.4]);
    let form = Form::oval(Point::default(), radius, stretch, (0.28 * radius, 0.45 * radius), rng);
    let texture = Noise::new(rng.number());
    let depth = rng.within([0.34, 0.55]);
    canvas.shade(cell.at, 1.8 * radius, |place| {
        let distance = form.distance(place);
        let cover = smooth(0.45, -1.3, distance);
        if cover == 0.0 {
            return Dyes::NONE;
        }
        let strands = smooth(-0.5, 0.5, texture.rough(place * 0.8));
        Dyes { dna: depth * (0.45 + 0.7 * strands), magenta: 0.08, ..Dyes::NONE } * cover
    });
}
