//! How often answers were right, by how sure the model was of them: what stands in a pack's
//! `answers.toml`.

use domain::event::AnswerBand;

use crate::Prediction;

/// Where bands begin and end. Closer where most answers are; 0.8 parts what people are told to be
/// sure from what is unsure.
const EDGES: [f64; 6] = [0.0, 0.65, 0.8, 0.9, 0.97, 1.0];

/// Counts answers by their leading label's probability.
pub struct Bands(Vec<AnswerBand>);

impl Default for Bands {
    fn default() -> Self {
        let between = |edge: &[f64]| AnswerBand { from: edge[0], to: edge[1], images: 0, right: 0 };
        Self(EDGES.windows(2).map(between).collect())
    }
}

impl Bands {
    /// Counts one, unless it is of a picture outside what the model knows: its label means nothing.
    pub fn count(&mut self, prediction: &Prediction, right: bool) {
        if prediction.familiarity.inside {
            self.add(prediction.confidence, right);
        }
    }

    fn add(&mut self, confidence: f64, right: bool) {
        let within = self.0.iter().position(|band| confidence < band.to);
        let last = self.0.len() - 1;
        let band = &mut self.0[within.unwrap_or(last)];
        band.images += 1;
        band.right += u32::from(right);
    }

    /// The bands that hold any.
    pub fn counted(self) -> Vec<AnswerBand> {
        self.0.into_iter().filter(|band| band.images > 0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_counted_in_the_band_that_begins_with_it() {
        let mut bands = Bands::default();
        for (confidence, right) in [(0.3, true), (0.64, false), (0.8, true), (1.0, true)] {
            bands.add(confidence, right);
        }
        let counted: Vec<_> = bands.counted().iter().map(|b| (b.from, b.images, b.right)).collect();
        assert_eq!(counted, [(0.0, 2, 1), (0.8, 1, 1), (0.97, 1, 1)]);
    }
}
