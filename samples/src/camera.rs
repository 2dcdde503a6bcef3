//! From density to a photograph: lamp, lens, sensor. Drawn without knowing the class.

mod blur;

use image::{Rgb, RgbImage};

use crate::paint::{EDGE, hash};
use crate::point::{Point, exp, point};
use crate::rng::{Key, Purpose};

/// A camera and how it is set for one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Camera {
    /// What an empty slide looks like, linear light.
    white: [f32; 3],
    /// How dark the corners are.
    vignette: f32,
    /// Where the lamp is brightest.
    lamp: Point,
    /// Standard deviation of the lens' and the focus' blur, µm.
    pub blur: f32,
    /// Noise of a white pixel, and of a black one.
    noise: [f32; 2],
    /// Exponent of the response.
    gamma: f32,
    /// How colourful it shows what it sees.
    saturation: f32,
    /// Of the JPEG, 1 to 100.
    pub quality: u8,
    seed: u32,
}

/// Empty slides: cream, neutral, bluish; as displayed.
const GROUNDS: [[f32; 3]; 4] =
    [[252., 234., 214.], [240., 238., 234.], [224., 230., 240.], [246., 240., 243.]];

impl Camera {
    /// A laboratory has one microscope: white balance and response are the patient's, focus the field's.
    pub fn draw(key: Key) -> Self {
        let mut slide = key.of_patient().shared(Purpose::Camera);
        let mut rng = key.shared(Purpose::Camera);
        let from = slide.pick(&GROUNDS.map(|ground| (ground, 1.0)));
        let to = slide.pick(&GROUNDS.map(|ground| (ground, 1.0)));
        let share = slide.share();
        let exposure = rng.normal(0.985, 0.015).min(1.01);
        let gamma = slide.within([2.0, 2.4]);
        let white = [0, 1, 2].map(|channel: usize| {
            let shown = from[channel] + (to[channel] - from[channel]) * share;
            libm::powf((shown * exposure / 255.0).min(0.998), gamma)
        });
        let sharp = slide.within([0.075, 0.12]);
        Self {
            white,
            vignette: slide.within([0.0, 0.16]),
            lamp: point(slide.normal(EDGE / 2.0, 10.0), slide.normal(EDGE / 2.0, 10.0)),
            blur: sharp * rng.within_log([0.9, 1.7]),
            noise: [slide.within([0.002, 0.010]), slide.within([0.001, 0.004])],
            gamma,
            saturation: slide.within([0.88, 1.16]),
            quality: slide.whole(86, 96) as u8,
            seed: rng.number() as u32,
        }
    }

    /// Takes the photograph of a square of that many pixels an edge.
    pub fn shoot(&self, density: Vec<[f32; 3]>, size: u32) -> RgbImage {
        let pixel = EDGE / size as f32;
        let mut light = density;
        for (index, channels) in light.iter_mut().enumerate() {
            let (column, row) = (index as u32 % size, index as u32 / size);
            let place = point(column as f32, row as f32) * pixel - self.lamp;
            let dark = 1.0 - self.vignette * place.dot(place) / (EDGE * EDGE);
            for (channel, value) in channels.iter_mut().enumerate() {
                // Lambert and Beer: 10 to the power of minus the density.
                *value = self.white[channel] * dark * exp(-std::f32::consts::LN_10 * *value);
            }
        }
        let light = blur::gaussian(light, size as usize, self.blur / pixel);
        let response = Response::of(self.gamma);
        RgbImage::from_fn(size, size, |column, row| {
            let seen = light[(row * size + column) as usize];
            let grey = (seen[0] + seen[1] + seen[2]) / 3.0;
            Rgb([0, 1, 2].map(|channel: usize| {
                let colour = grey + (seen[channel] - grey) * self.saturation;
                let shown = response.of_light(colour.clamp(0.0, 1.0));
                let noise = self.noise[1] + (self.noise[0] - self.noise[1]) * shown;
                let value = shown + noise * self.grain(column, row, channel as u32);
                (value * 255.0 + 0.5).clamp(0.0, 255.0) as u8
            }))
        })
    }

    /// Noise of deviation one: four even draws.
    fn grain(&self, column: u32, row: u32, channel: u32) -> f32 {
        let hash = hash(column as i32, (row * 3 + channel) as i32, self.seed);
        let sum: u32 = hash.to_le_bytes().into_iter().map(u32::from).sum();
        (sum as f32 - 510.0) / 147.8
    }
}

/// The response of the sensor, as a table: a power is slow.
struct Response(Vec<f32>);

impl Response {
    const STEPS: usize = 4096;

    fn of(gamma: f32) -> Self {
        let value = |step| libm::powf(step as f32 / Self::STEPS as f32, 1.0 / gamma);
        Self((0..=Self::STEPS + 1).map(value).collect())
    }

    fn of_light(&self, light: f32) -> f32 {
        let place = light * Self::STEPS as f32;
        let step = place as usize;
        self.0[step] + (self.0[step + 1] - self.0[step]) * (place - step as f32)
    }
}
