//! What of a picture is colour alone: means and deviations of the channels and how often each
//! colour is met. Where a pixel is, and so every shape, is lost.

use image::RgbImage;

/// Levels of a channel in the histogram.
const LEVELS: usize = 4;

/// How many figures a picture's colours are.
pub const FIGURES: usize = 6 + LEVELS * LEVELS * LEVELS;

/// A picture's colours as figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Colours(pub Vec<f64>);

impl Colours {
    /// Of a picture with pixels: three means, three standard deviations, and the square roots of the
    /// parts of pixels in each of 64 boxes of colour (roots, so that rare colours tell too).
    pub fn of(picture: &RgbImage) -> Self {
        let pixels = f64::from(picture.width()) * f64::from(picture.height());
        let mut sums = [0_u64; 3];
        let mut squares = [0_u64; 3];
        let mut boxes = [0_u64; LEVELS * LEVELS * LEVELS];
        for pixel in picture.pixels() {
            let mut place = 0;
            for (channel, level) in pixel.0.into_iter().enumerate() {
                sums[channel] += u64::from(level);
                squares[channel] += u64::from(level) * u64::from(level);
                place = place * LEVELS + usize::from(level) * LEVELS / 256;
            }
            boxes[place] += 1;
        }
        let means = sums.map(|sum| sum as f64 / pixels);
        let variances = [0, 1, 2].map(|at| squares[at] as f64 / pixels - means[at] * means[at]);
        let deviations = variances.map(|variance| variance.max(0.0).sqrt());
        let roots = boxes.map(|count| (count as f64 / pixels).sqrt());
        Self(means.into_iter().chain(deviations).chain(roots).collect())
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn colours_are_counted_and_places_forgotten() {
        let halves = RgbImage::from_fn(4, 2, |x, _| Rgb([if x < 2 { 0 } else { 200 }, 100, 255]));
        let mixed =
            RgbImage::from_fn(4, 2, |x, y| Rgb([if (x + y) % 2 == 0 { 0 } else { 200 }, 100, 255]));
        let Colours(figures) = Colours::of(&halves);
        assert_eq!(figures[..6], [100.0, 100.0, 255.0, 100.0, 0.0, 0.0]);
        assert_eq!(figures.len(), FIGURES);
        let filled: Vec<usize> =
            (6..FIGURES).filter(|at| figures[*at] > 0.0).map(|at| at - 6).collect();
        assert_eq!(filled, [4 + 3, 3 * 16 + 4 + 3]);
        assert!((figures[6..].iter().map(|root| root * root).sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(Colours::of(&mixed), Colours(figures), "another arrangement of the same pixels");
    }
}
