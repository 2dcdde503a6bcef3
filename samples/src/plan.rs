//! What stands where in a field: counted from the blood first, then placed.

mod place;

use crate::blood::{Blood, D, RED_CELLS, Red};
use crate::cells::{Cell, Kind, RedCell, Shape};
use crate::framing::Framing;
use crate::label::Label;
use crate::nuisance::Nuisance;
use crate::paint::EDGE;
use crate::point::{Point, point};
use crate::rng::{Key, Purpose, Rng};
use place::Floor;

/// Cells are placed this far beyond the edges as well, so that some are cut, µm.
const MARGIN: f32 = 8.0;

/// A field before it is drawn.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What the field is an example of.
    pub label: Label,
    /// Why nobody should read it, if so.
    pub nuisance: Option<Nuisance>,
    /// Whose blood it is.
    pub blood: Blood,
    /// How it was chosen.
    pub framing: Framing,
    /// Its cells, those to be drawn first first.
    pub cells: Vec<Cell>,
}

impl Plan {
    /// Plans a field.
    pub fn draw(label: Label, key: Key) -> Self {
        let nuisance = (label == Label::Unsuitable).then(|| Nuisance::of(key));
        // A field that cannot be read is of somebody's blood: of each class in turn.
        let of = match nuisance {
            Some(_) => Label::CLASSES[key.patient as usize % Label::CLASSES.len()],
            None => label,
        };
        // Draws are the label's own: whose field cannot be read is nobody of the class's folder.
        let mut rng = key.of_patient().of_label(Purpose::Blood, label);
        let mut blood = crate::classes::blood(of, &mut rng);
        let mut framing = Framing::draw(key);
        if let Some(nuisance) = nuisance {
            nuisance.change(&mut blood, &mut framing);
        }
        let mut rng = key.of_label(Purpose::Cells, label);
        let mut cells = cells(&blood, &framing, &mut rng);
        if let Some(nuisance) = nuisance {
            nuisance.change_cells(&mut cells, &mut rng);
        }
        Self { label, nuisance, blood, framing, cells }
    }

    /// The cells whose middle is within the field.
    pub fn visible(&self) -> impl Iterator<Item = &Cell> {
        let within = |x: f32| (0.0..EDGE).contains(&x);
        self.cells.iter().filter(move |cell| within(cell.at.x) && within(cell.at.y))
    }
}

fn cells(blood: &Blood, framing: &Framing, rng: &mut Rng) -> Vec<Cell> {
    let edge = EDGE + 2.0 * MARGIN;
    let whole = (edge / EDGE) * (edge / EDGE);
    let red = rng.normal(1.0, 0.04) * RED_CELLS * blood.density * framing.density * whole;
    let white = rng.count(red * blood.white_per_red);
    let nrbc = rng.count(red * blood.white_per_red * blood.nrbc_per_white);
    let smudges = rng.count(red * blood.white_per_red * blood.smudges_per_white);
    let platelets = rng.count(red * blood.platelets_per_red);

    let mut floor = Floor::new(-MARGIN, EDGE + MARGIN);
    let mut nucleated = Vec::new();
    if framing.centred {
        let kind = centre(blood, rng);
        let middle = point(EDGE / 2.0, EDGE / 2.0);
        nucleated.push(floor.put(kind, kind.radius(rng), middle + framing.off, rng));
    }
    if !framing.centred {
        for _ in 0..blood.least_white.saturating_sub(white) {
            let kind = Kind::White(rng.pick(&blood.differential));
            let at = point(rng.within([8.0, EDGE - 8.0]), rng.within([8.0, EDGE - 8.0]));
            nucleated.push(floor.put(kind, kind.radius(rng), at, rng));
        }
    }
    for number in 0..white + nrbc + smudges {
        let kind = match number {
            number if number < white => Kind::White(rng.pick(&blood.differential)),
            number if number < white + nrbc => Kind::Nrbc,
            _ => Kind::Smudge,
        };
        let radius = kind.radius(rng);
        nucleated.push(floor.find(kind, radius, 0.0, rng));
    }
    let mut cells: Vec<Cell> = (0..red as u32)
        .map(|_| {
            let (red, radius) = red_cell(population(blood, rng), rng);
            floor.find(Kind::Red(red), radius, framing.careless, rng)
        })
        .collect();
    // What is large lies over what is small only where cells are careless.
    cells.append(&mut nucleated);
    for _ in 0..platelets {
        let large = rng.chance(blood.large_platelets);
        let kind = if large { Kind::LargePlatelet } else { Kind::Platelet };
        let radius = kind.radius(rng);
        cells.push(floor.find(kind, radius, 0.10, rng));
    }
    cells
}

/// What a technologist would centre on: a white cell, or a nucleated red one by their share.
fn centre(blood: &Blood, rng: &mut Rng) -> Kind {
    let red = blood.nrbc_per_white / (1.0 + blood.nrbc_per_white);
    match rng.chance(red) {
        true => Kind::Nrbc,
        false => Kind::White(rng.pick(&blood.differential)),
    }
}

fn population<'a>(blood: &'a Blood, rng: &mut Rng) -> &'a Red {
    match &blood.transfused {
        Some((red, share)) if rng.chance(*share) => red,
        _ => &blood.red,
    }
}

/// A red cell of a population with its radius, µm.
fn red_cell(red: &Red, rng: &mut Rng) -> (RedCell, f32) {
    let odd: f32 = red.shapes.iter().map(|(_, share)| share).sum();
    let shape = match rng.chance(odd) {
        true => rng.pick(&red.shapes),
        false => Shape::Disc,
    };
    let holds: f32 = red.inclusions.iter().map(|(_, share)| share).sum();
    let inclusion = rng.chance(holds).then(|| rng.pick(&red.inclusions));
    let diameter = red.diameter * rng.normal(1.0, red.variation) * shape.scale(rng);
    let pallor = rng.within(red.pallor) * rng.normal(1.0, 0.10);
    let fill = red.fill * rng.normal(1.0, 0.055);
    let cell = RedCell { shape, pallor, fill, inclusion, crenated: false };
    (cell, diameter.clamp(0.40, 1.5) * D / 2.0)
}

/// How far the nearest nucleated cell is from the middle of the field, µm.
pub fn nearest_to_the_middle(plan: &Plan) -> Option<f32> {
    let middle: Point = point(EDGE / 2.0, EDGE / 2.0);
    let nucleated = plan.cells.iter().filter(|cell| cell.kind.is_nucleated());
    nucleated.map(|cell| (cell.at - middle).length()).reduce(f32::min)
}
