//! From logits to a prediction: probabilities, how sure, and whether the model may speak at all.

use std::time::Duration;

use domain::event::{Familiarity, PredictionRecorded, Probability};
use domain::ids::{ImageId, LabelId, ModelId};
use serde::Serialize;

use crate::appearance::Appearance;
use crate::device::Device;
use crate::pack::Manifest;
use crate::precision::Precision;
use crate::unit::Measures;

/// What a model says of one picture.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// The leading label.
    pub label: LabelId,
    /// Its probability after temperature scaling.
    pub confidence: f64,
    /// Entropy of the probabilities over log n: 0 sure, 1 knows nothing.
    pub uncertainty: f64,
    /// Whether the picture looks like what the model learned from.
    pub familiarity: Familiarity,
    /// All labels, in the order of the network's outputs.
    pub probabilities: Vec<Probability>,
    /// What the network gave, in the same order.
    pub logits: Vec<f32>,
    /// How the picture looks as a whole.
    #[serde(skip)]
    pub appearance: Appearance,
    /// How long the network ran for this picture, its share of a batch.
    #[serde(skip)]
    pub duration: Duration,
}

impl Prediction {
    /// Reads a network's logits of a picture by a pack's rules.
    pub fn read(
        manifest: &Manifest,
        logits: Vec<f32>,
        measures: Measures,
        appearance: &Appearance,
        duration: Duration,
    ) -> Self {
        let calibration = manifest.calibration;
        let shares = softmax(&logits, calibration.temperature);
        let (leading, confidence) = leading(&shares);
        let energy = energy(&logits, calibration.temperature);
        let mut reasons = manifest.unit.reasons(measures);
        if let Some(rule) = &manifest.appearance {
            reasons.extend(rule.reasons(appearance));
        }
        if energy > calibration.energy_threshold {
            reasons.push(format!(
                "it does not look like the images that the model learned from (energy {energy:.2}, \
                 at most {:.2})",
                calibration.energy_threshold
            ));
        }
        let named = manifest.labels.iter().zip(&shares);
        Self {
            label: manifest.labels[leading].clone(),
            confidence,
            uncertainty: normalized_entropy(&shares),
            familiarity: Familiarity {
                inside: reasons.is_empty(),
                energy,
                threshold: calibration.energy_threshold,
                reasons,
            },
            probabilities: named
                .map(|(label, &p)| Probability { label: label.clone(), p })
                .collect(),
            logits,
            appearance: *appearance,
            duration,
        }
    }

    /// The fact that a model predicted an image's class.
    pub fn record(
        self,
        image: ImageId,
        model: ModelId,
        manifest: &Manifest,
        device: Device,
        precision: Precision,
    ) -> PredictionRecorded {
        PredictionRecorded {
            image,
            model,
            panel: manifest.panel.id.clone(),
            label: self.label,
            confidence: self.confidence,
            uncertainty: self.uncertainty,
            familiarity: self.familiarity,
            probabilities: self.probabilities,
            device: device.to_string(),
            precision: precision.to_string(),
            duration_us: u64::try_from(self.duration.as_micros()).unwrap_or(u64::MAX),
        }
    }
}

/// Probabilities of logits divided by a temperature; they sum to 1.
pub fn softmax(logits: &[f32], temperature: f64) -> Vec<f64> {
    let scaled = scaled(logits, temperature);
    let total = log_sum_exp(&scaled);
    scaled.iter().map(|logit| (logit - total).exp()).collect()
}

/// Energy of logits, −T·log Σ exp(logit/T) (Liu et al. 2020): lower is more familiar.
pub fn energy(logits: &[f32], temperature: f64) -> f64 {
    -temperature * log_sum_exp(&scaled(logits, temperature))
}

/// Entropy over the logarithm of how many there are: 0 when one has it all, 1 when all are alike.
pub fn normalized_entropy(probabilities: &[f64]) -> f64 {
    let told = probabilities.iter().filter(|p| **p > 0.0);
    let entropy: f64 = told.map(|p| -p * p.ln()).sum();
    (entropy / (probabilities.len() as f64).ln()).clamp(0.0, 1.0)
}

fn scaled(logits: &[f32], temperature: f64) -> Vec<f64> {
    logits.iter().map(|&logit| f64::from(logit) / temperature).collect()
}

/// The greatest is taken out first, so that nothing overflows.
fn log_sum_exp(values: &[f64]) -> f64 {
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    greatest + values.iter().map(|value| (value - greatest).exp()).sum::<f64>().ln()
}

/// The first of the greatest, and its value.
pub(crate) fn leading(shares: &[f64]) -> (usize, f64) {
    let mut best = (0, shares[0]);
    for (at, &share) in shares.iter().enumerate() {
        if share > best.1 {
            best = (at, share);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn softmax_is_the_share_of_exponentials() {
        let shares = softmax(&[0.0, 2.0_f32.ln()], 1.0);
        assert!((shares[0] - 1.0 / 3.0).abs() < 1e-7 && (shares[1] - 2.0 / 3.0).abs() < 1e-7);
        assert!(near(softmax(&[3.0, -1.0, 40.0], 0.5).iter().sum(), 1.0));
    }

    #[test]
    fn huge_logits_neither_overflow_nor_vanish() {
        assert_eq!(softmax(&[1e30, 0.0], 1.0), [1.0, 0.0]);
        assert!(near(energy(&[-2000.0, -2000.0], 1.0), 2000.0 - 2.0_f64.ln()));
    }

    #[test]
    fn a_lower_temperature_sharpens_and_leaves_the_order() {
        let (warm, cold) = (softmax(&[1.0, 0.0], 1.0), softmax(&[1.0, 0.0], 0.5));
        assert!(near(warm[0], 1.0 / (1.0 + (-1.0_f64).exp())));
        assert!(near(cold[0], 1.0 / (1.0 + (-2.0_f64).exp())));
    }

    #[test]
    fn entropy_runs_from_sure_to_knowing_nothing() {
        assert_eq!(normalized_entropy(&[0.0, 1.0, 0.0]), 0.0);
        assert!(near(normalized_entropy(&[0.25; 4]), 1.0));
        assert!(near(normalized_entropy(&[0.5, 0.5, 0.0, 0.0]), 0.5));
    }

    #[test]
    fn energy_falls_as_any_logit_grows() {
        assert!(near(energy(&[0.0; 8], 1.0), -8.0_f64.ln()));
        assert!(near(energy(&[0.0; 8], 0.5), -0.5 * 8.0_f64.ln()));
        assert!(energy(&[9.0, 0.0], 1.0) < energy(&[3.0, 0.0], 1.0));
    }

    #[test]
    fn of_equals_the_first_leads() {
        assert_eq!(leading(&[0.2, 0.4, 0.4]), (1, 0.4));
    }
}
