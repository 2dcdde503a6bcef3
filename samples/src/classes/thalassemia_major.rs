//! Thalassemia major: few, pale, bizarre cells; targets, teardrops, fragments; nucleated red cells. Half
//! of the patients carry transfused cells as well.

use crate::blood::{Blood, Red};
use crate::cells::{Inclusion, Shape, White};
use crate::classes::normal;
use crate::rng::Rng;

/// Where the features are described; nucleated and transfused cells are from them.
pub const SOURCES: &[&str] = &["Haematologica Atlas ch. 25", "hematomorphology.info"];

/// One patient's.
pub fn blood(rng: &mut Rng) -> Blood {
    let splenectomy = rng.chance(0.3);
    let transfused = rng.chance(0.5);
    let mut inclusions = vec![(Inclusion::Stippling, rng.within([0.01, 0.05]))];
    if splenectomy {
        inclusions.push((Inclusion::HowellJolly, rng.within([0.005, 0.025])));
        inclusions.push((Inclusion::Pappenheimer, rng.within([0.005, 0.025])));
    }
    let usual = normal::blood(rng);
    let mut differential = usual.differential.clone();
    differential.push((White::Myelocyte, rng.within([1.0, 2.0])));
    differential.push((White::Band, rng.within([2.0, 6.0])));
    Blood {
        red: red(rng, inclusions),
        transfused: transfused.then(|| (usual.red.clone(), rng.within([0.2, 0.7]))),
        density: rng.within([0.4, 0.7]),
        white_per_red: 1.0 / rng.within([120.0, 300.0]),
        differential,
        nrbc_per_white: match splenectomy {
            true => rng.within([1.0, 2.5]),
            false => rng.within_log([0.05, 0.5]),
        },
        platelets_per_red: 1.0 / rng.within([5.0, 25.0]),
        large_platelets: 0.03,
        variant: match (splenectomy, transfused) {
            (true, true) => "after splenectomy, transfused".to_owned(),
            (true, false) => "after splenectomy".to_owned(),
            (false, true) => "transfused".to_owned(),
            (false, false) => String::new(),
        },
        ..usual
    }
}

fn red(rng: &mut Rng, inclusions: Vec<(Inclusion, f32)>) -> Red {
    let pallor = rng.within([0.60, 0.76]);
    Red {
        diameter: rng.within([0.84, 0.96]),
        variation: rng.within([0.18, 0.25]),
        pallor: [pallor, pallor + 0.14],
        fill: rng.within([0.66, 0.84]),
        shapes: vec![
            (Shape::Target, rng.within([0.10, 0.25])),
            (Shape::Teardrop, rng.within([0.03, 0.10])),
            (Shape::Fragment, rng.within([0.02, 0.06])),
            (Shape::Microspherocyte, rng.within([0.01, 0.04])),
            (Shape::Leptocyte, rng.within([0.05, 0.12])),
            (Shape::Bizarre, rng.within([0.10, 0.20])),
            (Shape::Polychromatic, rng.within([0.03, 0.08])),
            (Shape::Elliptocyte, rng.within([0.02, 0.06])),
        ],
        inclusions,
    }
}
