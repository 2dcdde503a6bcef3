//! The epochs of a training: batches made, steps taken, validated, kept.

use std::path::Path;
use std::time::{Duration, Instant};

use candle_core::{Device, ModuleT, Tensor};
use rayon::prelude::*;

use super::augment::augment;
use super::checkpoint::Epoch;
use super::error::TrainError;
use super::parameters::{Parameters, Values};
use super::pictures::Picture;
use super::sampler;
use super::settings::Settings;
use super::trainer::Trainer;
use crate::calibrate::Answer;
use crate::hrnet::{FusedHrNet, Variant};
use crate::pack::Input;
use crate::precision::Precision;
use crate::random::Random;

/// How much work may be lost.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(300);

/// How far a training is.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// Reading pictures: so many of so many.
    Reading(usize, usize),
    /// A step is done.
    Step {
        /// Counted from 1, over all epochs.
        step: u64,
        /// All there may be.
        of: u64,
        /// The loss of its batch.
        loss: f64,
        /// How long it took.
        seconds: f64,
    },
    /// An epoch is done, counted from 1.
    Epoch(u64, Epoch),
    /// The new pack is measured: so many pictures of so many.
    Measuring(usize, usize),
}

/// The pictures of both sides and what the network is.
pub struct Fit<'a> {
    /// How.
    pub settings: &'a Settings,
    /// What is built.
    pub variant: Variant,
    /// How many labels there are.
    pub classes: usize,
    /// How pictures become input.
    pub input: &'a Input,
    /// What is learned from.
    pub training: &'a [&'a Picture],
    /// What is looked at after each epoch.
    pub validation: &'a [&'a Picture],
    /// What computes.
    pub on: Device,
}

impl Fit<'_> {
    /// Steps of an epoch: as many pictures are shown as there are, the last batch filled up.
    pub fn steps(&self) -> u64 {
        self.training.len().div_ceil(self.settings.batch) as u64
    }

    /// A trainer before its first step.
    ///
    /// # Errors
    /// The device has no room.
    pub fn trainer(&self, from: Option<&Values>, run: String) -> Result<Trainer, TrainError> {
        let Settings { seed, epochs, .. } = *self.settings;
        let parameters = Parameters::drawn(self.variant, self.classes, seed, &self.on)?;
        if let Some(from) = from {
            parameters.take(from)?;
        }
        let what = (self.variant, self.classes);
        Trainer::new(self.settings, what, parameters, epochs * self.steps(), run, &self.on)
    }

    /// Trains to the end, from wherever the trainer stands; the checkpoint follows.
    ///
    /// # Errors
    /// The device or the disk failed, or the loss is no number any more.
    pub fn run(
        &self,
        trainer: &mut Trainer,
        checkpoint: &Path,
        progress: &mut impl FnMut(Progress),
    ) -> Result<(), TrainError> {
        let (steps, of) = (self.steps(), self.settings.epochs * self.steps());
        let mut saved = Instant::now();
        while trainer.steps_done() < of && !trainer.is_patience_over() {
            let began = Instant::now();
            let (epoch, place) = (trainer.steps_done() / steps, trainer.steps_done() % steps);
            let (batch, labels) = self.batch(epoch, place)?;
            let loss = trainer.step(&batch, &labels)?;
            let seconds = began.elapsed().as_secs_f64();
            progress(Progress::Step { step: trainer.steps_done(), of, loss, seconds });
            let ended = place + 1 == steps;
            if ended {
                let answers = self.answers(trainer.average())?;
                let (loss, accuracy) = judged(&answers);
                progress(Progress::Epoch(epoch + 1, trainer.end_epoch(steps, loss, accuracy)));
            }
            if ended || saved.elapsed() >= CHECKPOINT_EVERY {
                trainer.save(checkpoint)?;
                saved = Instant::now();
            }
        }
        Ok(())
    }

    /// A batch and its labels: follows from seed, epoch and place, whoever makes it and on how many threads.
    ///
    /// # Errors
    /// The device has no room.
    pub fn batch(&self, epoch: u64, place: u64) -> Result<(Tensor, Vec<usize>), TrainError> {
        let Settings { seed, batch, .. } = *self.settings;
        let labels: Vec<usize> = self.training.iter().map(|of| of.sample.label).collect();
        let shown = self.steps() as usize * batch;
        let mut random = Random::of(&[seed, epoch, u64::MAX]);
        let order = sampler::order(&labels, self.classes, shown, &mut random);
        let from = place as usize * batch;
        let chosen = &order[from..from + batch];
        let inputs: Vec<Vec<f32>> = (chosen.par_iter().enumerate())
            .map(|(at, picture)| {
                let mut random = Random::of(&[seed, epoch, (from + at) as u64]);
                self.input.normalize_levels(&augment(&self.training[*picture].square, &mut random))
            })
            .collect();
        let size = self.input.size as usize;
        let tensor = Tensor::from_vec(inputs.concat(), (batch, 3, size, size), &self.on)?;
        Ok((tensor, chosen.iter().map(|picture| labels[*picture]).collect()))
    }

    /// What a network with these weights says of the validation pictures.
    ///
    /// # Errors
    /// The device failed.
    pub fn answers(&self, weights: &Values) -> Result<Vec<Answer>, TrainError> {
        let parameters = Parameters::drawn(self.variant, self.classes, 0, &self.on)?;
        parameters.take(weights)?;
        let network = parameters.network(self.variant, self.classes, &self.on)?;
        let fused = match self.on {
            Device::Cpu => Some(FusedHrNet::new(&network, Precision::F32)?),
            _ => None,
        };
        let size = self.input.size as usize;
        let mut answers = Vec::with_capacity(self.validation.len());
        for chunk in self.validation.chunks(self.settings.batch) {
            let inputs: Vec<Vec<f32>> =
                chunk.par_iter().map(|of| self.input.normalize(&of.square)).collect();
            let x = Tensor::from_vec(inputs.concat(), (chunk.len(), 3, size, size), &self.on)?;
            let logits = match &fused {
                Some(fused) => fused.forward(&x)?,
                None => network.forward_t(&x, false)?.detach(),
            };
            let labels = chunk.iter().map(|of| of.sample.label);
            answers.extend(logits.to_vec2::<f32>()?.into_iter().zip(labels));
        }
        Ok(answers)
    }
}

/// Mean negative logarithm of the true label's probability, and the part that was right.
pub fn judged(answers: &[Answer]) -> (f64, f64) {
    let loss = crate::calibrate::negative_log_likelihood(answers, 1.0);
    (loss, right(answers) as f64 / answers.len() as f64)
}

/// How many leading labels were right.
pub fn right(answers: &[Answer]) -> usize {
    let leads = |(logits, truth): &&Answer| {
        (0..logits.len()).max_by(|a, b| logits[*a].total_cmp(&logits[*b])) == Some(*truth)
    };
    answers.iter().filter(leads).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use domain::ids::Sha256;
    use image::{Rgb, RgbImage};

    use super::*;
    use crate::appearance::Appearance;
    use crate::labelled::Sample;
    use crate::pack::Resize;

    fn picture(at: u8) -> Picture {
        let square = RgbImage::from_fn(32, 32, |x, y| Rgb([x as u8 * 7, y as u8 * 7, at * 20]));
        Picture {
            sample: Sample {
                file: "none".into(),
                name: "none".to_owned(),
                label: usize::from(at % 2),
                patient: None,
            },
            digest: Sha256([at; 32]),
            edges: (32, 32),
            appearance: Appearance::of(&square),
            square,
        }
    }

    #[test]
    fn a_batch_follows_from_seed_epoch_and_place_whatever_the_threads() {
        let pictures: Vec<Picture> = (0..6).map(picture).collect();
        let training: Vec<&Picture> = pictures.iter().collect();
        let settings = Settings {
            architecture: "hrnet_w18_small".to_owned(),
            size: 32,
            epochs: 2,
            batch: 4,
            learning_rate: 1e-3,
            weight_decay: 0.0,
            smoothing: 0.0,
            patience: 1,
            validation: 0.2,
            seed: 9,
        };
        let input =
            Input { size: 32, resize: Resize::Stretch, mean: [0.5; 3], deviation: [0.2; 3] };
        let fit = Fit {
            settings: &settings,
            variant: Variant::W18Small,
            classes: 2,
            input: &input,
            training: &training,
            validation: &training,
            on: Device::Cpu,
        };
        let batch = |threads: usize, epoch: u64, place: u64| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let (x, labels) = pool.install(|| fit.batch(epoch, place)).unwrap();
            (x.flatten_all().unwrap().to_vec1::<f32>().unwrap(), labels)
        };
        assert_eq!(fit.steps(), 2);
        assert_eq!(batch(1, 0, 1), batch(3, 0, 1));
        assert_ne!(batch(1, 0, 1), batch(1, 1, 1));
        assert_eq!(batch(1, 0, 0).1.iter().sum::<usize>(), 2, "both classes alike");
    }
}
