//! What absorbs light in a Romanowsky smear, as optical density (decadic, of linear light) in red, green
//! and blue. Densities add where cells lie over each other: Beer and Lambert.

use std::ops::{Add, Mul};

use crate::rng::Rng;

/// Amounts of what is stained; 1 is a typical full amount.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Dyes {
    /// Haemoglobin with eosin: salmon.
    pub haemoglobin: f32,
    /// Azure on DNA: purple.
    pub dna: f32,
    /// Azure on RNA: the blue of basophilic cytoplasm.
    pub rna: f32,
    /// Pale pink cytoplasm.
    pub pink: f32,
    /// Azurophil granules and Auer rods: red-purple.
    pub magenta: f32,
    /// Eosinophil granules: orange.
    pub orange: f32,
    /// Basophil granules: black-purple.
    pub violet: f32,
}

impl Dyes {
    /// Nothing.
    pub const NONE: Self =
        Self { haemoglobin: 0., dna: 0., rna: 0., pink: 0., magenta: 0., orange: 0., violet: 0. };

    fn amounts(self) -> [f32; 7] {
        let Self { haemoglobin, dna, rna, pink, magenta, orange, violet } = self;
        [haemoglobin, dna, rna, pink, magenta, orange, violet]
    }
}

impl Mul<f32> for Dyes {
    type Output = Self;
    fn mul(self, by: f32) -> Self {
        Self {
            haemoglobin: self.haemoglobin * by,
            dna: self.dna * by,
            rna: self.rna * by,
            pink: self.pink * by,
            magenta: self.magenta * by,
            orange: self.orange * by,
            violet: self.violet * by,
        }
    }
}

impl Add for Dyes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            haemoglobin: self.haemoglobin + other.haemoglobin,
            dna: self.dna + other.dna,
            rna: self.rna + other.rna,
            pink: self.pink + other.pink,
            magenta: self.magenta + other.magenta,
            orange: self.orange + other.orange,
            violet: self.violet + other.violet,
        }
    }
}

/// How one slide took the stain: the density of each dye in each channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Stain {
    vectors: [[f32; 3]; 7],
}

/// Typical slides, in the order of [`Dyes`]. Estimated by eye from real smears.
const TYPICAL: [[f32; 3]; 7] = [
    [0.165, 0.355, 0.285],
    [1.02, 1.55, 0.52],
    [0.52, 0.36, 0.08],
    [0.10, 0.24, 0.10],
    [0.50, 1.50, 0.50],
    [0.12, 0.62, 0.78],
    [1.45, 1.80, 0.75],
];

impl Stain {
    /// Draws one: stronger or weaker, towards eosin or azure, with dyes a little off.
    pub fn draw(rng: &mut Rng) -> Self {
        let strength = rng.within([0.84, 1.16]);
        // Buffer: acid slides are red, alkaline ones blue.
        let blue = rng.within([-1.0, 1.0]);
        let eosin = rng.within([0.85, 1.25]);
        let mut vectors = TYPICAL;
        for (dye, vector) in vectors.iter_mut().enumerate() {
            let azure = matches!(dye, 1 | 2 | 6);
            let mut shift = if azure { 1.0 + 0.10 * blue } else { 1.0 - 0.10 * blue };
            // How deep red cells are differs from laboratory to laboratory.
            shift *= if dye == 0 { eosin } else { 1.0 };
            for (channel, density) in vector.iter_mut().enumerate() {
                let towards = [0.16, 0.0, -0.14][channel] * blue;
                let own = rng.normal(1.0, 0.035);
                *density *= strength * shift * (1.0 + towards) * own;
            }
        }
        Self { vectors }
    }

    /// The density of these amounts.
    pub fn density(&self, dyes: Dyes) -> [f32; 3] {
        let mut density = [0.0; 3];
        for (amount, vector) in dyes.amounts().iter().zip(&self.vectors) {
            for (sum, one) in density.iter_mut().zip(vector) {
                *sum += amount * one;
            }
        }
        density
    }
}
