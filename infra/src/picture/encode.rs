//! Making pictures of pictures: smaller ones, and JPEG files.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

use super::PictureError;

/// A JPEG file of a picture; quality from 1 to 100.
///
/// # Errors
/// [`PictureError::Unsupported`] when it has no pixels or is wider or higher than 65,535.
pub fn encode_jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100))
        .encode_image(picture)
        .map_err(|error| PictureError::Unsupported(error.to_string()))?;
    Ok(bytes)
}

/// A picture in another size, by convolution with Lanczos' filter (three lobes).
///
/// # Errors
/// [`PictureError::Unsupported`] when either has no pixels.
pub fn resize(picture: &RgbImage, width: u32, height: u32) -> Result<RgbImage, PictureError> {
    let refused = |error: &dyn std::fmt::Display| PictureError::Unsupported(error.to_string());
    if picture.is_empty() || width == 0 || height == 0 {
        return Err(refused(&"a picture without pixels has no other size"));
    }
    let from = ImageRef::new(picture.width(), picture.height(), picture, PixelType::U8x3)
        .map_err(|error| refused(&error))?;
    let mut to = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&from, &mut to, &options).map_err(|error| refused(&error))?;
    RgbImage::from_raw(width, height, to.into_vec())
        .ok_or_else(|| refused(&"the resized picture has another size"))
}
