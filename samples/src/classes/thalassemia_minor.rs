//! Thalassemia minor: many small cells of one size, some targets, in some patients basophilic stippling.
//! It overlaps with iron deficiency, as it does under the microscope.

use crate::blood::{Blood, Red};
use crate::cells::{Inclusion, Shape};
use crate::classes::normal;
use crate::rng::Rng;

/// Where the features are described; the shares of stippled patients and prekeratocytes are from it.
pub const SOURCES: &[&str] = &["Harrington et al. 2008, AJCP 129:466"];

/// One patient's.
pub fn blood(rng: &mut Rng) -> Blood {
    let stippled = rng.chance(0.17);
    let pallor = rng.within([0.40, 0.50]);
    let inclusions = match stippled {
        true => vec![(Inclusion::Stippling, rng.within([0.001, 0.010]))],
        false => Vec::new(),
    };
    Blood {
        red: Red {
            diameter: rng.within([0.80, 0.90]),
            variation: rng.within([0.060, 0.085]),
            pallor: [pallor, pallor + 0.10],
            fill: rng.within([0.82, 0.95]),
            shapes: vec![
                (Shape::Target, rng.within([0.0, 0.05])),
                (Shape::Elliptocyte, rng.within([0.02, 0.08])),
                (Shape::Pencil, rng.within([0.0, 0.002])),
                (Shape::Prekeratocyte, 0.000_21),
                (Shape::Teardrop, rng.within([0.0, 0.01])),
                (Shape::Polychromatic, rng.within([0.002, 0.010])),
            ],
            inclusions,
        },
        density: rng.within([1.05, 1.20]),
        platelets_per_red: 1.0 / rng.within([20.0, 25.0]),
        variant: if stippled { "stippled".to_owned() } else { String::new() },
        ..normal::blood(rng)
    }
}
