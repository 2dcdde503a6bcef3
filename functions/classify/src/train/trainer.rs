//! The steps of a training.

use std::path::Path;

use candle_core::{Device, ModuleT, Tensor};

use super::average;
use super::checkpoint::{self, Epoch, Standing};
use super::error::TrainError;
use super::loss::cross_entropy;
use super::optimizer::AdamW;
use super::parameters::{Parameters, Values};
use super::schedule;
use super::settings::Settings;
use crate::hrnet::{HrNet, Variant};

/// A network that learns, and all that its next step depends on.
pub struct Trainer {
    settings: Settings,
    steps: u64,
    network: HrNet,
    parameters: Parameters,
    optimizer: AdamW,
    average: Values,
    best: Option<Values>,
    standing: Standing,
    on: Device,
}

impl Trainer {
    /// Before the first of so many steps. `run` tells this training from others.
    ///
    /// # Errors
    /// The device has no room.
    pub fn new(
        settings: &Settings,
        (variant, classes): (Variant, usize),
        parameters: Parameters,
        steps: u64,
        run: String,
        on: &Device,
    ) -> Result<Self, TrainError> {
        Ok(Self {
            settings: settings.clone(),
            steps,
            network: parameters.network(variant, classes, on)?,
            optimizer: AdamW::new(&parameters, settings.weight_decay)?,
            average: parameters.values()?,
            best: None,
            parameters,
            standing: Standing { step: 0, run, losses: 0.0, epochs: Vec::new() },
            on: on.clone(),
        })
    }

    /// Learns from a batch, images × 3 × edge × edge, and says the loss before it did.
    ///
    /// # Errors
    /// The device failed, or the loss is no number any more.
    pub fn step(&mut self, batch: &Tensor, labels: &[usize]) -> Result<f64, TrainError> {
        let rate = self.settings.learning_rate * schedule::rate(self.standing.step, self.steps);
        let logits = self.network.forward_t(batch, true)?;
        let loss = cross_entropy(&logits, labels, self.settings.smoothing)?;
        let figure = f64::from(loss.to_scalar::<f32>()?);
        if !figure.is_finite() {
            return Err(TrainError::Diverged(self.standing.step + 1));
        }
        let gradients = loss.backward()?;
        self.standing.step += 1;
        let step = self.standing.step;
        self.optimizer.step(&self.parameters, &gradients, rate, step)?;
        average::follow(&mut self.average, &self.parameters, step)?;
        self.standing.losses += figure;
        Ok(figure)
    }

    /// Ends an epoch of so many steps with what the averaged weights came to in validation, and keeps them if they
    /// were never better.
    pub fn end_epoch(&mut self, steps: u64, validation_loss: f64, accuracy: f64) -> Epoch {
        let loss = std::mem::take(&mut self.standing.losses) / steps as f64;
        let best = self.standing.epochs.iter().map(|epoch| epoch.validation_loss);
        if validation_loss < best.fold(f64::INFINITY, f64::min) || self.best.is_none() {
            self.best = Some(self.average.clone());
        }
        let epoch = Epoch { loss, validation_loss, accuracy };
        self.standing.epochs.push(epoch);
        epoch
    }

    /// Whether so many epochs went by without a better one.
    pub fn is_patience_over(&self) -> bool {
        let losses: Vec<f64> = self.epochs().iter().map(|epoch| epoch.validation_loss).collect();
        let best = best_of(&losses);
        best.is_some_and(|best| (losses.len() - 1 - best) as u64 >= self.settings.patience)
    }

    /// Steps done.
    pub fn steps_done(&self) -> u64 {
        self.standing.step
    }

    /// What the epochs so far came to.
    pub fn epochs(&self) -> &[Epoch] {
        &self.standing.epochs
    }

    /// The weights averaged over the last steps.
    pub fn average(&self) -> &Values {
        &self.average
    }

    /// The best averaged weights, or the present ones before any epoch has ended.
    pub fn best(&self) -> &Values {
        self.best.as_ref().unwrap_or(&self.average)
    }

    /// Writes all that the next step depends on.
    ///
    /// # Errors
    /// The disk did not take it.
    pub fn save(&self, path: &Path) -> Result<(), TrainError> {
        let values = self.parameters.values()?;
        let [first, second] = self.optimizer.state();
        let mut groups = vec![
            ("weights", &values),
            ("first", first),
            ("second", second),
            ("average", &self.average),
        ];
        groups.extend(self.best.as_ref().map(|best| ("best", best)));
        checkpoint::write(path, &groups, &self.standing)
            .map_err(|source| TrainError::Unwritable { path: path.to_owned(), source })
    }

    /// Goes on from where a training stood that was begun with the same settings and pictures.
    ///
    /// # Errors
    /// The file is damaged, or of another training.
    pub fn resume(&mut self, path: &Path) -> Result<(), TrainError> {
        let damaged = |problem: String| TrainError::Checkpoint { path: path.to_owned(), problem };
        let (mut groups, standing) = checkpoint::read(path, &self.on).map_err(damaged)?;
        if standing.run != self.standing.run {
            return Err(TrainError::OtherRun(path.to_owned()));
        }
        let mut group = |name: &str, like: &Values| {
            let values =
                groups.remove(name).ok_or_else(|| damaged(format!("there are no {name}")))?;
            let fits = values.len() == like.len()
                && like
                    .iter()
                    .all(|(name, v)| values.get(name).is_some_and(|w| w.dims() == v.dims()));
            if fits {
                Ok(values)
            } else {
                Err(damaged(format!("its {name} are of another network")))
            }
        };
        let weights = group("weights", &self.average)?;
        let average = group("average", &self.average)?;
        let [first, second] = self.optimizer.state();
        let state = [group("first", first)?, group("second", second)?];
        let best = match standing.epochs.is_empty() {
            true => None,
            false => Some(group("best", &self.average)?),
        };
        self.parameters.take(&weights)?;
        self.optimizer.restore(state);
        (self.average, self.best, self.standing) = (average, best, standing);
        Ok(())
    }
}

/// The place of the smallest.
pub fn best_of(losses: &[f64]) -> Option<usize> {
    (0..losses.len()).min_by(|a, b| losses[*a].total_cmp(&losses[*b]))
}
