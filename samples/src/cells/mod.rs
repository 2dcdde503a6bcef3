//! The cells: what kinds there are, how large they are, and who draws which.

pub mod erythrocyte;
pub mod granulocyte;
pub mod immature;
pub mod inclusion;
pub mod leukaemic;
pub mod look;
pub mod lymphocyte;
pub mod monocyte;
pub mod nrbc;
pub mod platelet;
pub mod shape;
pub mod smudge;

pub use erythrocyte::RedCell;
pub use inclusion::Inclusion;
pub use shape::Shape;

use crate::blood::D;
use crate::paint::Canvas;
use crate::point::Point;
use crate::rng::Rng;

/// White cells that are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "these are the field's own names")]
pub enum White {
    Neutrophil,
    Band,
    Metamyelocyte,
    Myelocyte,
    Promyelocyte,
    Myeloblast,
    Eosinophil,
    Basophil,
    Monocyte,
    Lymphocyte,
    GranularLymphocyte,
    LymphoblastL1,
    VacuolatedLymphoblastL1,
    LymphoblastL2,
    VacuolatedLymphoblastL2,
    AbnormalPromyelocyte,
    AuerRodPromyelocyte,
    FaggotCell,
    MicrogranularPromyelocyte,
    BuddingPromyelocyte,
}

/// Each white cell with the name of its column and its diameter in D.
pub const WHITE: [(White, &str, [f32; 2]); 20] = [
    (White::Neutrophil, "neutrophil", [1.6, 2.0]),
    (White::Band, "band", [1.6, 2.0]),
    (White::Metamyelocyte, "metamyelocyte", [1.6, 2.1]),
    (White::Myelocyte, "myelocyte", [1.6, 2.4]),
    (White::Promyelocyte, "promyelocyte", [2.0, 2.8]),
    (White::Myeloblast, "myeloblast", [1.7, 2.4]),
    (White::Eosinophil, "eosinophil", [1.7, 2.1]),
    (White::Basophil, "basophil", [1.4, 1.9]),
    (White::Monocyte, "monocyte", [2.0, 2.7]),
    (White::Lymphocyte, "lymphocyte", [1.2, 1.6]),
    (White::GranularLymphocyte, "granular_lymphocyte", [1.6, 2.1]),
    (White::LymphoblastL1, "lymphoblast_l1", [1.2, 1.8]),
    (White::VacuolatedLymphoblastL1, "lymphoblast_l1_vacuoles", [1.2, 1.8]),
    (White::LymphoblastL2, "lymphoblast_l2", [1.6, 2.6]),
    (White::VacuolatedLymphoblastL2, "lymphoblast_l2_vacuoles", [1.6, 2.6]),
    (White::AbnormalPromyelocyte, "abnormal_promyelocyte", [1.8, 2.9]),
    (White::AuerRodPromyelocyte, "abnormal_promyelocyte_auer_rod", [1.8, 2.9]),
    (White::FaggotCell, "faggot_cell", [2.0, 2.9]),
    (White::MicrogranularPromyelocyte, "microgranular_promyelocyte", [1.8, 2.8]),
    (White::BuddingPromyelocyte, "budding_promyelocyte", [1.4, 1.9]),
];

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A red cell.
    Red(RedCell),
    /// A white cell.
    White(White),
    /// A nucleated red cell.
    Nrbc,
    /// A burst white cell.
    Smudge,
    /// A platelet.
    Platelet,
    /// A platelet larger than .6 D.
    LargePlatelet,
}

/// A cell in a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// What it is.
    pub kind: Kind,
    /// Where its middle is, µm from the field's upper left corner.
    pub at: Point,
    /// Its radius, µm.
    pub radius: f32,
    /// Of its own draws.
    pub seed: u64,
}

impl Kind {
    /// The radius of one such cell, µm; of a red cell it is drawn with the population.
    pub fn radius(self, rng: &mut Rng) -> f32 {
        let diameter = match self {
            Self::Red(_) => [1.0, 1.0],
            Self::White(white) => white.diameter(),
            Self::Nrbc => [1.1, 1.4],
            Self::Smudge => [1.6, 2.4],
            Self::Platelet => [0.25, 0.40],
            Self::LargePlatelet => [0.62, 0.85],
        };
        rng.within(diameter) * D / 2.0
    }

    /// Whether it has a nucleus: what a technologist would centre on.
    pub fn is_nucleated(self) -> bool {
        matches!(self, Self::White(_) | Self::Nrbc)
    }
}

impl White {
    /// The name of its column.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    fn diameter(self) -> [f32; 2] {
        self.row().2
    }

    fn row(self) -> &'static (Self, &'static str, [f32; 2]) {
        WHITE.iter().find(|(white, ..)| *white == self).expect("the table has all white cells")
    }
}

impl Cell {
    /// Draws it.
    pub fn paint(&self, canvas: &mut Canvas) {
        let mut rng = Rng::of_cell(self.seed);
        match self.kind {
            Kind::Red(red) => erythrocyte::paint(canvas, self, &red, &mut rng),
            Kind::White(white) => {
                white.look(self.radius, &mut rng).paint(canvas, self.at, &mut rng)
            }
            Kind::Nrbc => nrbc::look(self.radius, &mut rng).paint(canvas, self.at, &mut rng),
            Kind::Smudge => smudge::paint(canvas, self, &mut rng),
            Kind::Platelet | Kind::LargePlatelet => platelet::paint(canvas, self, &mut rng),
        }
    }
}

impl White {
    fn look(self, radius: f32, rng: &mut Rng) -> look::Look {
        match self {
            Self::Neutrophil => granulocyte::segmented(radius, rng),
            Self::Band => granulocyte::band(radius, rng),
            Self::Eosinophil => granulocyte::eosinophil(radius, rng),
            Self::Basophil => granulocyte::basophil(radius, rng),
            Self::Metamyelocyte => immature::metamyelocyte(radius, rng),
            Self::Myelocyte => immature::myelocyte(radius, rng),
            Self::Promyelocyte => immature::promyelocyte(radius, rng),
            Self::Myeloblast => immature::myeloblast(radius, rng),
            Self::Monocyte => monocyte::look(radius, rng),
            Self::Lymphocyte => lymphocyte::small(radius, rng),
            Self::GranularLymphocyte => lymphocyte::granular(radius, rng),
            Self::LymphoblastL1 => leukaemic::lymphoblast_l1(radius, false, rng),
            Self::VacuolatedLymphoblastL1 => leukaemic::lymphoblast_l1(radius, true, rng),
            Self::LymphoblastL2 => leukaemic::lymphoblast_l2(radius, false, rng),
            Self::VacuolatedLymphoblastL2 => leukaemic::lymphoblast_l2(radius, true, rng),
            Self::AbnormalPromyelocyte => leukaemic::abnormal_promyelocyte(radius, 0, rng),
            Self::AuerRodPromyelocyte => leukaemic::abnormal_promyelocyte(radius, 1, rng),
            Self::FaggotCell => {
                let rods = rng.whole(5, 20);
                leukaemic::abnormal_promyelocyte(radius, rods, rng)
            }
            Self::MicrogranularPromyelocyte => leukaemic::microgranular(radius, rng),
            Self::BuddingPromyelocyte => leukaemic::budding(radius, rng),
        }
    }
}
