//! Wilson's interval: a count with what chance alone leaves open.

use serde::Serialize;

/// A part of pictures, with Wilson's 95 % interval (1927).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Proportion {
    /// So many,
    pub count: u64,
    /// of so many.
    pub of: u64,
    /// The part; none of nothing.
    pub share: Option<f64>,
    /// Where it lies with 95 % confidence if pictures are independent.
    pub interval: [f64; 2],
}

impl Proportion {
    /// So many of so many.
    pub fn new(count: u64, of: u64) -> Self {
        let share = super::confusion::share(count, of);
        Self { count, of, share, interval: wilson(count, of) }
    }
}

/// Wilson's interval of so many of so many.
pub(super) fn wilson(right: u64, of: u64) -> [f64; 2] {
    if of == 0 {
        return [0.0, 1.0];
    }
    let (n, z) = (of as f64, 1.959_963_985);
    let p = right as f64 / n;
    let middle = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    // None and all are at the very edge, where rounding would leave them just off it.
    let low = if right == 0 { 0.0 } else { ((middle - half) / scale).max(0.0) };
    let high = if right == of { 1.0 } else { ((middle + half) / scale).min(1.0) };
    [low, high]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_pictures_leave_much_open() {
        let near =
            |[a, b]: [f64; 2], [c, d]: [f64; 2]| (a - c).abs() < 1e-4 && (b - d).abs() < 1e-4;
        assert!(near(wilson(10, 10), [0.7225, 1.0]));
        assert!(near(wilson(50, 100), [0.4038, 0.5962]));
        assert_eq!(wilson(0, 0), [0.0, 1.0]);
        assert!((1..200).all(|of| wilson(0, of)[0] == 0.0 && wilson(of, of)[1] == 1.0));
        assert_eq!(Proportion::new(0, 0).share, None);
    }
}
