//! Monocytes: large, folded lacy nucleus, grey-blue cytoplasm with vacuoles.

use crate::cells::granulocyte::arc;
use crate::cells::immature::AZUROPHIL;
use crate::cells::look::{Cytoplasm, Look, Nucleus, granules, vacuoles};
use crate::paint::{Dyes, Form, Limb};
use crate::point::Point;
use crate::rng::Rng;

/// One of that radius.
pub fn look(radius: f32, rng: &mut Rng) -> Look {
    let thick = radius * rng.within([0.30, 0.37]);
    let mut form = arc(radius * 0.37, rng.within([2.4, 3.8]), thick, rng);
    (form.uneven, form.flow) = ((0.40, 2.4), 0.6);
    let folds = (0..rng.whole(1, 3)).map(|_| fold(radius, rng)).collect();
    let dust = (radius * radius * 1.6) as u32;
    let bubbles = rng.whole(1, 8);
    Look {
        outline: Form::oval(Point::default(), radius, 1.12, (0.9, 4.5), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { rna: 0.34, pink: 0.26, haemoglobin: 0.05, ..Dyes::NONE },
            grain: 0.30,
            rim: 0.08,
            pale_zone: None,
        },
        nucleus: Nucleus {
            form,
            depth: 0.70,
            clumped: 0.42,
            clump: 0.80,
            nucleoli: Vec::new(),
            folds,
        },
        granules: vec![granules(dust, [0.07, 0.11], AZUROPHIL * 0.6)],
        rods: Vec::new(),
        vacuoles: vacuoles(bubbles, [0.25, 0.7], radius, rng),
    }
}

fn fold(radius: f32, rng: &mut Rng) -> Limb {
    let from = Point::toward(rng.angle()) * (radius * rng.within([0.1, 0.4]));
    let to = from + Point::toward(rng.angle()) * (radius * rng.within([0.3, 0.6]));
    Limb::stroke(from, to, 0.12)
}
