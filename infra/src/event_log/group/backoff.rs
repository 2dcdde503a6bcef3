//! How long to wait before a retry.

use std::time::Duration;

/// The wait before the retry after `retries` earlier ones: `min` doubled each time up to `max`, and
/// up to a quarter more or less, so that what failed together does not come back together.
pub(in super::super) fn wait(min: Duration, max: Duration, retries: u32) -> Duration {
    let factor = 2u32.saturating_pow(retries);
    let base = min.saturating_mul(factor).min(max);
    base.mul_f64(0.75 + 0.5 * fraction())
}

/// Somewhere between 0 and 1; in the middle when the system has no randomness to give.
fn fraction() -> f64 {
    getrandom::u32().map_or(0.5, |random| f64::from(random) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wait_is_about_twice_as_long_up_to_the_longest() {
        let (min, max) = (Duration::from_millis(100), Duration::from_secs(1));
        for (retries, base) in [(0, 100), (1, 200), (2, 400), (3, 800), (4, 1000), (99, 1000)] {
            let quarter = base / 4;
            for _ in 0..100 {
                let wait = wait(min, max, retries).as_millis();
                assert!((base - quarter..=base + quarter).contains(&wait), "{retries}: {wait}");
            }
        }
    }

    #[test]
    fn waits_differ() {
        let second = Duration::from_secs(1);
        let waits: std::collections::HashSet<_> =
            (0..20).map(|_| wait(second, second, 0)).collect();
        assert!(waits.len() > 10);
    }
}
