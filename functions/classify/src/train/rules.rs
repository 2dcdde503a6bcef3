//! What a picture must measure and look like to be familiar: as the training pictures do, a little more or less.

use domain::panel::Unit;

use super::pictures::Picture;
use crate::appearance::AppearanceRule;
use crate::calibrate::quantile;
use crate::pack::UnitRule;

/// The part of training pictures that may lie beyond a figure's range on each side.
const TAIL: f64 = 0.005;

/// How much wider on each side a range is than that of the training pictures.
const WIDER: f64 = 0.1;

/// The rule of looks, from the training pictures as they were before chance changed them.
pub fn appearance(pictures: &[&Picture]) -> AppearanceRule {
    let range = |figure: usize| {
        let figures =
            || pictures.iter().map(|of| of.appearance.figures()[figure]).collect::<Vec<_>>();
        let (least, most) = (quantile(figures(), TAIL), quantile(figures(), 1.0 - TAIL));
        // Equal pictures have a range of one point, which nothing else would hit.
        let wider = WIDER * (most - least).max(0.01 * most.abs()).max(0.01);
        [rounded(least - wider), rounded(most + wider)]
    };
    AppearanceRule {
        brightness: range(0),
        red_less_green: range(1),
        blue_less_green: range(2),
        contrast: range(3),
        texture: range(4),
    }
}

/// The rule of measures: edges from three quarters of the shortest to four thirds of the longest.
pub fn unit(shows: Unit, pictures: &[&Picture]) -> UnitRule {
    let edges = || pictures.iter().flat_map(|of| [of.edges.0, of.edges.1]);
    let (short, long) = (edges().min().unwrap_or(1), edges().max().unwrap_or(1));
    let aspect = |of: &&Picture| {
        f64::from(of.edges.0.max(of.edges.1)) / f64::from(of.edges.0.min(of.edges.1))
    };
    let aspect = pictures.iter().map(aspect).fold(1.0, f64::max);
    UnitRule {
        shows,
        edge_pixels: [(short * 3 / 4).max(1), long.div_ceil(3) * 4],
        max_aspect: rounded(1.1 * aspect),
        edge_microns: None,
        microns_per_pixel: None,
    }
}

/// To four places behind the point: more would be noise in a file that people read.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
