//! Lymphocytes.

use crate::cells::immature::AZUROPHIL;
use crate::cells::look::{Cytoplasm, Granules, Look, Nucleus, granules};
use crate::paint::{Dyes, Form, Limb};
use crate::point::Point;
use crate::rng::Rng;

/// A small one: dense round nucleus of about a red cell's size, sky-blue rim.
pub fn small(radius: f32, rng: &mut Rng) -> Look {
    let nucleus = (3.75 * rng.within([1.0, 1.12])).min(radius * 0.93);
    look(radius, nucleus, 0.46, rng)
}

/// A larger one: more and paler cytoplasm, a few red granules.
pub fn granular(radius: f32, rng: &mut Rng) -> Look {
    let nucleus = radius * rng.within([0.60, 0.70]);
    let few = rng.whole(4, 14);
    let mut look = look(radius, nucleus, 0.30, rng);
    look.granules = vec![Granules { ..granules(few, [0.16, 0.26], AZUROPHIL) }];
    look
}

fn look(radius: f32, nucleus: f32, blue: f32, rng: &mut Rng) -> Look {
    let side = Point::toward(rng.angle());
    let middle = side * ((radius - nucleus) * 0.85);
    let mut form = Form::oval(middle, nucleus, rng.within([1.02, 1.12]), (0.16, 3.0), rng);
    if rng.chance(0.3) {
        let notch = middle - side * (nucleus * 1.02);
        form = form.without(Limb::ball(notch, nucleus * rng.within([0.12, 0.25])));
    }
    Look {
        outline: Form::oval(Point::default(), radius, 1.06, (0.40, 3.2), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { rna: blue, ..Dyes::NONE },
            grain: 0.26,
            rim: 0.35,
            pale_zone: None,
        },
        nucleus: Nucleus {
            form,
            depth: rng.within([1.0, 1.14]),
            clumped: 0.28,
            clump: 1.35,
            nucleoli: Vec::new(),
            folds: Vec::new(),
        },
        granules: Vec::new(),
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}
