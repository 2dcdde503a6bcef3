//! Acute promyelocytic leukaemia: abnormal promyelocytes, typical (coarse granules, Auer rods, faggot
//! cells) or microgranular (butterfly nuclei, dust); schistocytes; hardly any platelets.

use crate::blood::{Blood, Red};
use crate::cells::{Shape, White};
use crate::classes::normal;
use crate::rng::Rng;

/// Where the features are described; variants, counts of white cells and coagulopathy are from the first two.
pub const SOURCES: &[&str] = &[
    "McKenna et al. 1982, BJH 50:201",
    "Sainty et al. 2000, Blood 96:1287",
    "Golomb et al. 1980, Blood 55:253",
];

/// One patient's.
pub fn blood(rng: &mut Rng) -> Blood {
    let typical = rng.chance(0.79);
    let abnormal = rng.within([30.0, 90.0]);
    let rest = 100.0 - abnormal;
    let mut differential = if typical { coarse(rng, abnormal) } else { dusty(rng, abnormal) };
    differential.extend([
        (White::Neutrophil, rest * 0.40),
        (White::Lymphocyte, rest * 0.50),
        (White::Monocyte, rest * 0.06),
        (White::Myelocyte, rest * 0.04),
    ]);
    let mut red = Red { variation: rng.within([0.065, 0.080]), ..Red::normal(rng) };
    red.shapes.push((Shape::Fragment, rng.within([0.005, 0.030])));
    Blood {
        red,
        density: rng.within([0.55, 0.80]),
        // Medians of 1.8 and 83 × 10⁹/l: one white cell for so many red ones.
        white_per_red: match typical {
            true => 1.0 / rng.within_log([500.0, 3000.0]),
            false => 1.0 / rng.within_log([25.0, 120.0]),
        },
        least_white: 1,
        differential,
        platelets_per_red: 1.0 / rng.within([75.0, 300.0]),
        variant: if typical { "typical".to_owned() } else { "microgranular".to_owned() },
        ..normal::blood(rng)
    }
}

fn coarse(rng: &mut Rng, abnormal: f32) -> Vec<(White, f32)> {
    let rod = rng.within([0.05, 0.30]);
    let faggot = rng.within([0.01, 0.10]);
    vec![
        (White::AbnormalPromyelocyte, abnormal * (1.0 - rod - faggot)),
        (White::AuerRodPromyelocyte, abnormal * rod),
        (White::FaggotCell, abnormal * faggot),
    ]
}

fn dusty(rng: &mut Rng, abnormal: f32) -> Vec<(White, f32)> {
    let faggot = rng.within([0.0, 0.01]);
    let budding = rng.within([0.05, 0.20]);
    let coarse = rng.within([0.02, 0.10]);
    vec![
        (White::MicrogranularPromyelocyte, abnormal * (1.0 - faggot - budding - coarse)),
        (White::BuddingPromyelocyte, abnormal * budding),
        (White::AbnormalPromyelocyte, abnormal * coarse),
        (White::FaggotCell, abnormal * faggot),
    ]
}
