//! Fitting a pack's calibration on validation images: the temperature that makes probabilities
//! honest, and the energy above which a picture is unlike them.

use crate::pack::Calibration;
use crate::predict::{energy, softmax};

/// The part of validation images that must be inside.
pub const INSIDE: f64 = 0.99;

/// Where the best temperature is looked for.
const TEMPERATURES: (f64, f64) = (0.05, 20.0);

/// Logits of a picture, and which label is true.
pub type Answer = (Vec<f32>, usize);

/// The calibration that fits answers best; none without answers.
pub fn fit(answers: &[Answer]) -> Option<Calibration> {
    if answers.is_empty() {
        return None;
    }
    let temperature = best_temperature(answers);
    let energies = answers.iter().map(|(logits, _)| energy(logits, temperature)).collect();
    Some(Calibration { temperature, energy_threshold: quantile(energies, INSIDE) })
}

/// Mean negative logarithm of the probability that the true label gets at a temperature.
pub fn negative_log_likelihood(answers: &[Answer], temperature: f64) -> f64 {
    // A probability of 0 would make all else vanish.
    let loss = |(logits, truth): &Answer| -softmax(logits, temperature)[*truth].max(1e-300).ln();
    answers.iter().map(loss).sum::<f64>() / answers.len() as f64
}

/// Golden-section search over the logarithm: the likelihood has one peak (Guo et al. 2017).
fn best_temperature(answers: &[Answer]) -> f64 {
    let shrink = (5.0_f64.sqrt() - 1.0) / 2.0;
    let loss = |log: f64| negative_log_likelihood(answers, log.exp());
    let (mut low, mut high) = (TEMPERATURES.0.ln(), TEMPERATURES.1.ln());
    while high - low > 1e-4 {
        let (left, right) = (high - shrink * (high - low), low + shrink * (high - low));
        if loss(left) < loss(right) { high = right } else { low = left }
    }
    f64::midpoint(low, high).exp()
}

/// The value that this part of all does not exceed.
pub fn quantile(mut values: Vec<f64>, part: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (part * values.len() as f64).ceil() as usize;
    values[rank.clamp(1, values.len()) - 1]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Of a hundred pictures with one and the same logits, `right` have the first label.
    fn answers(logits: [f32; 2], right: usize) -> Vec<Answer> {
        (0..100).map(|at| (logits.to_vec(), usize::from(at >= right))).collect()
    }

    #[test]
    fn the_temperature_makes_confidence_equal_accuracy() {
        for (gap, right) in [(1.0, 90), (5.0, 80), (0.3, 60)] {
            let calibration = fit(&answers([gap, 0.0], right)).unwrap();
            let confidence = softmax(&[gap, 0.0], calibration.temperature)[0];
            assert!((confidence - right as f64 / 100.0).abs() < 1e-3, "{confidence} for {right} %");
        }
    }

    #[test]
    fn a_likelihood_is_of_the_true_label() {
        let even = negative_log_likelihood(&answers([0.0, 0.0], 30), 1.0);
        assert!((even - 2.0_f64.ln()).abs() < 1e-12);
    }

    #[test]
    fn the_threshold_leaves_one_in_a_hundred_outside() {
        let values: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!(quantile(values.clone(), 0.99), 198.0);
        assert_eq!(quantile(values, 1.0), 200.0);
        assert_eq!(quantile(vec![7.0], 0.99), 7.0);
    }

    #[test]
    fn nothing_fits_nothing() {
        assert_eq!(fit(&[]), None);
    }
}
