//! Chance: ChaCha8, whose output is fixed by its specification. The key says whose draw it is, so that
//! nothing depends on the order in which fields are drawn, or on how many threads draw.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use crate::label::Label;

/// What is drawn. Each has a stream of its own: one more draw here moves nothing elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The patient's blood.
    Blood = 1,
    /// Which cells lie where in a field.
    Cells = 2,
    /// How the slide took the stain.
    Stain = 3,
    /// Lamp, lens and sensor.
    Camera = 4,
    /// How thick the smear is, and whether the field is centred on a white cell.
    Framing = 5,
    /// Specks on the slide.
    Artefacts = 6,
}

/// Whose draws they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Of the whole set.
    pub seed: u64,
    /// Number of the patient within the label.
    pub patient: u32,
    /// Number of the field; none for what all fields of a patient share.
    pub field: Option<u32>,
}

impl Key {
    /// What all fields of the patient share.
    pub fn of_patient(self) -> Self {
        Self { field: None, ..self }
    }

    /// Draws that know nothing of the label: equal for the same patient and field of all labels.
    pub fn shared(self, purpose: Purpose) -> Rng {
        self.stream(purpose, 0)
    }

    /// Draws for a label.
    pub fn of_label(self, purpose: Purpose, label: Label) -> Rng {
        self.stream(purpose, 1 + label as u32)
    }

    fn stream(self, purpose: Purpose, label: u32) -> Rng {
        let field = self.field.map_or(0, |field| field.saturating_add(1));
        let mut key = [0; 32];
        key[..8].copy_from_slice(&self.seed.to_le_bytes());
        for (part, word) in key[8..].chunks_mut(4).zip([self.patient, field, purpose as u32, label])
        {
            part.copy_from_slice(&word.to_le_bytes());
        }
        Rng(ChaCha8Rng::from_seed(key))
    }
}

/// A stream of draws.
#[derive(Debug, Clone)]
pub struct Rng(ChaCha8Rng);

impl Rng {
    /// The draws of one cell.
    pub fn of_cell(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// From 0 up to, not including, 1: multiples of 2⁻²⁴, which `f32` holds exactly.
    pub fn share(&mut self) -> f32 {
        (self.0.next_u32() >> 8) as f32 / 16_777_216.0
    }

    /// Evenly between two values.
    pub fn within(&mut self, [low, high]: [f32; 2]) -> f32 {
        low + (high - low) * self.share()
    }

    /// Evenly on a logarithmic scale.
    pub fn within_log(&mut self, [low, high]: [f32; 2]) -> f32 {
        libm::expf(self.within([libm::logf(low), libm::logf(high)]))
    }

    /// Whether something of that probability happens.
    pub fn chance(&mut self, probability: f32) -> bool {
        self.share() < probability
    }

    /// Normally distributed; as a sum of twelve, so never further than six deviations.
    pub fn normal(&mut self, mean: f32, deviation: f32) -> f32 {
        let sum: f32 = (0..12).map(|_| self.share()).sum();
        mean + deviation * (sum - 6.0)
    }

    /// A whole number from the first to the last.
    pub fn whole(&mut self, first: u32, last: u32) -> u32 {
        first + (self.share() * (last - first + 1) as f32) as u32
    }

    /// An angle.
    pub fn angle(&mut self) -> f32 {
        self.within([0.0, std::f32::consts::TAU])
    }

    /// How many of something there are when there are `mean` in the mean: Poisson's, by Knuth's product.
    pub fn count(&mut self, mean: f32) -> u32 {
        let limit = libm::exp(-f64::from(mean));
        let mut product = f64::from(self.share());
        let mut count = 0;
        while product > limit {
            product *= f64::from(self.share());
            count += 1;
        }
        count
    }

    /// One of several by weight.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<T: Copy>(&mut self, weighted: &[(T, f32)]) -> T {
        let all: f32 = weighted.iter().map(|(_, weight)| weight).sum();
        let mut left = self.share() * all;
        for (one, weight) in weighted {
            left -= weight;
            if left < 0.0 {
                return *one;
            }
        }
        weighted.last().expect("there is something to pick from").0
    }
}
