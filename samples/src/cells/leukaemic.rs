//! The cells of acute leukaemias: lymphoblasts (L1, L2) and abnormal promyelocytes.

use crate::cells::immature::nucleoli;
use crate::cells::look::{Cytoplasm, Granules, Look, Nucleus, granules, vacuoles};
use crate::paint::{Dyes, Form, Limb};
use crate::point::{Point, point};
use crate::rng::Rng;

/// Uniform, N:C .85–.95, even chromatin, at most one faint nucleolus.
pub fn lymphoblast_l1(radius: f32, vacuolated: bool, rng: &mut Rng) -> Look {
    let share = rng.within([0.85, 0.95]);
    let nucleolus = u32::from(rng.chance(0.3));
    lymphoblast(radius, share, 0.18, 0.25, (nucleolus, [0.4, 0.6]), vacuolated, rng)
}

/// Varied, N:C .7–.85, irregular or cleft, one to three nucleoli.
pub fn lymphoblast_l2(radius: f32, vacuolated: bool, rng: &mut Rng) -> Look {
    let share = rng.within([0.70, 0.85]);
    let nucleolus = rng.whole(1, 3);
    lymphoblast(radius, share, 0.50, 0.55, (nucleolus, [0.5, 0.75]), vacuolated, rng)
}

fn lymphoblast(
    radius: f32,
    share: f32,
    uneven: f32,
    cleft: f32,
    (count, size): (u32, [f32; 2]),
    vacuolated: bool,
    rng: &mut Rng,
) -> Look {
    // N:C is a ratio of areas.
    let nucleus = radius * share.sqrt();
    let side = Point::toward(rng.angle());
    let middle = side * ((radius - nucleus) * 0.8);
    let mut form = Form::oval(middle, nucleus, rng.within([1.02, 1.10]), (uneven, 3.2), rng);
    let mut folds = Vec::new();
    if rng.chance(cleft) {
        let (notch, crease) = cleft_of(middle, nucleus, rng);
        form = form.without(notch);
        folds.push(crease);
    }
    let bubbles = if vacuolated { rng.whole(2, 7) } else { 0 };
    Look {
        outline: Form::oval(Point::default(), radius, 1.05, (uneven + 0.15, 3.5), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { rna: rng.within([0.40, 0.60]), pink: 0.05, ..Dyes::NONE },
            grain: 0.14,
            rim: 0.25,
            pale_zone: None,
        },
        nucleus: Nucleus {
            form,
            depth: rng.within([0.68, 0.80]),
            clumped: 0.22,
            clump: rng.within([0.6, 0.8]),
            nucleoli: nucleoli(middle, nucleus, count, size, rng),
            folds,
        },
        granules: Vec::new(),
        rods: Vec::new(),
        vacuoles: vacuoles(bubbles, [0.25, 0.5], radius, rng),
    }
}

/// A notch at the edge, and a crease that goes on from it.
fn cleft_of(middle: Point, nucleus: f32, rng: &mut Rng) -> (Limb, Limb) {
    let angle = rng.angle();
    let edge = Point::toward(angle) * nucleus;
    let notch = Limb::ball(middle + edge * 1.04, nucleus * rng.within([0.12, 0.24]));
    let turn = Point::toward(angle + rng.normal(0.0, 0.35));
    let inner = middle + turn * (nucleus * rng.within([-0.1, 0.4]));
    (notch, Limb::stroke(middle + edge * 0.85, inner, 0.10))
}

/// A hypergranular promyelocyte with that many Auer rods: folded, kidney or two-lobed nucleus, partly
/// hidden; one rod, or a bundle of crossing ones in a faggot cell.
pub fn abnormal_promyelocyte(radius: f32, rods: u32, rng: &mut Rng) -> Look {
    let count = (radius * radius * rng.within([3.6, 6.0])) as u32;
    let side = Point::toward(rng.angle());
    let coarse = Dyes { magenta: 0.52, ..Dyes::NONE };
    let around = (side * (-0.2 * radius), radius * rng.within([0.95, 1.35]));
    let hidden = rng.within([0.15, 0.55]);
    let granules = Granules {
        over_nucleus: hidden,
        around: Some(around),
        ..granules(count, [0.14, 0.32], coarse)
    };
    Look {
        outline: Form::oval(Point::default(), radius, 1.10, (0.8, 4.0), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { rna: 0.26, pink: 0.35, magenta: 0.10, ..Dyes::NONE },
            grain: 0.30,
            rim: 0.10,
            pale_zone: None,
        },
        nucleus: promyelocytic(folded(radius, side, rng), 0.70, rng),
        granules: vec![granules],
        rods: (0..rods).map(|_| auer_rod(side, radius, rods, rng)).collect(),
        vacuoles: Vec::new(),
    }
}

/// A microgranular one: butterfly or two-lobed nucleus, dust for granules.
pub fn microgranular(radius: f32, rng: &mut Rng) -> Look {
    let dust = (radius * radius * rng.within([0.0, 4.0])) as u32;
    Look {
        outline: Form::oval(Point::default(), radius, 1.08, (0.6, 4.0), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { rna: 0.36, pink: 0.25, ..Dyes::NONE },
            grain: 0.22,
            rim: 0.15,
            pale_zone: None,
        },
        nucleus: promyelocytic(butterfly(radius, rng), 0.70, rng),
        granules: vec![granules(dust, [0.06, 0.11], Dyes { magenta: 0.45, ..Dyes::NONE })],
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

/// A small one with deep blue cytoplasm that buds.
pub fn budding(radius: f32, rng: &mut Rng) -> Look {
    let start = rng.angle();
    let mut limbs = vec![Limb::ball(Point::default(), radius * 0.9)];
    for bud in 0..rng.whole(2, 5) {
        let at = Point::toward(start + bud as f32 * 1.2) * (radius * rng.within([0.85, 1.05]));
        limbs.push(Limb::ball(at, radius * rng.within([0.16, 0.30])));
    }
    let few = rng.whole(6, 30);
    Look {
        outline: Form::new(limbs, 0.5, (0.25, 2.0), rng),
        cytoplasm: Cytoplasm {
            dyes: Dyes { rna: 0.92, dna: 0.08, ..Dyes::NONE },
            grain: 0.14,
            rim: 0.15,
            pale_zone: None,
        },
        nucleus: promyelocytic(butterfly(radius * 0.9, rng), 0.85, rng),
        granules: vec![granules(few, [0.12, 0.2], Dyes { magenta: 0.5, ..Dyes::NONE })],
        rods: Vec::new(),
        vacuoles: Vec::new(),
    }
}

fn promyelocytic(form: Form, depth: f32, rng: &mut Rng) -> Nucleus {
    let fold = Point::toward(rng.angle());
    let folds = match rng.chance(0.5) {
        true => vec![Limb::stroke(fold * -1.8, point(0.4, 0.4), 0.15)],
        false => Vec::new(),
    };
    Nucleus { form, depth, clumped: 0.26, clump: 0.75, nucleoli: Vec::new(), folds }
}

/// Kidney, folded or two-lobed, at one side of the cell.
fn folded(radius: f32, side: Point, rng: &mut Rng) -> Form {
    let across = point(-side.y, side.x);
    let (apart, size) =
        rng.pick(&[((0.30, 0.48), 0.4), ((0.40, 0.42), 0.35), ((0.16, 0.54), 0.25)]);
    let middle = side * (0.28 * radius);
    let lobe = |to: f32, rng: &mut Rng| {
        let at = middle + across * (to * apart * radius) + side * (rng.normal(0.0, 0.05) * radius);
        Limb::oval(at, size * radius * rng.within([0.86, 1.0]), side, rng.within([1.05, 1.25]))
    };
    let limbs = vec![lobe(1.0, rng), lobe(-1.0, rng)];
    let notch = middle - side * (radius * rng.within([0.52, 0.70]));
    let deep = middle - side * (radius * rng.within([0.10, 0.30]));
    Form::new(limbs, 0.25 * radius, (0.40, 2.4), rng)
        .without(Limb { from: (notch, 0.26 * radius), to: (deep, 0.25) })
}

/// Two wings on a narrow waist.
fn butterfly(radius: f32, rng: &mut Rng) -> Form {
    let across = Point::toward(rng.angle());
    let up = point(-across.y, across.x);
    let wing = |to: f32, rng: &mut Rng| {
        let at = across * (to * radius * rng.within([0.40, 0.47]));
        Limb::oval(at, radius * rng.within([0.33, 0.39]), up, rng.within([1.15, 1.40]))
    };
    let waist = radius * rng.within([0.12, 0.30]);
    let limbs = vec![
        wing(1.0, rng),
        wing(-1.0, rng),
        Limb::stroke(across * (-0.4 * radius), across * (0.4 * radius), waist),
    ];
    Form::new(limbs, 0.6, (0.30, 2.2), rng)
}

/// A magenta needle of .3–.6 × 3–6 µm in the cytoplasm opposite to the nucleus.
fn auer_rod(side: Point, radius: f32, rods: u32, rng: &mut Rng) -> Limb {
    let spread = if rods > 1 { 0.42 } else { 0.20 };
    let middle = side * (radius * rng.within([-0.62, -0.40]))
        + Point::toward(rng.angle()) * (radius * spread * rng.share());
    let half = Point::toward(rng.angle()) * (0.5 * rng.within([3.0, 6.0]).min(radius * 0.75));
    Limb::stroke(middle - half, middle + half, 0.5 * rng.within([0.3, 0.6]))
}
