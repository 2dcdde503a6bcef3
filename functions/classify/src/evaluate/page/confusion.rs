//! The confusion matrix as a heat map: counts, and their part of the row.

use domain::ids::LabelId;
use maud::{Markup, html};

const CELL: f64 = 64.0;
const HEIGHT: f64 = 38.0;
const LEFT: f64 = 150.0;
const TOP: f64 = 30.0;

pub(super) fn heat_map(labels: &[LabelId], rows: &[Vec<u64>]) -> Markup {
    let width = LEFT + CELL * labels.len() as f64 + 8.0;
    let height = TOP + HEIGHT * rows.len() as f64 + 8.0;
    html! {
        figure.wide {
            div.scroll {
                svg viewBox=(format!("0 0 {width} {height}")) role="img"
                    style=(format!("min-width:{}px", width * 0.8)) aria-label="Confusion matrix" {
                    @for (at, label) in labels.iter().enumerate() {
                        text x=(LEFT + CELL * (at as f64 + 0.5)) y=(TOP - 10.0) text-anchor="middle" { (short(label.as_str(), 10)) title { (label) } }
                    }
                    @for (at, (label, row)) in labels.iter().zip(rows).enumerate() {
                        @let y = TOP + HEIGHT * at as f64;
                        text.name x=(LEFT - 8.0) y=(y + 24.0) text-anchor="end" { (short(label.as_str(), 22)) title { (label) } }
                        @for (column, count) in row.iter().enumerate() {
                            (cell(LEFT + CELL * column as f64, y, *count, row.iter().sum()))
                        }
                    }
                }
            }
            figcaption { "Rows: what it is. Columns: what the model said. Counts, and their part of the row." }
        }
    }
}

fn cell(x: f64, y: f64, count: u64, of: u64) -> Markup {
    let share = if of == 0 { 0.0 } else { count as f64 / of as f64 };
    // Between these shades neither colour of text would be legible.
    let (shade, on) = if share > 0.5 { (0.75 + share / 4.0, " on") } else { (share * 0.6, "") };
    let middle = x + CELL / 2.0;
    html! {
        rect.grid x=(x + 1.0) y=(y + 1.0) width=(CELL - 2.0) height=(HEIGHT - 2.0) rx="2" {}
        @if count == 0 {
            text x=(middle) y=(y + 23.0) text-anchor="middle" { "·" }
        } @else {
            rect.cell x=(x + 1.0) y=(y + 1.0) width=(CELL - 2.0) height=(HEIGHT - 2.0) rx="2" fill-opacity=(format!("{shade:.2}")) {}
            text class=(format!("count{on}")) x=(middle) y=(y + 18.0) text-anchor="middle" { (count) }
            text class=(format!("small{on}")) x=(middle) y=(y + 31.0) text-anchor="middle" { (format!("{:.1} %", 100.0 * share)) }
        }
    }
}

/// A label that fits; its whole name is in the tooltip and in the tables.
pub(super) fn short(label: &str, most: usize) -> String {
    match label.char_indices().nth(most) {
        None => label.to_owned(),
        Some(_) => label.chars().take(most - 1).chain(['…']).collect(),
    }
}
