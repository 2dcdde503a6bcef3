//! The scores of answers, each with its interval.

use domain::ids::LabelId;
use serde::Serialize;

use super::bootstrap::{Figure, bootstrap};
use super::confusion::{Confusion, OneAgainstRest, share};
use super::reliability::{BINS, Claim, place};

/// What somebody said of a picture, and what is true.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    /// The number of the true label.
    pub truth: usize,
    /// The number of the label that led.
    pub predicted: usize,
    /// Its probability.
    pub confidence: f64,
}

/// The scores of one classifier on all pictures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// The part of pictures that the leading label was right for.
    pub accuracy: Figure,
    /// Mean sensitivity of the labels that there are pictures of.
    pub balanced_accuracy: Figure,
    /// Mean F1 of the labels that there are pictures of or that led any.
    pub macro_f1: Figure,
    /// Cohen's κ: agreement beyond chance.
    pub kappa: Figure,
    /// Expected calibration error, 15 bins of equal width.
    pub ece: Figure,
    /// Each label against all others, in the order of the network's outputs.
    pub classes: Vec<ClassScores>,
}

/// A label against all others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassScores {
    /// Which.
    pub label: LabelId,
    /// How many pictures are of it.
    pub support: u64,
    /// How many pictures it led.
    pub led: u64,
    /// The part of pictures that are of it, here.
    pub prevalence: Figure,
    /// Of its pictures, the part that was found.
    pub sensitivity: Figure,
    /// Of the others, the part that was not taken for it.
    pub specificity: Figure,
    /// Of the pictures it led, the part that is of it: at this prevalence.
    pub ppv: Figure,
    /// Of the pictures it did not lead, the part that is not of it: at this prevalence.
    pub npv: Figure,
    /// Harmonic mean of sensitivity and positive predictive value.
    pub f1: Figure,
}

impl Guess {
    /// How sure it was, and whether it was right.
    pub fn claim(&self) -> Claim {
        Claim { confidence: self.confidence, right: self.predicted == self.truth }
    }
}

impl Scores {
    /// Of answers; intervals are drawn over units of pictures.
    pub fn of(guesses: &[Guess], labels: &[LabelId], units: &[Vec<usize>], seed: u64) -> Self {
        let measure = |times: &[u64]| figures(guesses, labels.len(), times);
        let mut measured = bootstrap(units, guesses.len(), seed, measure).into_iter();
        let mut next = || measured.next().unwrap_or_default();
        let counted = confusion(guesses, labels.len());
        // How many units hold a picture that a proportion is of.
        let with = |of: &dyn Fn(&Guess) -> bool| {
            let holds = |unit: &&Vec<usize>| unit.iter().any(|picture| of(&guesses[*picture]));
            units.iter().filter(holds).count() as u64
        };
        Self {
            accuracy: next().or_wilson(units.len() as u64),
            balanced_accuracy: next(),
            macro_f1: next(),
            kappa: next(),
            ece: next(),
            classes: (labels.iter().enumerate())
                .map(|(at, label)| ClassScores {
                    label: label.clone(),
                    support: counted.support(at),
                    led: counted.led(at),
                    prevalence: next().or_wilson(units.len() as u64),
                    sensitivity: next().or_wilson(with(&|guess| guess.truth == at)),
                    specificity: next().or_wilson(with(&|guess| guess.truth != at)),
                    ppv: next().or_wilson(with(&|guess| guess.predicted == at)),
                    npv: next().or_wilson(with(&|guess| guess.predicted != at)),
                    f1: next(),
                })
                .collect(),
        }
    }
}

/// The confusion of answers.
pub fn confusion(guesses: &[Guess], labels: usize) -> Confusion {
    counted(guesses, labels, &vec![1; guesses.len()])
}

fn counted(guesses: &[Guess], labels: usize, times: &[u64]) -> Confusion {
    let mut confusion = Confusion::new(labels);
    for (guess, times) in guesses.iter().zip(times) {
        confusion.count(guess.truth, guess.predicted, *times);
    }
    confusion
}

/// All figures in the order that [`Scores::of`] takes them.
fn figures(guesses: &[Guess], labels: usize, times: &[u64]) -> Vec<Option<f64>> {
    let confusion = counted(guesses, labels, times);
    let mut all = vec![
        confusion.accuracy(),
        confusion.balanced_accuracy(),
        confusion.macro_f1(),
        confusion.kappa(),
        calibration_error(guesses, times),
    ];
    let of_class: [fn(OneAgainstRest) -> Option<f64>; 5] = [
        OneAgainstRest::sensitivity,
        OneAgainstRest::specificity,
        OneAgainstRest::ppv,
        OneAgainstRest::npv,
        OneAgainstRest::f1,
    ];
    for label in 0..labels {
        let one = confusion.against_rest(label);
        all.push(share(confusion.support(label), confusion.total()));
        all.extend(of_class.iter().map(|of| of(one)));
    }
    all
}

/// The same as over [`super::reliability::equal_width`] bins, without building them.
fn calibration_error(guesses: &[Guess], times: &[u64]) -> Option<f64> {
    // What is said less what is right adds up bin by bin; the error is what does not cancel.
    let mut gaps = [0.0; BINS];
    for (guess, times) in guesses.iter().zip(times) {
        let right = f64::from(u8::from(guess.claim().right));
        gaps[place(guess.confidence)] += (guess.confidence - right) * *times as f64;
    }
    let total: u64 = times.iter().sum();
    (total > 0).then(|| gaps.iter().map(|gap| gap.abs()).sum::<f64>() / total as f64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::super::reliability::{equal_width, expected_error};
    use super::*;

    fn labels() -> Vec<LabelId> {
        ["a", "b", "c"].map(|name| name.parse().unwrap()).to_vec()
    }

    fn guesses() -> impl Strategy<Value = Vec<Guess>> {
        let one = (0..3_usize, 0..3_usize, 0.34..=1.0_f64)
            .prop_map(|(truth, predicted, confidence)| Guess { truth, predicted, confidence });
        prop::collection::vec(one, 3..40)
    }

    fn alone(count: usize) -> Vec<Vec<usize>> {
        (0..count).map(|at| vec![at]).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn other_names_for_labels_change_no_score(all in guesses()) {
            let turned: Vec<Guess> = all
                .iter()
                .map(|g| Guess { truth: (g.truth + 1) % 3, predicted: (g.predicted + 1) % 3, ..*g })
                .collect();
            let units = alone(all.len());
            let before = Scores::of(&all, &labels(), &units, 7);
            let after = Scores::of(&turned, &labels(), &units, 7);
            prop_assert_eq!(before.accuracy, after.accuracy);
            for (a, b) in [(before.balanced_accuracy, after.balanced_accuracy),
                (before.macro_f1, after.macro_f1), (before.kappa, after.kappa)] {
                prop_assert_eq!(a.value.is_some(), b.value.is_some());
                prop_assert!((a.value.unwrap_or(0.0) - b.value.unwrap_or(0.0)).abs() < 1e-12);
            }
            for at in 0..3 {
                let (a, b) = (&before.classes[at], &after.classes[(at + 1) % 3]);
                prop_assert_eq!((a.support, a.sensitivity, a.ppv, a.f1), (b.support, b.sensitivity, b.ppv, b.f1));
            }
        }

        #[test]
        fn every_interval_holds_its_figure_and_errors_agree(all in guesses(), seed: u64) {
            let scores = Scores::of(&all, &labels(), &alone(all.len()), seed);
            let classes = scores.classes.iter().flat_map(|c| [c.prevalence, c.sensitivity, c.specificity, c.ppv, c.npv, c.f1]);
            let figures = [scores.accuracy, scores.balanced_accuracy, scores.macro_f1, scores.kappa, scores.ece];
            for figure in figures.into_iter().chain(classes) {
                let Some([low, high]) = figure.interval else { continue };
                let value = figure.value.unwrap();
                prop_assert!(low <= value && value <= high, "{:?}", figure);
            }
            let claims: Vec<_> = all.iter().map(Guess::claim).collect();
            let slow = expected_error(&equal_width(&claims)).unwrap();
            prop_assert!((scores.ece.value.unwrap() - slow).abs() < 1e-12);
        }
    }
}
