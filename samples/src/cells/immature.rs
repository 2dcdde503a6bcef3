//! The granulocytes of the marrow, as chronic myeloid leukaemia brings them into the blood.

use crate::cells::granulocyte::{LILAC, arc};
use crate::cells::look::{Cytoplasm, Granules, Look, Nucleus, granules};
use crate::paint::{Dyes, Form};
use crate::point::Point;
use crate::rng::Rng;

/// Azurophil granules.
pub const AZUROPHIL: Dyes = Dyes { magenta: 0.55, dna: 0.05, ..Dyes::NONE };

/// A metamyelocyte: kidney-shaped nucleus.
pub fn metamyelocyte(radius: f32, rng: &mut Rng) -> Look {
    let form = arc(radius * 0.40, rng.within([2.1, 2.7]), radius * rng.within([0.34, 0.39]), rng);
    let count = (radius * radius * 6.0) as u32;
    Look {
        outline: Form::oval(Point::default(), radius, 1.05, (0.35, 4.0), rng),
        cytoplasm: plain(Dyes { pink: 0.75, rna: 0.10, ..Dyes::NONE }),
        nucleus: Nucleus {
            form,
            depth: 0.92,
            clumped: 0.36,
            clump: 1.1,
            nucleoli: Vec::new(),
            folds: Vec::new(),
        },
        granules: vec![granules(count, [0.09, 0.17], LILAC)],
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

/// A myelocyte: oval nucleus at one side, no nucleolus, two kinds of granules.
pub fn myelocyte(radius: f32, rng: &mut Rng) -> Look {
    let side = Point::toward(rng.angle());
    let nucleus = radius * rng.within([0.56, 0.66]);
    let form = Form::oval(side * (radius - nucleus) * 0.72, nucleus, 1.12, (0.22, 2.5), rng);
    let fine = (radius * radius * 6.0) as u32;
    Look {
        outline: Form::oval(Point::default(), radius, 1.06, (0.4, 4.0), rng),
        cytoplasm: plain(Dyes { pink: 0.60, rna: rng.within([0.14, 0.30]), ..Dyes::NONE }),
        nucleus: Nucleus {
            form,
            depth: 0.84,
            clumped: 0.34,
            clump: 1.0,
            nucleoli: Vec::new(),
            folds: Vec::new(),
        },
        granules: vec![
            granules(fine, [0.09, 0.17], LILAC),
            Granules { over_nucleus: 0.1, ..granules(rng.whole(6, 40), [0.11, 0.2], AZUROPHIL) },
        ],
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

/// A promyelocyte: large, with nucleolus, red granules, a pale zone beside the nucleus.
pub fn promyelocyte(radius: f32, rng: &mut Rng) -> Look {
    let side = Point::toward(rng.angle());
    let nucleus = radius * rng.within([0.64, 0.72]);
    let middle = side * (radius - nucleus) * 0.75;
    let nucleolus = middle + Point::toward(rng.angle()) * (nucleus * 0.4);
    let count = (radius * radius * rng.within([1.6, 3.0])) as u32;
    Look {
        outline: Form::oval(Point::default(), radius, 1.05, (0.5, 4.5), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { rna: 0.50, pink: 0.15, ..Dyes::NONE },
            grain: 0.18,
            rim: 0.25,
            pale_zone: Some((side * (-0.25 * radius), radius * 0.42)),
        },
        nucleus: Nucleus {
            form: Form::oval(middle, nucleus, 1.08, (0.25, 3.0), rng),
            depth: 0.72,
            clumped: 0.24,
            clump: 0.75,
            nucleoli: vec![(nucleolus, rng.within([0.6, 0.9]))],
            folds: Vec::new(),
        },
        granules: vec![Granules { over_nucleus: 0.25, ..granules(count, [0.12, 0.22], AZUROPHIL) }],
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

/// A myeloblast: N:C .8, fine chromatin, two to four nucleoli, few granules or none.
pub fn myeloblast(radius: f32, rng: &mut Rng) -> Look {
    let nucleus = radius * rng.within([0.86, 0.92]);
    let middle = Point::toward(rng.angle()) * ((radius - nucleus) * 0.7);
    let count = rng.whole(2, 4);
    Look {
        outline: Form::oval(Point::default(), radius, 1.06, (0.45, 4.0), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { rna: 0.62, pink: 0.10, ..Dyes::NONE },
            grain: 0.15,
            rim: 0.25,
            pale_zone: None,
        },
        nucleus: Nucleus {
            form: Form::oval(middle, nucleus, 1.06, (0.22, 3.0), rng),
            depth: 0.64,
            clumped: 0.20,
            clump: 0.55,
            nucleoli: nucleoli(middle, nucleus, count, [0.6, 0.95], rng),
            folds: Vec::new(),
        },
        granules: Vec::new(),
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

/// Nucleoli somewhere in a nucleus.
pub fn nucleoli(
    middle: Point,
    nucleus: f32,
    count: u32,
    radius: [f32; 2],
    rng: &mut Rng,
) -> Vec<(Point, f32)> {
    let start = rng.angle();
    (0..count)
        .map(|one| {
            let angle = start + one as f32 * std::f32::consts::TAU / count.max(1) as f32;
            let angle = angle + rng.normal(0.0, 0.3);
            let at = middle + Point::toward(angle) * (nucleus * rng.within([0.2, 0.6]));
            (at, rng.within(radius))
        })
        .collect()
}

fn plain(dyes: Dyes) -> Cytoplasm {
    Cytoplasm { dyes, grain: 0.25, rim: 0.15, pale_zone: None }
}
