//! An image as who reads it blind sees it.

use super::ImageView;

impl ImageView {
    /// Without what models, functions and others say of it. That there is a final verdict stays.
    pub(crate) fn withhold(&mut self) {
        self.blind = true;
        self.suspected = None;
        self.predictions.clear();
        self.prediction_problem = None;
        self.measurements.clear();
        self.explanations.clear();
        self.readings.clear();
        self.verdict = None;
    }
}
