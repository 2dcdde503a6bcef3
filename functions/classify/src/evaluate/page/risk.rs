//! The risk–coverage curve.

use maud::{Markup, html};

use super::super::risk::RiskPoint;
use super::super::words::confidence;
use super::plot::{Frame, percent};

/// Risk is drawn up to a round number above the worst.
const ROUND: [f64; 8] = [0.01, 0.02, 0.04, 0.08, 0.2, 0.4, 0.6, 1.0];

pub(super) fn plot(points: &[RiskPoint]) -> Markup {
    let Some(last) = points.last() else { return html! {} };
    let worst = points.iter().map(|point| point.risk).fold(0.0, f64::max);
    let most = ROUND.into_iter().find(|round| *round >= worst).unwrap_or(1.0);
    let frame = Frame { left: 56.0, top: 26.0, width: 600.0, height: 200.0, most };
    let place = |point: &RiskPoint| format!("{},{}", frame.x(point.coverage), frame.y(point.risk));
    let path = points.iter().map(place).collect::<Vec<_>>().join(" ");
    let spoken = format!("Share of wrong answers, up to {} when all are heard", percent(last.risk));
    html! {
        figure.wide {
            svg viewBox="0 0 680 268" role="img" aria-label=(spoken) {
                (frame.axes("part of the images that is answered, surest first", "part of the answers that is wrong"))
                polyline.curve points=(path) {}
                @for (share, point) in [0.5, 0.8, 0.9, 0.95].into_iter().filter_map(|share| nearest(points, share)) {
                    circle.mark cx=(frame.x(point.coverage)) cy=(frame.y(point.risk)) r="3.5" {
                        title { "nearest to " (percent(share)) }
                    }
                }
            }
            figcaption { "Marks: " (marks(points)) ". All: " (percent(last.risk)) " wrong." }
        }
    }
}

fn nearest(points: &[RiskPoint], share: f64) -> Option<(f64, &RiskPoint)> {
    let distance = |point: &&RiskPoint| (point.coverage - share).abs();
    let found = points.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    (distance(&found) <= 0.02).then_some((share, found))
}

fn marks(points: &[RiskPoint]) -> String {
    let found = [0.5, 0.8, 0.9, 0.95].into_iter().filter_map(|share| nearest(points, share));
    let told = found.map(|(_, point)| {
        format!(
            "{} answered, {} of them wrong (down to a probability of {})",
            percent(point.coverage),
            percent(point.risk),
            confidence(point.confidence)
        )
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { "none".to_owned() } else { told.join("; ") }
}
