//! The table of a set, `fields.csv`: a row a field with what was drawn.

use crate::cells::inclusion::INCLUSIONS;
use crate::cells::shape::SHAPES;
use crate::cells::{Cell, Kind, WHITE};
use crate::plan::Plan;

/// The table with these rows.
pub fn of(rows: impl Iterator<Item = String>) -> String {
    let mut names = vec!["file", "label", "patient", "seed", "variant", "nuisance", "centred"];
    names.extend(columns());
    let mut table = names.join(",");
    table.push('\n');
    for row in rows {
        table.push_str(&row);
        table.push('\n');
    }
    table
}

/// The row of a field. No word in it holds a comma but the variant, whose commas become semicolons.
pub fn row(file: &str, patient: &str, seed: u64, plan: &Plan) -> String {
    let label = plan.label.id();
    let variant = plan.blood.variant.replace(", ", "; ");
    let nuisance = plan.nuisance.map_or("", crate::nuisance::Nuisance::name);
    let centred = plan.framing.centred;
    let counts = counts(plan).map(|(_, count)| count.to_string());
    let counts = counts.collect::<Vec<_>>().join(",");
    format!("{file},{label},{patient},{seed},{variant},{nuisance},{centred},{counts}")
}

/// How many of what have their middle in the field, in the order of the columns.
pub fn counts(plan: &Plan) -> impl Iterator<Item = (&'static str, usize)> {
    columns().map(|column| {
        let counted = plan.visible().filter(|cell| falls_under(cell, column));
        (column, counted.count())
    })
}

/// Red cells by shape, inclusions, nucleated cells, platelets.
fn columns() -> impl Iterator<Item = &'static str> {
    let shapes = SHAPES.iter().map(|(_, name)| *name);
    let inclusions = INCLUSIONS.iter().map(|(_, name)| *name);
    let white = WHITE.iter().map(|(_, name, _)| *name);
    let others = ["nrbc", "smudge", "platelet", "large_platelet"];
    shapes.chain(inclusions).chain(white).chain(others)
}

fn falls_under(cell: &Cell, column: &str) -> bool {
    match cell.kind {
        Kind::Red(red) => {
            SHAPES.iter().any(|(shape, name)| *shape == red.shape && *name == column)
                || INCLUSIONS
                    .iter()
                    .any(|(held, name)| Some(*held) == red.inclusion && *name == column)
        }
        Kind::White(white) => white.name() == column,
        Kind::Nrbc => column == "nrbc",
        Kind::Smudge => column == "smudge",
        Kind::Platelet => column == "platelet",
        Kind::LargePlatelet => column == "large_platelet",
    }
}
