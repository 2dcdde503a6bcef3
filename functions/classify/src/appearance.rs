//! How a picture looks as a whole: brightness, tint, contrast, texture.
//!
//! A network is as sure of noise and blank glass as of cells, and its energy hardly tells them apart.
//! These five figures do, and each is a reason that a person understands.

use image::RgbImage;
use serde::{Deserialize, Serialize};

/// How a picture looks as a whole, after resizing. Levels are those of bytes, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Appearance {
    /// Mean level of all channels.
    pub brightness: f64,
    /// Mean level of red less that of green.
    pub red_less_green: f64,
    /// Mean level of blue less that of green.
    pub blue_less_green: f64,
    /// Standard deviation of levels, mean of the channels.
    pub contrast: f64,
    /// Mean difference of neighbouring pixels, over the contrast: noise has about 1, a gradient
    /// about 0.
    pub texture: f64,
}

/// The least and the greatest of each figure for a picture to be familiar.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppearanceRule {
    /// See [`Appearance::brightness`].
    pub brightness: [f64; 2],
    /// See [`Appearance::red_less_green`].
    pub red_less_green: [f64; 2],
    /// See [`Appearance::blue_less_green`].
    pub blue_less_green: [f64; 2],
    /// See [`Appearance::contrast`].
    pub contrast: [f64; 2],
    /// See [`Appearance::texture`].
    pub texture: [f64; 2],
}

impl Appearance {
    /// Of a picture with pixels.
    pub fn of(picture: &RgbImage) -> Self {
        let mean = means(picture);
        let contrast = deviations(picture, mean).iter().sum::<f64>() / 3.0;
        // A blank picture has neither contrast nor texture.
        let texture = if contrast > 0.0 { roughness(picture) / contrast } else { 0.0 };
        Self {
            brightness: mean.iter().sum::<f64>() / 3.0,
            red_less_green: mean[0] - mean[1],
            blue_less_green: mean[2] - mean[1],
            contrast,
            texture,
        }
    }

    /// Its figures, in the order of a rule's.
    pub(crate) fn figures(&self) -> [f64; 5] {
        [self.brightness, self.red_less_green, self.blue_less_green, self.contrast, self.texture]
    }
}

impl AppearanceRule {
    /// The rule's figures by name.
    pub(crate) fn ranges(&self) -> [(&'static str, [f64; 2]); 5] {
        [
            ("brightness", self.brightness),
            ("red less green", self.red_less_green),
            ("blue less green", self.blue_less_green),
            ("contrast", self.contrast),
            ("texture", self.texture),
        ]
    }

    /// How far the least familiar figure lies from the middle of its range, in halves of the range:
    /// up to 1 all are within.
    pub fn excursion(&self, of: &Appearance) -> f64 {
        let off = |((_, [least, most]), value): ((&str, [f64; 2]), f64)| {
            let distance = (value - f64::midpoint(least, most)).abs();
            let far = if distance == 0.0 { 0.0 } else { distance / ((most - least) / 2.0) };
            // What is no number is as far as can be.
            if far.is_nan() { f64::INFINITY } else { far }
        };
        self.ranges().into_iter().zip(of.figures()).map(off).fold(0.0, f64::max)
    }

    /// Why a picture looks unfamiliar, in words; nothing when it does not.
    pub fn reasons(&self, of: &Appearance) -> Vec<String> {
        let unlike = self
            .ranges()
            .into_iter()
            .zip(of.figures())
            .filter(|((_, [least, most]), value)| !(least..=most).contains(&value));
        let tell = |((name, [least, most]), value): ((&str, [f64; 2]), f64)| {
            format!(
                "its {name} of {value:.2} is not between {least} and {most}, as in the images that \
                 the model learned from"
            )
        };
        unlike.map(tell).collect()
    }
}

fn means(picture: &RgbImage) -> [f64; 3] {
    let mut sums = [0_u64; 3];
    for pixel in picture.pixels() {
        for (sum, value) in sums.iter_mut().zip(pixel.0) {
            *sum += u64::from(value);
        }
    }
    sums.map(|sum| sum as f64 / pixels(picture))
}

fn deviations(picture: &RgbImage, means: [f64; 3]) -> [f64; 3] {
    let mut squares = [0.0; 3];
    for pixel in picture.pixels() {
        for ((square, value), mean) in squares.iter_mut().zip(pixel.0).zip(means) {
            *square += (f64::from(value) - mean).powi(2);
        }
    }
    squares.map(|square| (square / pixels(picture)).sqrt())
}

/// Mean difference of neighbouring pixels, half of it across and half down.
fn roughness(picture: &RgbImage) -> f64 {
    let row = 3 * picture.width() as usize;
    let bytes = picture.as_raw();
    let across = bytes.chunks_exact(row).flat_map(|row| row.iter().zip(&row[3..]));
    let down = bytes.iter().zip(&bytes[row..]);
    f64::midpoint(mean_difference(across), mean_difference(down))
}

fn mean_difference<'a>(pairs: impl Iterator<Item = (&'a u8, &'a u8)>) -> f64 {
    let (sum, count) = pairs
        .fold((0_u64, 0_u64), |(sum, count), (a, b)| (sum + u64::from(a.abs_diff(*b)), count + 1));
    sum as f64 / count.max(1) as f64
}

fn pixels(picture: &RgbImage) -> f64 {
    f64::from(picture.width()) * f64::from(picture.height())
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn one_colour_has_brightness_and_tint_only() {
        let picture = RgbImage::from_pixel(9, 9, Rgb([200, 100, 150]));
        let expected = Appearance {
            brightness: 150.0,
            red_less_green: 100.0,
            blue_less_green: 50.0,
            contrast: 0.0,
            texture: 0.0,
        };
        assert_eq!(Appearance::of(&picture), expected);
    }

    #[test]
    fn a_chessboard_is_all_texture() {
        let picture = RgbImage::from_fn(8, 8, |x, y| Rgb([((x + y) % 2 * 100) as u8; 3]));
        let appearance = Appearance::of(&picture);
        assert_eq!((appearance.brightness, appearance.contrast), (50.0, 50.0));
        assert_eq!(appearance.texture, 2.0, "each neighbour differs by twice the deviation");
    }

    #[test]
    fn a_ramp_has_contrast_and_little_texture() {
        let picture = RgbImage::from_fn(100, 4, |x, _| Rgb([x as u8; 3]));
        let appearance = Appearance::of(&picture);
        assert!((appearance.contrast - 28.87).abs() < 0.01, "{appearance:?}");
        assert!((appearance.texture - 0.5 / 28.87).abs() < 1e-4, "{appearance:?}");
    }

    #[test]
    fn each_figure_out_of_its_range_is_a_reason() {
        let rule = AppearanceRule {
            brightness: [100.0, 200.0],
            red_less_green: [-5.0, 5.0],
            blue_less_green: [-5.0, 5.0],
            contrast: [10.0, 60.0],
            texture: [0.0, 3.0],
        };
        let grey = Appearance::of(&RgbImage::from_pixel(4, 4, Rgb([150; 3])));
        assert_eq!(
            rule.reasons(&grey),
            ["its contrast of 0.00 is not between 10 and 60, as in the images that the model \
                 learned from"]
        );
        assert_eq!(rule.reasons(&Appearance { contrast: 20.0, ..grey }), [""; 0]);
        assert_eq!(rule.reasons(&Appearance { texture: f64::NAN, ..grey }).len(), 2);
        assert_eq!(
            rule.excursion(&grey),
            1.4,
            "a contrast of 0, 35 from the middle, 25 to the edge"
        );
        assert_eq!(rule.excursion(&Appearance { contrast: 35.0, texture: 1.5, ..grey }), 0.0);
        assert_eq!(rule.excursion(&Appearance { texture: f64::NAN, ..grey }), f64::INFINITY);
    }
}
