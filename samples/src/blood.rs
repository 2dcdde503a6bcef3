//! A patient's blood: what there is of what, before any field is drawn.

use crate::cells::{Inclusion, Shape, White};
use crate::rng::Rng;

/// Diameter of a normal red cell, µm. Sizes are told in it.
pub const D: f32 = 7.5;

/// Red cells of a normal field of 102.4 × 102.4 µm.
pub const RED_CELLS: f32 = 110.0;

/// One patient's.
#[derive(Debug, Clone)]
pub struct Blood {
    /// The patient's own red cells.
    pub red: Red,
    /// Transfused red cells and their share of all.
    pub transfused: Option<(Red, f32)>,
    /// Red cells of a field, as a multiple of a normal field's.
    pub density: f32,
    /// White cells for each red one.
    pub white_per_red: f32,
    /// The white cells by weight.
    pub differential: Vec<(White, f32)>,
    /// White cells that a field has at least: of rare ones, fields with none are not photographed.
    pub least_white: u32,
    /// Nucleated red cells for each white one.
    pub nrbc_per_white: f32,
    /// Platelets for each red cell.
    pub platelets_per_red: f32,
    /// Share of the platelets that is larger than .6 D.
    pub large_platelets: f32,
    /// Smudge cells for each white one.
    pub smudges_per_white: f32,
    /// What tells this patient from others of the disease, in words.
    pub variant: String,
}

/// A population of red cells.
#[derive(Debug, Clone)]
pub struct Red {
    /// Mean diameter in D.
    pub diameter: f32,
    /// Coefficient of variation of the diameter.
    pub variation: f32,
    /// Diameter of the pallor as a share of the cell's.
    pub pallor: [f32; 2],
    /// Haemoglobin of the rim, 1 for a normal cell.
    pub fill: f32,
    /// Shapes that are not discs, with their share of the cells.
    pub shapes: Vec<(Shape, f32)>,
    /// Inclusions, with their share of the cells.
    pub inclusions: Vec<(Inclusion, f32)>,
}

impl Red {
    /// Round, well filled, of one size: polychromatic ≤ 1 %, odd shapes < 2 % (Bain; Palmer et al. 2015).
    pub fn normal(rng: &mut Rng) -> Self {
        Self {
            diameter: rng.within([0.97, 1.03]),
            variation: rng.within([0.06, 0.07]),
            pallor: [0.30, 0.42],
            fill: 1.0,
            shapes: vec![
                (Shape::Polychromatic, rng.within([0.002, 0.010])),
                (Shape::Elliptocyte, rng.within([0.0, 0.010])),
                (Shape::Teardrop, rng.within([0.0, 0.003])),
                (Shape::Target, rng.within([0.0, 0.003])),
            ],
            inclusions: Vec::new(),
        }
    }
}

/// White cells of a healthy person (Bain; Palmer et al. 2015).
pub fn usual_differential(rng: &mut Rng) -> Vec<(White, f32)> {
    let lymphocytes = rng.within([25.0, 35.0]);
    vec![
        (White::Neutrophil, rng.within([55.0, 65.0])),
        (White::Band, rng.within([0.5, 2.5])),
        (White::Lymphocyte, lymphocytes * 0.85),
        (White::GranularLymphocyte, lymphocytes * 0.15),
        (White::Monocyte, rng.within([4.0, 8.0])),
        (White::Eosinophil, rng.within([1.0, 4.0])),
        (White::Basophil, rng.within([0.2, 1.0])),
    ]
}
