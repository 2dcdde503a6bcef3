//! Platelets: small, lilac, granular, ragged.

use crate::cells::Cell;
use crate::paint::{Canvas, Dyes, Form, Noise};
use crate::point::{Point, smooth};
use crate::rng::Rng;

/// Draws one.
pub fn paint(canvas: &mut Canvas, cell: &Cell, rng: &mut Rng) {
    let radius = cell.radius;
    let stretch = rng.within([1.0, 1.3]);
    let form = Form::oval(Point::default(), radius, stretch, (0.28 * radius, 0.6 * radius), rng);
    let soft = 1.6 * canvas.soft();
    let texture = Noise::new(rng.number());
    let depth = rng.within([0.9, 1.4]);
    canvas.shade(cell.at, 1.8 * radius + 0.5, |place| {
        let distance = form.distance(place);
        let cover = smooth(soft, -soft, distance);
        if cover == 0.0 {
            return Dyes::NONE;
        }
        // Granules gather in the middle; the edge is pale.
        let middle = smooth(-0.05 * radius, -0.75 * radius, distance);
        let grain = smooth(-0.25, 0.4, texture.rough(place * 1.9));
        let magenta = 0.06 + 0.42 * middle * grain;
        Dyes { rna: 0.28, pink: 0.3, magenta, dna: 0.22 * middle * grain, ..Dyes::NONE }
            * (cover * depth)
    });
}
