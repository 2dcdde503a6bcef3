//! AdamW (Loshchilov & Hutter 2019) whose state can be kept and taken up again.

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor};

use super::parameters::{Parameters, Values};

const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const EPSILON: f64 = 1e-8;

/// The state: what gradients and their squares were lately, on average.
pub struct AdamW {
    first: Values,
    second: Values,
    decay: f64,
}

impl AdamW {
    /// Before the first step. `decay` is for weights with two dimensions or more: not for biases, nor for
    /// what normalizations multiply by.
    ///
    /// # Errors
    /// The device has no room.
    pub fn new(parameters: &Parameters, decay: f64) -> Result<Self> {
        let zeros = || {
            let zero = |(name, var): (&String, &candle_core::Var)| {
                Ok((name.clone(), Tensor::zeros(var.shape(), var.dtype(), var.device())?))
            };
            parameters.learned().map(zero).collect::<Result<Values>>()
        };
        Ok(Self { first: zeros()?, second: zeros()?, decay })
    }

    /// Changes the parameters against their gradients; `step` is counted from 1.
    ///
    /// # Errors
    /// The device failed.
    pub fn step(
        &mut self,
        parameters: &Parameters,
        gradients: &GradStore,
        rate: f64,
        step: u64,
    ) -> Result<()> {
        let step = i32::try_from(step).unwrap_or(i32::MAX);
        let (whole1, whole2) = (1.0 - BETA1.powi(step), 1.0 - BETA2.powi(step));
        for (name, var) in parameters.learned() {
            let Some(gradient) = gradients.get(var.as_tensor()) else { continue };
            let gradient = gradient.detach();
            let first = ((&self.first[name] * BETA1)? + (&gradient * (1.0 - BETA1))?)?;
            let second = ((&self.second[name] * BETA2)? + (gradient.sqr()? * (1.0 - BETA2))?)?;
            let size = ((&second / whole2)?.sqrt()? + EPSILON)?;
            let change = ((&first * (rate / whole1))? / size)?;
            let now = var.as_detached_tensor();
            let kept = if now.rank() >= 2 { (&now * (1.0 - rate * self.decay))? } else { now };
            var.set(&(kept - change)?)?;
            self.first.insert(name.clone(), first);
            self.second.insert(name.clone(), second);
        }
        Ok(())
    }

    /// The averages of gradients and of their squares.
    pub fn state(&self) -> [&Values; 2] {
        [&self.first, &self.second]
    }

    /// Takes a state up again.
    pub fn restore(&mut self, [first, second]: [Values; 2]) {
        (self.first, self.second) = (first, second);
    }
}
