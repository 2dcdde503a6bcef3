//! Linear discriminant analysis (Fisher 1936): the classifier that the colour baseline is.
//!
//! One mean for each label and one covariance for all, pulled towards the identity so that few
//! pictures or figures without spread do no harm. No chance and no tuning: the same pictures give
//! the same classifier.

/// How much of the identity is added to the covariance of standardized figures.
const RIDGE: f64 = 0.01;

/// A linear classifier.
#[derive(Clone, Debug)]
pub struct Discriminant {
    /// What is taken off each figure, and what it is divided by.
    standard: Vec<(f64, f64)>,
    /// Weights and offset of each label; none for one that nothing was learned of.
    labels: Vec<Option<(Vec<f64>, f64)>>,
}

impl Discriminant {
    /// Learns from figures and their labels; none from nothing.
    pub fn fit(examples: &[(&[f64], usize)], labels: usize) -> Option<Self> {
        let width = examples.first()?.0.len();
        let standard = standards(examples, width);
        let examples: Vec<(Vec<f64>, usize)> =
            examples.iter().map(|(figures, label)| (apply(&standard, figures), *label)).collect();
        let means = means(&examples, labels, width);
        let factor = cholesky(covariance(&examples, &means, width));
        let learned = |(mean, count): &(Vec<f64>, usize)| {
            (*count > 0).then(|| {
                let weights = solve(&factor, mean);
                let prior = (*count as f64 / examples.len() as f64).ln();
                let offset = prior - dot(&weights, mean) / 2.0;
                (weights, offset)
            })
        };
        Some(Self { labels: means.iter().map(learned).collect(), standard })
    }

    /// The probability of each label; 0 for those that nothing was learned of.
    pub fn probabilities(&self, figures: &[f64]) -> Vec<f64> {
        let figures = apply(&self.standard, figures);
        let score = |label: &Option<(Vec<f64>, f64)>| match label {
            Some((weights, offset)) => dot(weights, &figures) + offset,
            None => f64::NEG_INFINITY,
        };
        let scores: Vec<f64> = self.labels.iter().map(score).collect();
        let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let powers: Vec<f64> = scores.iter().map(|score| (score - greatest).exp()).collect();
        let total: f64 = powers.iter().sum();
        powers.iter().map(|power| power / total).collect()
    }
}

fn standards(examples: &[(&[f64], usize)], width: usize) -> Vec<(f64, f64)> {
    let count = examples.len() as f64;
    let of = |at: usize| {
        let mean = examples.iter().map(|(figures, _)| figures[at]).sum::<f64>() / count;
        let squares = examples.iter().map(|(figures, _)| (figures[at] - mean).powi(2)).sum::<f64>();
        // Rounding leaves a trace of spread in a figure that is always the same.
        let deviation = (squares / count).sqrt();
        (mean, if deviation > 1e-9 { deviation } else { 1.0 })
    };
    (0..width).map(of).collect()
}

fn apply(standard: &[(f64, f64)], figures: &[f64]) -> Vec<f64> {
    figures
        .iter()
        .zip(standard)
        .map(|(figure, (mean, deviation))| (figure - mean) / deviation)
        .collect()
}

/// Each label's mean, and of how many examples.
fn means(examples: &[(Vec<f64>, usize)], labels: usize, width: usize) -> Vec<(Vec<f64>, usize)> {
    let mut means = vec![(vec![0.0; width], 0); labels];
    for (figures, label) in examples {
        let (sums, count) = &mut means[*label];
        sums.iter_mut().zip(figures).for_each(|(sum, figure)| *sum += figure);
        *count += 1;
    }
    for (sums, count) in &mut means {
        sums.iter_mut().for_each(|sum| *sum /= (*count).max(1) as f64);
    }
    means
}

/// Covariance within labels, with the ridge; the lower half is filled.
fn covariance(
    examples: &[(Vec<f64>, usize)],
    means: &[(Vec<f64>, usize)],
    width: usize,
) -> Vec<Vec<f64>> {
    let mut matrix = vec![vec![0.0; width]; width];
    for (figures, label) in examples {
        let mean = &means[*label].0;
        let off: Vec<f64> = figures.iter().zip(mean).map(|(figure, mean)| figure - mean).collect();
        for (at, row) in matrix.iter_mut().enumerate() {
            row[..=at].iter_mut().zip(&off).for_each(|(sum, other)| *sum += off[at] * other);
        }
    }
    for (at, row) in matrix.iter_mut().enumerate() {
        row.iter_mut().for_each(|sum| *sum /= examples.len() as f64);
        row[at] += RIDGE;
    }
    matrix
}

/// The lower triangle L with L·Lᵀ = matrix. The ridge makes it positive definite.
fn cholesky(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for row in 0..matrix.len() {
        for column in 0..=row {
            let known = dot(&matrix[row][..column], &matrix[column][..column]);
            let rest = matrix[row][column] - known;
            matrix[row][column] = if row == column {
                rest.max(f64::MIN_POSITIVE).sqrt()
            } else {
                rest / matrix[column][column]
            };
        }
    }
    matrix
}

/// x with L·Lᵀ·x = b.
fn solve(factor: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut x = b.to_vec();
    for at in 0..x.len() {
        x[at] = (x[at] - dot(&factor[at][..at], &x[..at])) / factor[at][at];
    }
    for at in (0..x.len()).rev() {
        let known: f64 = (at + 1..x.len()).map(|below| factor[below][at] * x[below]).sum();
        x[at] = (x[at] - known) / factor[at][at];
    }
    x
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        let factor = cholesky(vec![vec![4.0, 0.0], vec![2.0, 3.0]]);
        let x = solve(&factor, &[8.0, 7.0]);
        assert!((x[0] - 1.25).abs() < 1e-12 && (x[1] - 1.5).abs() < 1e-12, "{x:?}");
    }

    #[test]
    fn what_lies_apart_is_told_apart() {
        let points: Vec<([f64; 2], usize)> = (0..60)
            .map(|at| {
                let along = f64::from(at) / 10.0;
                // Two long clouds side by side: neither figure alone tells them apart.
                ([along, along + if at % 2 == 0 { 0.3 } else { -0.3 }], at as usize % 2)
            })
            .collect();
        let examples: Vec<(&[f64], usize)> = points.iter().map(|(p, l)| (&p[..], *l)).collect();
        let learned = Discriminant::fit(&examples, 3).unwrap();
        for (figures, label) in &examples {
            let told = learned.probabilities(figures);
            assert!(told[*label] > 0.5 && told[2] == 0.0, "{told:?}");
            assert!((told.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn without_spread_the_commoner_label_is_told() {
        let same: Vec<(&[f64], usize)> = vec![(&[7.0], 0), (&[7.0], 1), (&[7.0], 1), (&[7.0], 1)];
        let told = Discriminant::fit(&same, 2).unwrap().probabilities(&[7.0]);
        assert!((told[1] - 0.75).abs() < 1e-12);
        assert!(Discriminant::fit(&[], 2).is_none());
    }
}
