//! Decoding to eight bits of red, green and blue, upright.

use std::io::Read as _;

use bytes::Bytes;
use image::codecs::{bmp::BmpDecoder, png::PngDecoder, tiff::TiffDecoder, webp::WebPDecoder};
use image::{DynamicImage, ImageDecoder, RgbImage};

use super::header::Survey;
use super::input::Input;
use super::{DecodedRgb, Format, Orientation, PictureError, Source, jpeg};

/// What a file may hold beside its pixels: texts, profiles, tables.
const METADATA: u64 = 16 << 20;

/// A decoder of any format but JPEG.
pub(super) struct Decoder {
    format: Format,
    inner: Box<dyn ImageDecoder>,
}

impl Decoder {
    /// Reads the header.
    pub(super) fn new(format: Format, input: Box<dyn Input>) -> Result<Self, PictureError> {
        let inner: Box<dyn ImageDecoder> = match format {
            Format::Jpeg => return Err(PictureError::Unsupported("a JPEG, here".into())),
            Format::Png => Box::new(PngDecoder::with_limits(input, limits(METADATA))?),
            Format::Tiff => Box::new(TiffDecoder::new(input)?),
            Format::Bmp => Box::new(BmpDecoder::new(input)?),
            Format::WebP => Box::new(WebPDecoder::new(input)?),
        };
        Ok(Self { format, inner })
    }

    pub(super) fn dimensions(&self) -> (u32, u32) {
        self.inner.dimensions()
    }

    pub(super) fn orientation(&mut self) -> Result<Orientation, PictureError> {
        Ok(self.inner.orientation()?)
    }

    /// About how many bytes of memory decoding so many pixels takes at most, beside the file.
    pub(super) fn cost(&self, pixels: u64) -> u64 {
        let stored = self.inner.total_bytes();
        let inside = match self.format {
            Format::Tiff => tiff_memory(stored),
            Format::WebP => pixels.saturating_mul(4),
            Format::Jpeg | Format::Png | Format::Bmp => 0,
        };
        let color = self.inner.color_type();
        let converted = match (color, color.has_alpha()) {
            (image::ColorType::Rgb8, _) => 0,
            (_, false) => pixels.saturating_mul(3),
            (_, true) => pixels.saturating_mul(7),
        };
        stored.saturating_add(inside).saturating_add(converted).saturating_add(METADATA)
    }

    fn decode(mut self) -> Result<RgbImage, PictureError> {
        if self.format == Format::Tiff {
            let stored = self.inner.total_bytes();
            self.inner.set_limits(limits(tiff_memory(stored)))?;
        }
        let picture = DynamicImage::from_decoder(self.inner)?;
        Ok(if picture.color().has_alpha() { on_white(picture) } else { picture.into_rgb8() })
    }
}

/// What the TIFF decoder needs of its own: the stored pixels (with black as a fourth color, which
/// `stored` does not count) and room for tables and tiles.
fn tiff_memory(stored: u64) -> u64 {
    stored.saturating_add(stored / 3).saturating_add(METADATA)
}

fn limits(max_alloc: u64) -> image::Limits {
    let mut limits = image::Limits::no_limits();
    limits.max_alloc = Some(max_alloc);
    limits
}

/// A picture laid on white, as it is on a slide.
fn on_white(picture: DynamicImage) -> RgbImage {
    let picture = picture.into_rgba8();
    let mut pixels = Vec::with_capacity(picture.len() / 4 * 3);
    for pixel in picture.pixels() {
        let [red, green, blue, alpha] = pixel.0.map(u32::from);
        let mix = |color: u32| ((color * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        pixels.extend([mix(red), mix(green), mix(blue)]);
    }
    RgbImage::from_raw(picture.width(), picture.height(), pixels).unwrap_or_default()
}

/// Decodes what was surveyed.
pub(super) fn decode(source: &Source, survey: &Survey) -> Result<DecodedRgb, PictureError> {
    let pixels = match &survey.jpeg {
        Some(jpeg) => jpeg::decode(&whole_file(source)?, jpeg)?,
        None => Decoder::new(survey.header.format, source.open()?.0)?.decode()?,
    };
    let mut picture = DynamicImage::ImageRgb8(pixels);
    picture.apply_orientation(survey.header.orientation);
    let pixels = picture.into_rgb8();
    let (width, height) = pixels.dimensions();
    if (width, height) != (survey.header.width, survey.header.height) {
        return Err(PictureError::Damaged("it changed while it was read".into()));
    }
    Ok(DecodedRgb { width, height, pixels })
}

fn whole_file(source: &Source) -> Result<Bytes, PictureError> {
    if let Source::Bytes(bytes) = source {
        return Ok(bytes.clone());
    }
    let (mut input, bytes) = source.open()?;
    let mut whole = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0));
    input.as_mut().take(bytes).read_to_end(&mut whole)?;
    Ok(whole.into())
}
