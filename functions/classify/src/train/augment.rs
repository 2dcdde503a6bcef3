//! What chance does to a training picture: it is turned, mirrored, moved, stained, lit and focused otherwise, as
//! another smear, stainer, microscope or camera might have done. Its label stays true.

use image::RgbImage;

use crate::random::Random;

/// Of each kind, how much. In words in the card of a model.
pub const WORDS: &str = "quarter turns, mirroring, rotation by up to 15°, scale 0.87 to 1.15, shift by up to 4 % of the edge; \
in optical density: each colour's strength 0.8 to 1.25 and up to 6 % of it mixed into the others (hue and stain); light \
0.92 to 1.08 with a colour cast of 3 %; in three of ten pictures blur up to σ 1.2 pixels; noise up to σ 4 levels";

/// A picture as levels, 0 to 255, pixel by pixel.
struct Levels {
    size: usize,
    pixels: Vec<[f32; 3]>,
}

/// Another picture of the same thing: levels as they come, not rounded. Follows from picture and chance alone.
pub fn augment(picture: &RgbImage, random: &mut Random) -> Vec<[f32; 3]> {
    let mut levels = moved(picture, random);
    stain(&mut levels, random);
    light(&mut levels, random);
    if random.unit() < 0.3 {
        let sigma = random.between(0.3, 1.2);
        blur(&mut levels, sigma);
    }
    noise(&mut levels, random);
    levels.pixels
}

/// Turned, mirrored, scaled and shifted in one resampling; what lies beyond the edge is a mirror image.
fn moved(picture: &RgbImage, random: &mut Random) -> Levels {
    let size = picture.width() as usize;
    let quarter = std::f64::consts::FRAC_PI_2 * random.below(4) as f64;
    let angle = quarter + random.between(-15.0, 15.0).to_radians();
    let scale = random.between(-0.14, 0.14).exp();
    let mirror = if random.below(2) == 0 { 1.0 } else { -1.0 };
    let reach = 0.04 * size as f64;
    let shift = [random.between(-reach, reach), random.between(-reach, reach)];
    let (sin, cos) = (angle.sin() / scale, angle.cos() / scale);
    let middle = (size as f64 - 1.0) / 2.0;
    let place = |at: usize| {
        let (x, y) =
            ((at % size) as f64 - middle - shift[0], (at / size) as f64 - middle - shift[1]);
        let x = x * mirror;
        sampled(picture, cos * x - sin * y + middle, sin * x + cos * y + middle)
    };
    Levels { size, pixels: (0..size * size).map(place).collect() }
}

/// The level between four pixels.
fn sampled(picture: &RgbImage, x: f64, y: f64) -> [f32; 3] {
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = ((x - left) as f32, (y - top) as f32);
    let at = |dx: f64, dy: f64| {
        let x = mirrored(left + dx, picture.width());
        let y = mirrored(top + dy, picture.height());
        picture.get_pixel(x, y).0.map(f32::from)
    };
    let [a, b, c, d] = [at(0.0, 0.0), at(1.0, 0.0), at(0.0, 1.0), at(1.0, 1.0)];
    std::array::from_fn(|of| {
        let above = a[of] + (b[of] - a[of]) * across;
        let below = c[of] + (d[of] - c[of]) * across;
        above + (below - above) * down
    })
}

/// A place beyond the edge, brought back as in a mirror.
fn mirrored(at: f64, length: u32) -> u32 {
    let length = i64::from(length);
    let place = (at as i64).rem_euclid(2 * length);
    place.min(2 * length - 1 - place) as u32
}

/// Light that dyes swallow, stronger and weaker and mixed: by Beer and Lambert densities add up, levels do not.
fn stain(levels: &mut Levels, random: &mut Random) {
    let mut mix = [[0.0_f32; 3]; 3];
    for (row, of) in mix.iter_mut().enumerate() {
        for (column, value) in of.iter_mut().enumerate() {
            *value = match row == column {
                true => random.between(0.8_f64.ln(), 1.25_f64.ln()).exp() as f32,
                false => random.between(-0.06, 0.06) as f32,
            };
        }
    }
    for pixel in &mut levels.pixels {
        let density = pixel.map(|level| -((level + 1.0) / 256.0).ln());
        *pixel = mix.map(|row| {
            let density: f32 =
                row.iter().zip(density).map(|(share, density)| share * density).sum();
            (256.0 * (-density).exp() - 1.0).clamp(0.0, 255.0)
        });
    }
}

fn light(levels: &mut Levels, random: &mut Random) {
    let all = random.between(0.92, 1.08);
    let cast: [f32; 3] = std::array::from_fn(|_| (all * random.between(0.97, 1.03)) as f32);
    for pixel in &mut levels.pixels {
        *pixel = std::array::from_fn(|of| pixel[of] * cast[of]);
    }
}

/// Gaussian, row by row and then column by column; beyond the edge its last pixel goes on.
fn blur(levels: &mut Levels, sigma: f64) {
    let reach = (3.0 * sigma).ceil() as i64;
    let weights: Vec<f32> = (-reach..=reach)
        .map(|at| (-((at * at) as f64) / (2.0 * sigma * sigma)).exp() as f32)
        .collect();
    let total: f32 = weights.iter().sum();
    let size = levels.size as i64;
    for step in [[1, 0], [0, 1]] {
        let from = &levels.pixels;
        let blurred = |at: usize| {
            let (x, y) = (at as i64 % size, at as i64 / size);
            let mut sum = [0.0; 3];
            for (offset, weight) in (-reach..=reach).zip(&weights) {
                let x = (x + step[0] * offset).clamp(0, size - 1);
                let y = (y + step[1] * offset).clamp(0, size - 1);
                let pixel = from[(y * size + x) as usize];
                (0..3).for_each(|of| sum[of] += weight * pixel[of]);
            }
            sum.map(|sum| sum / total)
        };
        levels.pixels = (0..from.len()).map(blurred).collect();
    }
}

fn noise(levels: &mut Levels, random: &mut Random) {
    let sigma = random.between(0.0, 4.0);
    for pixel in &mut levels.pixels {
        *pixel = pixel.map(|level| (level + (sigma * random.normal()) as f32).clamp(0.0, 255.0));
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    fn picture() -> RgbImage {
        RgbImage::from_fn(32, 32, |x, y| Rgb([(x * 8) as u8, (y * 8) as u8, 128]))
    }

    #[test]
    fn the_same_chance_gives_the_same_and_another_one_another() {
        let with = |seed| augment(&picture(), &mut Random(seed));
        assert_eq!(with(1), with(1));
        assert_ne!(with(1), with(2));
        assert!(with(3).iter().flatten().all(|level| (0.0..=255.0).contains(level)));
    }

    #[test]
    fn glass_stays_glass() {
        let white = RgbImage::from_pixel(16, 16, Rgb([255; 3]));
        for seed in 0..20 {
            let levels = augment(&white, &mut Random(seed));
            let mean = levels.iter().flatten().sum::<f32>() / (3.0 * levels.len() as f32);
            assert!(mean > 215.0, "{mean}: nothing swallows light where there is no dye");
        }
    }

    #[test]
    fn a_place_beyond_the_edge_is_mirrored() {
        let places = [-2.0, -1.0, 0.0, 3.0, 4.0, 5.0, 8.0].map(|at| mirrored(at, 4));
        assert_eq!(places, [1, 0, 0, 3, 3, 2, 0]);
    }
}
