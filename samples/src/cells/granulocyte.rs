//! Ripe granulocytes: segmented and band neutrophils, eosinophils, basophils.

use crate::cells::look::{Cytoplasm, Granules, Look, Nucleus, granules};
use crate::paint::{Dyes, Form, Limb};
use crate::point::{Point, point};
use crate::rng::Rng;

/// A neutrophil: three to five lobes on filaments, clumped chromatin, fine lilac granules.
pub fn segmented(radius: f32, rng: &mut Rng) -> Look {
    let lobes = rng.pick(&[(2, 0.12), (3, 0.44), (4, 0.34), (5, 0.10)]);
    neutrophil(radius, lobed(radius, lobes, rng), rng)
}

/// A band: a U of one thickness.
pub fn band(radius: f32, rng: &mut Rng) -> Look {
    let form = arc(radius * 0.50, rng.within([3.4, 4.4]), radius * rng.within([0.20, 0.25]), rng);
    neutrophil(radius, form, rng)
}

fn neutrophil(radius: f32, form: Form, rng: &mut Rng) -> Look {
    let count = (radius * radius * rng.within([6.0, 9.0])) as u32;
    Look {
        outline: Form::oval(Point::default(), radius, 1.04, (0.35, 4.0), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { pink: 0.75, rna: 0.07, ..Dyes::NONE },
            grain: 0.28,
            rim: 0.12,
            pale_zone: None,
        },
        nucleus: ripe(form, rng),
        granules: vec![granules(count, [0.09, 0.17], LILAC)],
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

/// Fine granules of neutrophils.
pub const LILAC: Dyes = Dyes { pink: 0.5, magenta: 0.10, rna: 0.05, ..Dyes::NONE };

/// An eosinophil: two lobes, and orange granules that fill it.
pub fn eosinophil(radius: f32, rng: &mut Rng) -> Look {
    let lobes = if rng.chance(0.85) { 2 } else { 3 };
    let orange = Dyes { orange: 0.36, pink: 0.10, ..Dyes::NONE };
    let count = (radius * radius * rng.within([5.5, 7.0])) as u32;
    Look {
        outline: Form::oval(Point::default(), radius, 1.05, (0.3, 4.0), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { pink: 0.35, orange: 0.20, rna: 0.04, ..Dyes::NONE },
            grain: 0.15,
            rim: 0.0,
            pale_zone: None,
        },
        nucleus: ripe(lobed(radius, lobes, rng), rng),
        granules: vec![Granules { over_nucleus: 0.03, ..granules(count, [0.27, 0.46], orange) }],
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

/// A basophil: black-purple granules over a nucleus that they hide.
pub fn basophil(radius: f32, rng: &mut Rng) -> Look {
    let coarse = Dyes { violet: 0.48, ..Dyes::NONE };
    let count = (radius * radius * rng.within([4.0, 5.6])) as u32;
    let form = Form::new(
        vec![
            Limb::ball(point(-0.25 * radius, 0.1 * radius), 0.48 * radius),
            Limb::ball(point(0.30 * radius, -0.1 * radius), 0.42 * radius),
        ],
        2.0,
        (0.35, 2.0),
        rng,
    );
    Look {
        outline: Form::oval(Point::default(), radius, 1.05, (0.35, 3.0), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { pink: 0.55, rna: 0.12, magenta: 0.05, ..Dyes::NONE },
            grain: 0.2,
            rim: 0.0,
            pale_zone: None,
        },
        nucleus: Nucleus { depth: 0.55, clumped: 0.2, ..ripe(form, rng) },
        granules: vec![Granules { over_nucleus: 0.9, ..granules(count, [0.20, 0.58], coarse) }],
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

/// A ripe nucleus: deep and clumped.
fn ripe(form: Form, rng: &mut Rng) -> Nucleus {
    Nucleus {
        form,
        depth: rng.within([1.0, 1.14]),
        clumped: 0.40,
        clump: rng.within([0.95, 1.25]),
        nucleoli: Vec::new(),
        folds: Vec::new(),
    }
}

/// Lobes along an arc, each turned its own way, held together by filaments.
fn lobed(radius: f32, lobes: u32, rng: &mut Rng) -> Form {
    let sweep = [0.0, 0.0, 2.2, 3.3, 4.2, 4.8][lobes as usize];
    let size = [0.0, 0.0, 0.37, 0.32, 0.285, 0.25][lobes as usize] * radius;
    let start = rng.angle();
    let places: Vec<Point> = (0..lobes)
        .map(|lobe| {
            let angle = start + sweep * lobe as f32 / (lobes - 1) as f32 + rng.normal(0.0, 0.10);
            Point::toward(angle) * (radius * rng.within([0.42, 0.54]))
        })
        .collect();
    let mut limbs: Vec<Limb> = places
        .iter()
        .map(|at| {
            let along = Point::toward(rng.angle());
            Limb::oval(*at, size * rng.within([0.80, 1.0]), along, rng.within([1.10, 1.45]))
        })
        .collect();
    for pair in places.windows(2) {
        // A filament bends a little to the outside.
        let bend = (pair[0] + pair[1]) * 0.5 * rng.within([1.0, 1.15]);
        let thin = rng.within([0.14, 0.26]);
        limbs.push(Limb::stroke(pair[0], bend, thin));
        limbs.push(Limb::stroke(bend, pair[1], thin));
    }
    Form::new(limbs, 0.35, (0.18, 1.4), rng)
}

/// A bent sausage: the nucleus of bands and metamyelocytes.
pub fn arc(bend: f32, sweep: f32, thick: f32, rng: &mut Rng) -> Form {
    const PARTS: u32 = 7;
    let start = rng.angle();
    let thickness: Vec<f32> = (0..=PARTS).map(|_| thick * rng.within([0.88, 1.14])).collect();
    let place = |part: u32| Point::toward(start + sweep * part as f32 / PARTS as f32) * bend;
    let limbs = (0..PARTS)
        .map(|part| Limb {
            from: (place(part), thickness[part as usize]),
            to: (place(part + 1), thickness[part as usize + 1]),
        })
        .collect();
    Form::new(limbs, 0.5, (0.16, 1.6), rng)
}
