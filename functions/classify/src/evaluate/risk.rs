//! How wrong a model is on the pictures that it is surest of: the risk–coverage curve (El-Yaniv and
//! Wiener 2010).

use serde::Serialize;

use super::reliability::Claim;

/// The most points of a curve.
const POINTS: usize = 100;

/// If only answers at least so sure were heard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RiskPoint {
    /// The least confidence that is heard.
    pub confidence: f64,
    /// The part of pictures that would be answered.
    pub coverage: f64,
    /// The part of answers that would be wrong.
    pub risk: f64,
}

/// The curve, from the surest answers to all of them. Equally sure answers are heard together.
pub fn curve(claims: &[Claim]) -> Vec<RiskPoint> {
    let mut sorted = claims.to_vec();
    sorted.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    let total = sorted.len();
    let (mut heard, mut wrong) = (0, 0);
    let mut points: Vec<RiskPoint> = Vec::new();
    for group in sorted.chunk_by(|a, b| a.confidence.total_cmp(&b.confidence).is_eq()) {
        heard += group.len();
        wrong += group.iter().filter(|claim| !claim.right).count();
        let coverage = heard as f64 / total as f64;
        let last = points.last().map_or(0.0, |point| point.coverage);
        if heard == total || coverage - last >= 1.0 / POINTS as f64 {
            let risk = wrong as f64 / heard as f64;
            points.push(RiskPoint { confidence: group[0].confidence, coverage, risk });
        }
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_ends_with_all_pictures_and_the_whole_error() {
        let claims = [(0.9, true), (0.5, false), (0.7, true), (0.7, false)]
            .map(|(confidence, right)| Claim { confidence, right });
        let points: Vec<_> =
            curve(&claims).iter().map(|p| (p.confidence, p.coverage, p.risk)).collect();
        assert_eq!(points, [(0.9, 0.25, 0.0), (0.7, 0.75, 1.0 / 3.0), (0.5, 1.0, 0.5)]);
        assert_eq!(curve(&[]), []);
    }

    #[test]
    fn a_curve_of_many_pictures_has_few_points() {
        let claims: Vec<_> =
            (0..5000).map(|at| Claim { confidence: f64::from(at) / 5e3, right: true }).collect();
        let points = curve(&claims);
        assert!(points.len() <= POINTS + 1, "{}", points.len());
        assert_eq!(points.last().map(|point| (point.coverage, point.risk)), Some((1.0, 0.0)));
    }
}
