//! Intervals by resampling (Efron 1979): what other pictures of the same kind might have given.
//!
//! What is drawn is a *unit*: a patient with all pictures when the data names patients (pictures of
//! one patient are alike, and counting them as independent would promise too much), else a picture.

use serde::Serialize;

use super::interval::wilson;
use crate::random::Random;

/// How often units are drawn anew.
pub const RESAMPLES: usize = 2_000;

/// The part of resamples in which a figure must be defined for its interval to mean anything.
const DEFINED: f64 = 0.95;

/// A measured figure with its 95 % interval. Not defined is `null`, never 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Figure {
    /// What was measured; none when it is not defined for these pictures.
    pub value: Option<f64>,
    /// Where it lies with 95 % confidence: percentiles of resamples, widened to hold the figure
    /// itself, for resampling moves some figures (an error of calibration grows). None when too few
    /// resamples define it, or when all of them agree: that shows no spread, not certainty.
    pub interval: Option<[f64; 2]>,
}

/// Figures with intervals. `measure` gets how often each picture counts and answers the same
/// figures in the same order each time; the same seed draws the same on every machine.
pub fn bootstrap(
    units: &[Vec<usize>],
    pictures: usize,
    seed: u64,
    measure: impl Fn(&[u64]) -> Vec<Option<f64>>,
) -> Vec<Figure> {
    let whole = measure(&vec![1; pictures]);
    let mut drawn: Vec<Vec<f64>> = vec![Vec::with_capacity(RESAMPLES); whole.len()];
    let mut random = Random(seed);
    let mut times = vec![0; pictures];
    // One unit is all there is: drawing it again and again would show no spread where most is open.
    let resamples = if units.len() > 1 { RESAMPLES } else { 0 };
    for _ in 0..resamples {
        times.fill(0);
        for _ in units {
            for &picture in &units[random.below(units.len())] {
                times[picture] += 1;
            }
        }
        for (values, value) in drawn.iter_mut().zip(measure(&times)) {
            values.extend(value);
        }
    }
    whole.into_iter().zip(drawn).map(|(value, drawn)| Figure::of(value, drawn)).collect()
}

impl Figure {
    fn of(value: Option<f64>, mut drawn: Vec<f64>) -> Self {
        let enough = drawn.len() as f64 >= DEFINED * RESAMPLES as f64;
        let interval = value.filter(|_| enough).map(|value| {
            drawn.sort_by(f64::total_cmp);
            [percentile(&drawn, 0.025).min(value), percentile(&drawn, 0.975).max(value)]
        });
        let interval = interval.filter(|[low, high]| low < high);
        Self { value, interval }
    }

    /// The same for a proportion of pictures that so many units hold: one that is 0 or 1 in every
    /// resample gets Wilson's interval of the units.
    pub fn or_wilson(self, units: u64) -> Self {
        let edge = self.value.filter(|value| units > 1 && (*value == 0.0 || *value == 1.0));
        let wilson = edge.map(|value| wilson(if value == 0.0 { 0 } else { units }, units));
        Self { interval: self.interval.or(wilson), ..self }
    }
}

/// Between the two values round it, as far as it lies from either.
fn percentile(sorted: &[f64], part: f64) -> f64 {
    let place = part * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    low + (high - low) * place.fract()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The share of true ones among those that count.
    fn share(of: &[bool], times: &[u64]) -> Vec<Option<f64>> {
        let total: u64 = times.iter().sum();
        let right: u64 = of.iter().zip(times).filter(|(right, _)| **right).map(|(_, n)| n).sum();
        vec![(total > 0).then(|| right as f64 / total as f64)]
    }

    fn each_alone(pictures: usize) -> Vec<Vec<usize>> {
        (0..pictures).map(|at| vec![at]).collect()
    }

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        let mut random = Random(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
        assert!((0..1000).all(|_| random.below(3) < 3));
    }

    #[test]
    fn a_share_has_the_interval_that_theory_gives_it() {
        let right: Vec<bool> = (0..400).map(|at| at % 5 != 0).collect();
        let figure = bootstrap(&each_alone(400), 400, 1, |times| share(&right, times))[0];
        let [low, high] = figure.interval.unwrap();
        let half = 1.96 * (0.8_f64 * 0.2 / 400.0).sqrt();
        assert!((low - (0.8 - half)).abs() < 0.01 && (high - (0.8 + half)).abs() < 0.01);
    }

    #[test]
    fn pictures_of_one_patient_tell_less_than_pictures_of_many() {
        // Ten patients with forty pictures each, of which all are right or all are wrong.
        let right: Vec<bool> = (0..400).map(|at| at / 40 % 5 != 0).collect();
        let patients: Vec<Vec<usize>> =
            (0..10).map(|patient| (patient * 40..(patient + 1) * 40).collect()).collect();
        let width = |units: &[Vec<usize>]| {
            let [low, high] =
                bootstrap(units, 400, 1, |times| share(&right, times))[0].interval.unwrap();
            high - low
        };
        assert!(width(&patients) > 3.0 * width(&each_alone(400)));
        assert_eq!(
            bootstrap(&[(0..400).collect()], 400, 1, |t| share(&right, t))[0].interval,
            None
        );
    }

    #[test]
    fn what_is_seldom_defined_has_no_interval() {
        // Defined only when the first of fifty is drawn: in 64 % of resamples.
        let seldom = |times: &[u64]| vec![(times[0] > 0).then_some(1.0), None];
        let figures = bootstrap(&each_alone(50), 50, 1, seldom);
        assert_eq!(figures[0], Figure { value: Some(1.0), interval: None });
        assert_eq!(figures[1], Figure::default());
    }

    #[test]
    fn what_never_failed_here_may_fail_elsewhere() {
        let always = bootstrap(&each_alone(10), 10, 1, |times| share(&[true; 10], times))[0];
        assert_eq!(always, Figure { value: Some(1.0), interval: None });
        let [low, high] = always.or_wilson(10).interval.unwrap();
        assert!((low - 0.7225).abs() < 1e-4 && high == 1.0);
        assert_eq!(always.or_wilson(1).interval, None);
        assert_eq!(Figure { value: Some(0.5), interval: None }.or_wilson(10).interval, None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]
        #[test]
        fn an_interval_holds_its_figure_and_a_seed_draws_the_same(
            mut right in prop::collection::vec(any::<bool>(), 2..60), seed: u64,
        ) {
            // Where all are alike no resample differs.
            (right[0], right[1]) = (true, false);
            let units = each_alone(right.len());
            let drawn = || bootstrap(&units, right.len(), seed, |times| share(&right, times));
            let figure = drawn()[0];
            let ([low, high], value) = (figure.interval.unwrap(), figure.value.unwrap());
            prop_assert!(low <= value && value <= high && (0.0..=1.0).contains(&low) && high <= 1.0);
            prop_assert_eq!(drawn(), vec![figure]);
        }
    }
}
