//! Whether a model is right as often as it says: bins of confidence, and the error of calibration.

use serde::Serialize;

/// How many bins there are.
pub const BINS: usize = 15;

/// How sure a model was of its leading label, and whether that was right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// The leading label's probability.
    pub confidence: f64,
    /// Whether it was the true one.
    pub right: bool,
}

/// Answers of about the same confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Bin {
    /// The least confidence in it.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How many pictures.
    pub images: u64,
    /// Mean confidence; 0 in an empty bin.
    pub confidence: f64,
    /// The part that was right; 0 in an empty bin.
    pub accuracy: f64,
}

/// Bins of equal width from 0 to 1, empty ones too. Each holds its beginning, the last its end too.
pub fn equal_width(claims: &[Claim]) -> Vec<Bin> {
    let mut bins: Vec<Vec<Claim>> = vec![Vec::new(); BINS];
    for claim in claims {
        bins[place(claim.confidence)].push(*claim);
    }
    let edge = |at: usize| at as f64 / BINS as f64;
    bins.iter().enumerate().map(|(at, held)| Bin::of(edge(at), edge(at + 1), held)).collect()
}

/// Bins of about equally many pictures, none of them empty; answers of one and the same confidence
/// stand in one bin.
pub fn equal_mass(claims: &[Claim]) -> Vec<Bin> {
    let mut sorted = claims.to_vec();
    sorted.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
    let mut bins = Vec::new();
    let mut start = 0;
    for bin in 1..=BINS {
        let mut end = (bin * sorted.len()).div_ceil(BINS).max(start);
        while end > start && end < sorted.len() && same(sorted[end - 1], sorted[end]) {
            end += 1;
        }
        if let [first, .., last] | [first @ last] = &sorted[start..end] {
            bins.push(Bin::of(first.confidence, last.confidence, &sorted[start..end]));
        }
        start = end;
    }
    bins
}

/// Expected calibration error (Naeini et al. 2015): the mean distance of confidence and accuracy of
/// bins, weighted by their pictures. None without pictures.
pub fn expected_error(bins: &[Bin]) -> Option<f64> {
    let total: u64 = bins.iter().map(|bin| bin.images).sum();
    let gap = |bin: &Bin| (bin.confidence - bin.accuracy).abs() * bin.images as f64;
    (total > 0).then(|| bins.iter().map(gap).sum::<f64>() / total as f64)
}

/// The number of the bin of equal width that a confidence falls into.
pub fn place(confidence: f64) -> usize {
    ((confidence * BINS as f64) as usize).min(BINS - 1)
}

fn same(a: Claim, b: Claim) -> bool {
    a.confidence.total_cmp(&b.confidence).is_eq()
}

impl Bin {
    fn of(from: f64, to: f64, held: &[Claim]) -> Self {
        let images = held.len() as u64;
        let part = |sum: f64| if images == 0 { 0.0 } else { sum / images as f64 };
        let confidence = part(held.iter().map(|claim| claim.confidence).sum());
        let accuracy = part(held.iter().filter(|claim| claim.right).count() as f64);
        Self { from, to, images, confidence, accuracy }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn claims(of: &[(f64, bool)]) -> Vec<Claim> {
        of.iter().map(|&(confidence, right)| Claim { confidence, right }).collect()
    }

    #[test]
    fn the_error_is_the_weighted_gap_counted_by_hand() {
        let four = claims(&[(0.9, true), (0.9, false), (0.62, true), (1.0, true)]);
        // 0.9 twice, right once: a gap of 0.4; 0.62 right: 0.38; 1.0 right: 0.
        let bins = equal_width(&four);
        assert!((expected_error(&bins).unwrap() - (2.0 * 0.4 + 0.38) / 4.0).abs() < 1e-12);
        assert_eq!(bins.len(), BINS);
        assert_eq!((bins[13].images, bins[13].accuracy), (2, 0.5));
        assert_eq!(bins[14].images, 1, "the last bin holds 1");
    }

    #[test]
    fn who_is_right_as_often_as_said_has_no_error() {
        let honest: Vec<_> = (0..10).map(|at| (0.7, at < 7)).collect();
        assert!(expected_error(&equal_width(&claims(&honest))).unwrap() < 1e-12);
        assert!(expected_error(&equal_mass(&claims(&honest))).unwrap() < 1e-12);
        let boasting = claims(&[(1.0, false); 4]);
        assert_eq!(expected_error(&equal_width(&boasting)), Some(1.0));
    }

    #[test]
    fn nothing_has_no_error_and_equal_claims_are_not_torn_apart() {
        assert_eq!(expected_error(&equal_width(&[])), None);
        assert_eq!(equal_mass(&[]), []);
        let alike: Vec<_> = (0..40).map(|at| (0.8, at % 2 == 0)).collect();
        assert_eq!(equal_mass(&claims(&alike)).len(), 1);
        let spread: Vec<_> = (0..150).map(|at| (f64::from(at) / 150.0, true)).collect();
        let bins = equal_mass(&claims(&spread));
        assert!(bins.len() == BINS && bins.iter().all(|bin| bin.images == 10));
    }

    proptest! {
        #[test]
        fn an_error_is_between_0_and_1_and_no_picture_is_lost(
            drawn in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 1..200),
            turn in 0..200_usize,
        ) {
            let mut drawn = claims(&drawn);
            let errors = |of: &[Claim]| {
                [equal_width(of), equal_mass(of)].map(|bins| {
                    let counted: u64 = bins.iter().map(|bin| bin.images).sum();
                    assert_eq!(counted, of.len() as u64);
                    expected_error(&bins).unwrap()
                })
            };
            let before = errors(&drawn);
            prop_assert!(before.iter().all(|error| (0.0..=1.0).contains(error)));
            let turn = turn % drawn.len();
            drawn.rotate_left(turn);
            let after = errors(&drawn);
            prop_assert!(before.iter().zip(after).all(|(a, b)| (a - b).abs() < 1e-9));
        }
    }
}
