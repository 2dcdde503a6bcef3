//! Acute lymphoblastic leukaemia: lymphoblasts, uniform (L1) or varied (L2); few platelets.

use crate::blood::{Blood, Red};
use crate::cells::White;
use crate::classes::normal;
use crate::rng::Rng;

/// Where the features are described.
pub const SOURCES: &[&str] = &["Bennett et al. (FAB) 1976, BJH 33:451"];

/// One patient's.
pub fn blood(rng: &mut Rng) -> Blood {
    let l1 = rng.chance(0.75);
    let vacuolated = rng.chance(0.2);
    let blasts = rng.within([30.0, 95.0]);
    let rest = 100.0 - blasts;
    let with_vacuoles = if vacuolated { rng.within([0.1, 0.3]) } else { 0.0 };
    let (plain, vacuoles) = match l1 {
        true => (White::LymphoblastL1, White::VacuolatedLymphoblastL1),
        false => (White::LymphoblastL2, White::VacuolatedLymphoblastL2),
    };
    Blood {
        red: Red { variation: rng.within([0.065, 0.080]), ..Red::normal(rng) },
        density: rng.within([0.50, 0.75]),
        white_per_red: 1.0 / rng.within_log([30.0, 600.0]),
        differential: vec![
            (plain, blasts * (1.0 - with_vacuoles)),
            (vacuoles, blasts * with_vacuoles),
            (White::Lymphocyte, rest * 0.80),
            (White::Neutrophil, rest * 0.15),
            (White::Monocyte, rest * 0.05),
        ],
        nrbc_per_white: rng.within([0.0, 0.01]),
        platelets_per_red: 1.0 / rng.within([60.0, 200.0]),
        smudges_per_white: rng.within([0.02, 0.10]),
        variant: match (l1, vacuolated) {
            (true, true) => "L1, vacuoles".to_owned(),
            (true, false) => "L1".to_owned(),
            (false, true) => "L2, vacuoles".to_owned(),
            (false, false) => "L2".to_owned(),
        },
        ..normal::blood(rng)
    }
}
