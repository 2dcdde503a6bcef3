//! Normal blood.

use crate::blood::{Blood, Red, usual_differential};
use crate::rng::Rng;

/// Where the features are described.
pub const SOURCES: &[&str] = &["Bain, Blood Cells", "Palmer et al. (ICSH) 2015, ijlh.12327"];

/// One patient's.
pub fn blood(rng: &mut Rng) -> Blood {
    Blood {
        red: Red::normal(rng),
        transfused: None,
        density: rng.within([0.95, 1.05]),
        white_per_red: 1.0 / rng.within([560.0, 840.0]),
        differential: usual_differential(rng),
        least_white: 0,
        nrbc_per_white: 0.0,
        platelets_per_red: 1.0 / rng.within([16.0, 24.0]),
        large_platelets: 0.01,
        smudges_per_white: 0.01,
        variant: String::new(),
    }
}
