//! From a picture to the network's input, as timm does it.

use domain::event::Area;
use image::RgbImage;
use image::imageops::crop_imm;

use crate::appearance::Appearance;
use crate::pack::{Input, Resize};
use crate::resize::resize;

/// A picture without pixels has no input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the picture has no pixels")]
pub struct EmptyPicture;

/// What of a picture the model needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// The network's input: red, green, blue, each row by row.
    pub input: Vec<f32>,
    /// How the resized picture looks as a whole.
    pub appearance: Appearance,
}

impl Input {
    /// Prepares a picture.
    ///
    /// # Errors
    /// The picture has no pixels.
    pub fn prepare(&self, picture: &RgbImage) -> Result<Prepared, EmptyPicture> {
        if picture.width() == 0 || picture.height() == 0 {
            return Err(EmptyPicture);
        }
        let square = self.square(picture);
        Ok(Prepared { input: self.normalize(&square), appearance: Appearance::of(&square) })
    }

    /// A picture with pixels, brought to the input's size.
    pub(crate) fn square(&self, picture: &RgbImage) -> RgbImage {
        let size = self.size;
        match self.resize {
            Resize::Stretch => resize(picture, size, size),
            Resize::CenterCrop { crop_pct } => {
                let (width, height) = cover(picture.dimensions(), size, crop_pct);
                let whole = resize(picture, width, height);
                crop_imm(&whole, middle(width, size), middle(height, size), size, size).to_image()
            }
        }
    }

    /// The part of a picture of these pixels that the input shows.
    pub fn area(&self, (width, height): (u32, u32)) -> Area {
        match self.resize {
            Resize::Stretch => Area { left: 0, top: 0, width, height },
            Resize::CenterCrop { crop_pct } => {
                let (across, down) = cover((width, height), self.size, crop_pct);
                let (left, shown_across) = shown(width, across, self.size);
                let (top, shown_down) = shown(height, down, self.size);
                Area { left, top, width: shown_across, height: shown_down }
            }
        }
    }

    /// The same of levels that are not rounded.
    pub(crate) fn normalize_levels(&self, levels: &[[f32; 3]]) -> Vec<f32> {
        let channel = |at: usize| {
            let (mean, deviation) = (self.mean[at], self.deviation[at]);
            levels.iter().map(move |level| (level[at] / 255.0 - mean) / deviation)
        };
        channel(0).chain(channel(1)).chain(channel(2)).collect()
    }

    /// The network's input.
    pub(crate) fn normalize(&self, picture: &RgbImage) -> Vec<f32> {
        let channel = |at: usize| {
            let (mean, deviation) = (self.mean[at], self.deviation[at]);
            picture.pixels().map(move |pixel| (f32::from(pixel[at]) / 255.0 - mean) / deviation)
        };
        channel(0).chain(channel(1)).chain(channel(2)).collect()
    }
}

/// Width and height that a picture is resized to, so that the middle can be cut out of it.
fn cover((width, height): (u32, u32), size: u32, crop: f64) -> (u32, u32) {
    let short = (f64::from(size) / crop) as u32;
    let long = |long: u32, of: u32| (u64::from(short) * u64::from(long) / u64::from(of)) as u32;
    match width <= height {
        true => (short, long(height, width)),
        false => (long(width, height), short),
    }
}

/// Where the shown middle of `length` pixels begins, and how long it is, when they are resized to
/// `resized` and `size` are cut out of the middle.
fn shown(length: u32, resized: u32, size: u32) -> (u32, u32) {
    let scale = f64::from(length) / f64::from(resized);
    let start = (f64::from(middle(resized, size)) * scale).round() as u32;
    let shown = (f64::from(size) * scale).round() as u32;
    (start, shown.clamp(1, length - start))
}

/// Where the middle begins; a half is rounded to even, as Python does.
fn middle(length: u32, size: u32) -> u32 {
    (f64::from(length - size) / 2.0).round_ties_even() as u32
}
