//! The average of the weights over the last steps (Polyak & Juditsky 1992, as an exponential average): steadier
//! than the weights of any one step, and what is validated and kept.

use candle_core::Result;

use super::parameters::{Parameters, Values};

/// The part of the average that stays at a step, once there were many.
const MOST: f64 = 0.999;

/// The part that stays at a step, counted from 1: less in the beginning, which is soon to be forgotten.
fn kept(step: u64) -> f64 {
    MOST.min((1.0 + step as f64) / (10.0 + step as f64))
}

/// Moves the average towards what the parameters are now.
///
/// # Errors
/// The device failed.
pub fn follow(average: &mut Values, parameters: &Parameters, step: u64) -> Result<()> {
    let kept = kept(step);
    for (name, value) in parameters.seen() {
        let moved = ((&average[name] * kept)? + (value * (1.0 - kept))?)?;
        average.insert(name.clone(), moved);
    }
    Ok(())
}
