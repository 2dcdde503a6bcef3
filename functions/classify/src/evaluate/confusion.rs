//! Which labels led to which, and the scores that follow from it.
//!
//! A score whose denominator is zero is not defined and stays so: it is none, never 0.

/// How many pictures of each label (rows) led to each label (columns).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion(Vec<Vec<u64>>);

/// One label against all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OneAgainstRest {
    /// Of the label, and told so.
    pub true_positive: u64,
    /// Of another label, and told to be of this one.
    pub false_positive: u64,
    /// Of the label, and told to be of another.
    pub false_negative: u64,
    /// Of another label, and told to be of another.
    pub true_negative: u64,
}

impl Confusion {
    /// Of so many labels, with nothing counted.
    pub fn new(labels: usize) -> Self {
        Self(vec![vec![0; labels]; labels])
    }

    /// Counts a picture so many times.
    pub fn count(&mut self, truth: usize, predicted: usize, times: u64) {
        self.0[truth][predicted] += times;
    }

    /// The counts, row by row.
    pub fn rows(&self) -> &[Vec<u64>] {
        &self.0
    }

    /// All pictures.
    pub fn total(&self) -> u64 {
        self.0.iter().flatten().sum()
    }

    /// Those whose label led.
    pub fn right(&self) -> u64 {
        (0..self.0.len()).map(|at| self.0[at][at]).sum()
    }

    /// Pictures of a label.
    pub fn support(&self, label: usize) -> u64 {
        self.0[label].iter().sum()
    }

    /// Pictures that a label led.
    pub fn led(&self, label: usize) -> u64 {
        self.0.iter().map(|row| row[label]).sum()
    }

    /// The part that was right.
    pub fn accuracy(&self) -> Option<f64> {
        share(self.right(), self.total())
    }

    /// Mean sensitivity of the labels that there are pictures of.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        self.mean(OneAgainstRest::sensitivity)
    }

    /// Mean F1 of the labels that there are pictures of or that led any.
    pub fn macro_f1(&self) -> Option<f64> {
        self.mean(OneAgainstRest::f1)
    }

    /// Cohen's κ (1960): agreement beyond what the labels' frequencies alone would give. Not defined
    /// when one label is all there is on both sides.
    pub fn kappa(&self) -> Option<f64> {
        let total = self.total() as f64;
        let observed = self.accuracy()?;
        let by_chance = |label| self.support(label) as f64 * self.led(label) as f64;
        let expected = (0..self.0.len()).map(by_chance).sum::<f64>() / (total * total);
        (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
    }

    /// One label against all others.
    pub fn against_rest(&self, label: usize) -> OneAgainstRest {
        let true_positive = self.0[label][label];
        let false_positive = self.led(label) - true_positive;
        let false_negative = self.support(label) - true_positive;
        OneAgainstRest {
            true_positive,
            false_positive,
            false_negative,
            true_negative: self.total() - true_positive - false_positive - false_negative,
        }
    }

    /// The mean over the labels for which it is defined.
    fn mean(&self, of: fn(OneAgainstRest) -> Option<f64>) -> Option<f64> {
        let each = (0..self.0.len()).filter_map(|label| of(self.against_rest(label)));
        let (sum, count) = each.fold((0.0, 0_u32), |(sum, count), one| (sum + one, count + 1));
        (count > 0).then(|| sum / f64::from(count))
    }
}

impl OneAgainstRest {
    /// Of the label's pictures, the part that was found.
    pub fn sensitivity(self) -> Option<f64> {
        share(self.true_positive, self.true_positive + self.false_negative)
    }

    /// Of all other pictures, the part that was not taken for it.
    pub fn specificity(self) -> Option<f64> {
        share(self.true_negative, self.true_negative + self.false_positive)
    }

    /// Positive predictive value: of the pictures that it led, the part that is of the label.
    pub fn ppv(self) -> Option<f64> {
        share(self.true_positive, self.true_positive + self.false_positive)
    }

    /// Negative predictive value: of the pictures that another label led, the part that is of
    /// another.
    pub fn npv(self) -> Option<f64> {
        share(self.true_negative, self.true_negative + self.false_negative)
    }

    /// Harmonic mean of sensitivity and positive predictive value.
    pub fn f1(self) -> Option<f64> {
        let twice = 2 * self.true_positive;
        share(twice, twice + self.false_positive + self.false_negative)
    }
}

/// A part of a whole; none of nothing.
pub fn share(part: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn confusion<const N: usize>(rows: [[u64; N]; N]) -> Confusion {
        Confusion(rows.iter().map(|row| row.to_vec()).collect())
    }

    fn near(found: Option<f64>, expected: f64) -> bool {
        (found.unwrap() - expected).abs() < 1e-12
    }

    #[test]
    fn the_scores_of_a_small_table_are_those_counted_by_hand() {
        let table = confusion([[20, 5], [10, 15]]);
        assert!(near(table.accuracy(), 0.7));
        assert!(near(table.kappa(), 0.4), "the textbook's example");
        assert!(near(table.balanced_accuracy(), (0.8 + 0.6) / 2.0));
        let first = table.against_rest(0);
        assert!(near(first.sensitivity(), 0.8) && near(first.specificity(), 0.6));
        assert!(near(first.ppv(), 20.0 / 30.0) && near(first.npv(), 0.75));
        assert!(near(first.f1(), 40.0 / 55.0));
        assert!(near(table.macro_f1(), (40.0 / 55.0 + 30.0 / 45.0) / 2.0));
    }

    #[test]
    fn agreement_by_chance_has_a_kappa_of_zero_and_worse_is_negative() {
        assert!(near(confusion([[25, 25], [25, 25]]).kappa(), 0.0));
        assert!(near(confusion([[0, 5], [5, 0]]).kappa(), -1.0));
        assert!(near(confusion([[3, 0, 0], [0, 4, 0], [0, 0, 5]]).kappa(), 1.0));
    }

    #[test]
    fn what_has_no_denominator_is_not_defined() {
        let never_told = confusion([[4, 0], [2, 0]]);
        assert_eq!(never_told.against_rest(1).ppv(), None, "it led no picture");
        assert_eq!(never_told.against_rest(1).sensitivity(), Some(0.0));
        assert_eq!(never_told.against_rest(0).npv(), None);
        let absent = confusion([[4, 0, 0], [0, 4, 0], [0, 0, 0]]);
        assert_eq!(absent.against_rest(2).f1(), None);
        assert_eq!(absent.against_rest(2).sensitivity(), None);
        assert_eq!(absent.macro_f1(), Some(1.0), "a label that is nowhere counts for nothing");
        assert_eq!(confusion([[4, 0], [0, 0]]).kappa(), None);
        let nothing = Confusion::new(3);
        assert_eq!((nothing.accuracy(), nothing.kappa()), (None, None));
        assert_eq!((nothing.balanced_accuracy(), nothing.macro_f1()), (None, None));
    }
}
