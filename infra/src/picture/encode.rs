//! Making pictures of pictures: smaller ones, and JPEG files.

use image::RgbImage;

use super::PictureError;

/// A JPEG file of a picture; quality from 1 to 100.
///
/// # Errors
/// [`PictureError::Unsupported`] when it has no pixels or is wider or higher than 65,535.
pub fn encode_jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100))
        .encode_image(picture)
        .map_err(|error| PictureError::Unsupported(error.to_string()))?;
    Ok(bytes)
}

/// A picture of another size, each pixel averaged over what it stands for (Lanczos, 3 lobes).
///
/// # Errors
/// [`PictureError::Unsupported`] when either has no pixels.
pub fn resize(_picture: &RgbImage, _width: u32, _height: u32) -> Result<RgbImage, PictureError> {
    todo!()
}
