//! What a picture says of itself, read without decoding it.

use std::io::Read as _;
use std::io::{Seek as _, SeekFrom};
use std::path::Path;

use super::decode::Decoder;
use super::input::Input;
use super::jpeg::{self, Jpeg};
use super::{Format, Limits, PictureError, Source, sniff, whole};

pub use image::metadata::Orientation;

/// What a picture says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Its format.
    pub format: Format,
    /// Its width, upright.
    pub width: u32,
    /// Its height, upright.
    pub height: u32,
    /// Its width as it is stored.
    pub raw_width: u32,
    /// Its height as it is stored.
    pub raw_height: u32,
    /// How to turn what is stored upright.
    pub orientation: Orientation,
}

/// Reads a picture's header and makes sure that the file is not cut off. Blocks a little: call it
/// where that is fine, or [`PicturePool::header`](super::PicturePool::header).
///
/// # Errors
/// [`PictureError`].
pub fn header(path: &Path) -> Result<Header, PictureError> {
    let none = Limits { max_bytes: u64::MAX, max_pixels: u64::MAX };
    survey(&Source::Path(path.to_owned()), &none).map(|survey| survey.header)
}

/// A header, and what else decoding needs to know.
#[derive(Debug)]
pub(super) struct Survey {
    pub(super) header: Header,
    pub(super) jpeg: Option<Jpeg>,
    /// About how many bytes of memory decoding takes at most.
    pub(super) cost: u64,
}

/// Looks a picture over without decoding it.
pub(super) fn survey(source: &Source, limits: &Limits) -> Result<Survey, PictureError> {
    let (mut input, bytes) = source.open()?;
    limits.check_bytes(bytes)?;
    let mut start = Vec::with_capacity(16);
    input.as_mut().take(16).read_to_end(&mut start)?;
    let format = sniff(&start).ok_or(PictureError::UnknownFormat)?;
    input.seek(SeekFrom::Start(0))?;
    let survey = match format {
        Format::Jpeg => survey_jpeg(input.as_mut(), bytes)?,
        other => survey_other(other, input, bytes)?,
    };
    limits.check_pixels(survey.header.raw_width, survey.header.raw_height)?;
    Ok(survey)
}

fn survey_jpeg(input: &mut dyn Input, bytes: u64) -> Result<Survey, PictureError> {
    let jpeg = jpeg::survey(input)?;
    let pixels = u64::from(jpeg.width) * u64::from(jpeg.height);
    let header = Header::new(Format::Jpeg, jpeg.width, jpeg.height, jpeg.orientation);
    // Two bytes a coefficient.
    let coefficients = if jpeg.buffered { 2 * jpeg.components * pixels } else { 0 };
    let cost = bytes + 3 * pixels + coefficients + header.turning(pixels);
    Ok(Survey { header, jpeg: Some(jpeg), cost })
}

fn survey_other(
    format: Format,
    mut input: Box<dyn Input>,
    bytes: u64,
) -> Result<Survey, PictureError> {
    whole::check(format, input.as_mut(), bytes)?;
    let mut decoder = Decoder::new(format, input)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width).saturating_mul(height.into());
    let header = Header::new(format, width, height, decoder.orientation()?);
    let cost = bytes.saturating_add(decoder.cost(pixels)).saturating_add(header.turning(pixels));
    Ok(Survey { header, jpeg: None, cost })
}

impl Header {
    fn new(format: Format, raw_width: u32, raw_height: u32, orientation: Orientation) -> Self {
        let lying = matches!(
            orientation,
            Orientation::Rotate90
                | Orientation::Rotate270
                | Orientation::Rotate90FlipH
                | Orientation::Rotate270FlipH
        );
        let (width, height) = if lying { (raw_height, raw_width) } else { (raw_width, raw_height) };
        Self { format, width, height, raw_width, raw_height, orientation }
    }

    /// The memory that turning it upright takes.
    fn turning(&self, pixels: u64) -> u64 {
        if self.orientation == Orientation::NoTransforms { 0 } else { pixels.saturating_mul(3) }
    }
}
