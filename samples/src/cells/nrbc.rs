//! Nucleated red cells: round dense eccentric nucleus, grey-pink ragged cytoplasm.

use crate::blood::D;
use crate::cells::look::{Cytoplasm, Look, Nucleus};
use crate::paint::{Dyes, Form};
use crate::point::Point;
use crate::rng::Rng;

/// One of that radius.
pub fn look(radius: f32, rng: &mut Rng) -> Look {
    let nucleus = rng.within([0.50, 0.65]) * D / 2.0;
    let middle = Point::toward(rng.angle()) * ((radius - nucleus) * rng.within([0.35, 0.75]));
    let young = rng.within([0.08, 0.30]);
    Look {
        outline: Form::oval(Point::default(), radius, 1.06, (0.55, 1.8), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { haemoglobin: 0.85, rna: young, ..Dyes::NONE },
            grain: 0.12,
            rim: 0.05,
            pale_zone: None,
        },
        nucleus: Nucleus {
            form: Form::oval(middle, nucleus, 1.03, (0.08, 2.0), rng),
            depth: 1.15,
            clumped: 0.20,
            clump: 0.8,
            nucleoli: Vec::new(),
            folds: Vec::new(),
        },
        granules: Vec::new(),
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}
