//! Iron-deficiency anaemia: small, pale cells of many sizes; pencil cells; often many platelets.

use crate::blood::{Blood, Red};
use crate::cells::Shape;
use crate::classes::normal;
use crate::rng::Rng;

/// Where the features are described; the share of prekeratocytes is from the first.
pub const SOURCES: &[&str] = &["Harrington et al. 2008, AJCP 129:466", "Ford 2013, ijlh.12082"];

/// One patient's.
pub fn blood(rng: &mut Rng) -> Blood {
    let pallor = rng.within([0.50, 0.66]);
    Blood {
        red: Red {
            diameter: rng.within([0.82, 0.92]),
            variation: rng.within([0.09, 0.12]),
            pallor: [pallor, pallor + 0.14],
            fill: rng.within([0.72, 0.88]),
            shapes: vec![
                (Shape::Ring, rng.within([0.03, 0.12])),
                (Shape::Elliptocyte, rng.within([0.03, 0.10])),
                (Shape::Pencil, rng.within([0.01, 0.05])),
                (Shape::Prekeratocyte, 0.000_78),
                (Shape::Target, rng.within([0.0, 0.02])),
                (Shape::Teardrop, rng.within([0.0, 0.01])),
                (Shape::Fragment, rng.within([0.0, 0.01])),
                (Shape::Polychromatic, rng.within([0.002, 0.010])),
            ],
            inclusions: Vec::new(),
        },
        density: rng.within([0.75, 0.90]),
        platelets_per_red: 1.0 / rng.within([8.0, 15.0]),
        ..normal::blood(rng)
    }
}
