//! Sensitivity and positive predictive value of each class with their intervals.

use maud::{Markup, html};

use super::super::bootstrap::Figure;
use super::super::scores::ClassScores;
use super::super::words::percent_with_interval;
use super::confusion::short;
use super::plot::{percent, rounded};

const LEFT: f64 = 160.0;
const WIDTH: f64 = 480.0;
const ROW: f64 = 34.0;
const TOP: f64 = 12.0;

pub(super) fn plot(classes: &[ClassScores]) -> Markup {
    let least = least(classes);
    let x = move |share: f64| rounded(LEFT + WIDTH * (share - least) / (1.0 - least));
    let bottom = TOP + ROW * classes.len() as f64;
    html! {
        figure.wide {
            svg viewBox=(format!("0 0 680 {}", bottom + 28.0)) role="img" aria-label="Sensitivity and PPV of each class" {
                @for quarter in 0..=4 {
                    @let share = least + (1.0 - least) * f64::from(quarter) / 4.0;
                    line.grid x1=(x(share)) x2=(x(share)) y1=(TOP) y2=(bottom) {}
                    text x=(x(share)) y=(bottom + 16.0) text-anchor="middle" { (percent(share)) }
                }
                @for (at, class) in classes.iter().enumerate() {
                    @let y = TOP + ROW * (at as f64 + 0.5);
                    text.name x=(LEFT - 12.0) y=(y + 4.0) text-anchor="end" { (short(class.label.as_str(), 22)) }
                    (mark(&class.sensitivity, x, y - 6.0, "mark", "sensitivity"))
                    (mark(&class.ppv, x, y + 7.0, "open", "PPV"))
                }
            }
            figcaption { "Filled: sensitivity. Open: PPV, at this data’s share of each class. Lines: 95 % intervals. The axis begins at " (percent(least)) "." }
        }
    }
}

fn mark(figure: &Figure, x: impl Fn(f64) -> f64, y: f64, class: &str, name: &str) -> Markup {
    html! {
        @if let Some([low, high]) = figure.interval {
            line.curve x1=(x(low)) x2=(x(high)) y1=(y) y2=(y) {}
        }
        @match figure.value {
            Some(value) => circle class=(class) cx=(x(value)) cy=(y) r="4" { title { (name) " " (percent_with_interval(figure)) } },
            None => text x=(LEFT + 6.0) y=(y + 4.0) { (name) " not defined" },
        }
    }
}

/// Where the axis begins: a round share below all that is drawn.
fn least(classes: &[ClassScores]) -> f64 {
    let drawn = classes.iter().flat_map(|class| [class.sensitivity, class.ppv]);
    let lows = drawn.filter_map(|figure| figure.interval.map(|[low, _]| low).or(figure.value));
    let low = lows.fold(1.0, f64::min);
    [0.8, 0.6, 0.4, 0.2].into_iter().find(|edge| *edge <= low).unwrap_or(0.0)
}
