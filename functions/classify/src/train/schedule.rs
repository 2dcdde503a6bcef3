//! The learning rate over a training: up in a line, then down as a cosine (Loshchilov & Hutter 2017).

/// The part of all steps in which it goes up.
const WARM_UP: f64 = 0.05;

/// The part of the highest rate that the last step has.
const LAST: f64 = 0.01;

/// The rate of a step, counted from 0, of so many, as a part of the highest.
pub fn rate(step: u64, of: u64) -> f64 {
    let warm_up = (WARM_UP * of as f64).ceil().max(1.0);
    let step = step as f64;
    if step < warm_up {
        return (step + 1.0) / warm_up;
    }
    let way = ((step - warm_up) / (of as f64 - 1.0 - warm_up).max(1.0)).min(1.0);
    LAST + (1.0 - LAST) * (1.0 + (std::f64::consts::PI * way).cos()) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_rises_to_the_whole_and_falls_to_the_last_part() {
        let rates: Vec<f64> = (0..100).map(|step| rate(step, 100)).collect();
        assert_eq!(rates[..5], [0.2, 0.4, 0.6, 0.8, 1.0]);
        assert!(rates[5..].windows(2).all(|pair| pair[1] < pair[0]));
        assert!((rates[99] - LAST).abs() < 1e-12);
        assert_eq!(rate(0, 1), 1.0, "one step is a whole one");
    }
}
