//! Chronic myeloid leukaemia, chronic phase: every stage of the granulocytes, with two peaks (segmented
//! cells and myelocytes), and basophils.

use crate::blood::{Blood, Red};
use crate::cells::White;
use crate::classes::normal;
use crate::rng::Rng;

/// Where the features are described; the two peaks, blasts and platelets are from them.
pub const SOURCES: &[&str] =
    &["Spiers, Bain, Turner 1977, Scand J Haematol 18:25", "Savage et al. 1997, BJH 96:111"];

/// One patient's.
pub fn blood(rng: &mut Rng) -> Blood {
    let segmented = rng.within([40.0, 55.0]);
    let many_platelets = rng.chance(0.5);
    Blood {
        red: Red::normal(rng),
        density: rng.within([0.7, 0.9]),
        white_per_red: 1.0 / rng.within_log([12.0, 120.0]),
        least_white: 1,
        differential: vec![
            (White::Neutrophil, segmented * 0.68),
            (White::Band, segmented * 0.32),
            (White::Metamyelocyte, rng.within([8.0, 12.0])),
            (White::Myelocyte, rng.within([15.0, 25.0])),
            (White::Promyelocyte, rng.within([1.0, 6.0])),
            (White::Myeloblast, rng.within([0.5, 3.0])),
            (White::Basophil, rng.within([2.0, 6.0])),
            (White::Eosinophil, rng.within([2.0, 4.0])),
            (White::Monocyte, rng.within([1.0, 2.0])),
            (White::Lymphocyte, rng.within([1.0, 5.0])),
        ],
        nrbc_per_white: rng.within([0.0, 0.01]),
        platelets_per_red: match many_platelets {
            true => 1.0 / rng.within([5.0, 10.0]),
            false => 1.0 / rng.within([10.0, 20.0]),
        },
        large_platelets: rng.within([0.05, 0.10]),
        variant: if many_platelets { "many platelets".to_owned() } else { String::new() },
        ..normal::blood(rng)
    }
}
