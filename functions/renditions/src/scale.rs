//! Making an image smaller without losing what it shows, and writing it as JPEG.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, RgbImage};

/// Shows no blocks on stained smears at a tenth of the size of what is lossless.
const JPEG_QUALITY: u8 = 85;

/// The image in another size, by Lanczos' filter with three lobes.
pub fn scale(source: &RgbImage, (width, height): (u32, u32)) -> RgbImage {
    if source.dimensions() == (width, height) {
        return source.clone();
    }
    let view = ImageRef::new(source.width(), source.height(), source, PixelType::U8x3)
        .expect("an RgbImage holds three bytes a pixel");
    let mut scaled = Image::new(width, height, PixelType::U8x3);
    Resizer::new().resize(&view, &mut scaled, None).expect("both are of the same pixel type");
    RgbImage::from_raw(width, height, scaled.into_vec()).expect("it was made in this size")
}

/// A part of an image: from a corner, at most this wide and high, cut off at the image's edges.
pub fn part(source: &RgbImage, (left, top): (u32, u32), edge: u32) -> RgbImage {
    let width = edge.min(source.width() - left);
    let height = edge.min(source.height() - top);
    image::imageops::crop_imm(source, left, top, width, height).to_image()
}

/// The image as a JPEG file.
///
/// # Errors
/// A side of more than 65,535 pixels, which JPEG does not know.
pub fn jpeg(image: &RgbImage) -> Result<Vec<u8>, image::ImageError> {
    let mut file = Vec::with_capacity(image.len() / 8);
    JpegEncoder::new_with_quality(&mut file, JPEG_QUALITY).encode(
        image,
        image.width(),
        image.height(),
        ExtendedColorType::Rgb8,
    )?;
    Ok(file)
}
