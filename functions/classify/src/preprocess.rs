//! From a picture to the network's input, as Pillow and timm do it.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;

use crate::pack::{Input, Resize};

/// A picture without pixels has no input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the picture has no pixels")]
pub struct EmptyPicture;

impl Input {
    /// How many numbers the input of one picture has.
    pub fn len(&self) -> usize {
        3 * (self.size * self.size) as usize
    }

    /// Never: the size is checked when the pack is loaded.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// The input of one picture: red, green, blue, each row by row.
    ///
    /// # Errors
    /// The picture has no pixels.
    pub fn of(&self, picture: &RgbImage) -> Result<Vec<f32>, EmptyPicture> {
        let size = self.size;
        let pixels = match self.resize {
            Resize::Stretch => resize(picture, size, size)?,
            Resize::CenterCrop { crop_pct } => {
                let (width, height) = cover(picture.dimensions(), size, crop_pct)?;
                let whole = RgbImage::from_raw(width, height, resize(picture, width, height)?)
                    .expect("three bytes a pixel");
                let (left, top) = (middle(width, size), middle(height, size));
                image::imageops::crop_imm(&whole, left, top, size, size).to_image().into_raw()
            }
        };
        Ok(self.normalize(&pixels))
    }

    fn normalize(&self, pixels: &[u8]) -> Vec<f32> {
        let channel = |at: usize| {
            let (mean, deviation) = (self.mean[at], self.deviation[at]);
            let scale = move |value: &u8| (f32::from(*value) / 255.0 - mean) / deviation;
            pixels.iter().skip(at).step_by(3).map(scale)
        };
        channel(0).chain(channel(1)).chain(channel(2)).collect()
    }
}

/// Bicubic with antialiasing on bytes, to the bit what Pillow's `BICUBIC` gives.
fn resize(picture: &RgbImage, width: u32, height: u32) -> Result<Vec<u8>, EmptyPicture> {
    if picture.width() == 0 || picture.height() == 0 {
        return Err(EmptyPicture);
    }
    let from = ImageRef::new(picture.width(), picture.height(), picture, PixelType::U8x3)
        .expect("three bytes a pixel");
    let mut to = Image::new(width, height, PixelType::U8x3);
    let bicubic = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    Resizer::new().resize(&from, &mut to, &bicubic).expect("both are of one pixel type");
    Ok(to.into_vec())
}

/// Width and height that a picture is resized to, so that the middle can be cut out of it.
fn cover((width, height): (u32, u32), size: u32, crop: f64) -> Result<(u32, u32), EmptyPicture> {
    if width == 0 || height == 0 {
        return Err(EmptyPicture);
    }
    let short = (f64::from(size) / crop) as u32;
    let long = |long: u32, of: u32| (u64::from(short) * u64::from(long) / u64::from(of)) as u32;
    Ok(match width <= height {
        true => (short, long(height, width)),
        false => (long(width, height), short),
    })
}

/// Where the middle begins; a half is rounded to even, as Python does.
fn middle(length: u32, size: u32) -> u32 {
    (f64::from(length - size) / 2.0).round_ties_even() as u32
}
