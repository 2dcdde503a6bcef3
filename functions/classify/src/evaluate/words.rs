//! Figures in words, the same on the command line and in the report.

use super::bootstrap::Figure;
use super::interval::Proportion;

/// What is said of a figure without a denominator.
pub const NOT_DEFINED: &str = "not defined";

/// A share as a percentage.
pub fn percent(share: Option<f64>) -> String {
    share.map_or(NOT_DEFINED.to_owned(), |share| format!("{:.1} %", 100.0 * share))
}

/// A share with its interval, in percent.
pub fn percent_with_interval(figure: &Figure) -> String {
    let shown = percent(figure.value);
    match figure.interval {
        Some([low, high]) => format!("{shown} ({:.1} to {:.1})", 100.0 * low, 100.0 * high),
        None => shown,
    }
}

/// A number with its interval.
pub fn number_with_interval(figure: &Figure) -> String {
    let Some(value) = figure.value else { return NOT_DEFINED.to_owned() };
    match figure.interval {
        Some([low, high]) => format!("{} ({} to {})", number(value), number(low), number(high)),
        None => number(value),
    }
}

/// Three decimals, with a real minus.
pub fn number(value: f64) -> String {
    // What rounds to zero has no sign.
    let rounded = (value * 1000.0).round() / 1000.0 + 0.0;
    format!("{rounded:.3}").replace('-', "\u{2212}")
}

/// Percentage points with their sign.
pub fn points(figure: &Figure) -> String {
    let one = |value: f64| format!("{:+.1}", 100.0 * value).replace('-', "\u{2212}");
    match (figure.value, figure.interval) {
        (Some(value), Some([low, high])) => {
            format!("{} points ({} to {})", one(value), one(low), one(high))
        }
        (Some(value), None) => format!("{} points", one(value)),
        (None, _) => NOT_DEFINED.to_owned(),
    }
}

/// A count with its share and Wilson's interval.
pub fn proportion(of: &Proportion) -> String {
    let [low, high] = of.interval.map(|edge| 100.0 * edge);
    match of.share {
        Some(_) => {
            format!("{} of {}, {} ({low:.1} to {high:.1})", of.count, of.of, percent(of.share))
        }
        None => "none".to_owned(),
    }
}

/// How sure a model was of one picture: two decimals, and neither certain nor impossible.
pub fn confidence(probability: f64) -> String {
    match probability {
        p if p > 0.99 => ">\u{a0}0.99".to_owned(),
        p if p < 0.01 => "<\u{a0}0.01".to_owned(),
        p => format!("{p:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_said_with_what_is_open() {
        let figure = Figure { value: Some(0.97361), interval: Some([0.965, 0.98125]) };
        assert_eq!(percent_with_interval(&figure), "97.4 % (96.5 to 98.1)");
        assert_eq!(number_with_interval(&figure), "0.974 (0.965 to 0.981)");
        assert_eq!(points(&figure), "+97.4 points (+96.5 to +98.1)");
        assert_eq!(percent_with_interval(&Figure::default()), NOT_DEFINED);
        assert_eq!(number(-0.25), "\u{2212}0.250");
        assert_eq!(number(-0.0001), "0.000");
        assert_eq!(proportion(&Proportion::new(0, 0)), "none");
        assert_eq!(proportion(&Proportion::new(1, 2)), "1 of 2, 50.0 % (9.5 to 90.5)");
        let said = [0.9999, 0.5, 0.004].map(confidence);
        assert_eq!(said, [">\u{a0}0.99", "0.50", "<\u{a0}0.01"]);
    }
}
