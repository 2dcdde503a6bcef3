//! How honest the probabilities are: without a temperature, with the pack's, and with the one that
//! fits the measured pictures best.

use serde::Serialize;

use super::reliability::{Bin, Claim, equal_mass, equal_width, expected_error};
use crate::calibrate::{Answer, negative_log_likelihood};
use crate::predict::{leading, softmax};

/// Honesty at three temperatures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CalibrationReport {
    /// As the network says it: temperature 1.
    pub unscaled: Honesty,
    /// As the pack says it: at the temperature of its manifest.
    pub pack: Honesty,
    /// At the temperature fitted on these very pictures, which flatters it.
    pub fitted: Honesty,
}

/// How honest probabilities are at a temperature.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Honesty {
    /// What logits are divided by.
    pub temperature: f64,
    /// Expected calibration error over bins of equal width.
    pub ece: f64,
    /// Expected calibration error over bins of equally many pictures.
    pub ece_equal_mass: f64,
    /// Brier's score (1950): mean squared distance of all probabilities from the truth, 0 to 2.
    pub brier: f64,
    /// Mean negative logarithm of the true label's probability.
    pub negative_log_likelihood: f64,
    /// The reliability diagram: 15 bins of equal width, empty ones too.
    pub bins: Vec<Bin>,
    /// The same in bins of equally many pictures.
    pub equal_mass_bins: Vec<Bin>,
}

impl Honesty {
    /// Of answers at a temperature; none without answers.
    pub fn at(temperature: f64, answers: &[Answer]) -> Option<Self> {
        let told: Vec<(Vec<f64>, usize)> =
            answers.iter().map(|(logits, truth)| (softmax(logits, temperature), *truth)).collect();
        let claims: Vec<Claim> = told.iter().map(|(shares, truth)| claim(shares, *truth)).collect();
        let (bins, equal_mass_bins) = (equal_width(&claims), equal_mass(&claims));
        Some(Self {
            temperature,
            ece: expected_error(&bins)?,
            ece_equal_mass: expected_error(&equal_mass_bins)?,
            brier: told.iter().map(|(shares, truth)| brier(shares, *truth)).sum::<f64>()
                / told.len() as f64,
            negative_log_likelihood: negative_log_likelihood(answers, temperature),
            bins,
            equal_mass_bins,
        })
    }
}

fn claim(shares: &[f64], truth: usize) -> Claim {
    let (predicted, confidence) = leading(shares);
    Claim { confidence, right: predicted == truth }
}

fn brier(shares: &[f64], truth: usize) -> f64 {
    let off = |(at, p): (usize, &f64)| (p - f64::from(u8::from(at == truth))).powi(2);
    shares.iter().enumerate().map(off).sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::calibrate::fit;

    #[test]
    fn briers_score_is_the_squared_distance_from_the_truth() {
        assert_eq!(brier(&[1.0, 0.0], 0), 0.0);
        assert_eq!(brier(&[1.0, 0.0], 1), 2.0);
        assert!((brier(&[0.7, 0.2, 0.1], 0) - 0.14).abs() < 1e-12);
        let even = Honesty::at(1.0, &[(vec![0.0, 0.0], 0), (vec![0.0, 0.0], 1)]).unwrap();
        assert!((even.brier - 0.5).abs() < 1e-12 && even.ece < 1e-12, "half right at one half");
    }

    #[test]
    fn the_fitted_temperature_mends_what_boasts() {
        // Sure to 99.3 %, right in 80 %.
        let answers: Vec<Answer> =
            (0..100).map(|at| (vec![5.0, 0.0], usize::from(at >= 80))).collect();
        let before = Honesty::at(1.0, &answers).unwrap();
        let after = Honesty::at(fit(&answers).unwrap().temperature, &answers).unwrap();
        assert!((before.ece - 0.1933).abs() < 1e-3, "{}", before.ece);
        assert!(after.ece < 1e-3 && after.ece_equal_mass < 1e-3);
        assert!(after.brier < before.brier);
        assert!(after.negative_log_likelihood < before.negative_log_likelihood);
        assert_eq!(Honesty::at(1.0, &[]), None);
    }
}
