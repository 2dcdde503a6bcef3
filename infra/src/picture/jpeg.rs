//! JPEG: its segments walked from start to end marker, and its decoding, which is strict. A decoder
//! that is lenient fills what is missing with gray; nobody must judge cells on such a picture.

use image::RgbImage;
use image::metadata::Orientation;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use super::PictureError;
use super::input::Input;

/// What the segments say.
#[derive(Debug)]
pub(super) struct Jpeg {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) components: u64,
    pub(super) orientation: Orientation,
    /// Whether all coefficients are held until the last scan is read.
    pub(super) buffered: bool,
}

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const APP1: u8 = 0xe1;

/// Walks the segments and makes sure that the end marker is there.
pub(super) fn survey(input: &mut dyn Input) -> Result<Jpeg, PictureError> {
    input.seek_relative(2)?;
    let mut frame = None;
    let mut orientation = Orientation::NoTransforms;
    let mut scans = 0_u32;
    loop {
        match marker(input, scans > 0)? {
            END => break,
            0x01 | 0xd0..=START => {}
            kind => {
                let length = u16::from_be_bytes(array(input)?);
                let length =
                    length.checked_sub(2).ok_or_else(|| damaged("a segment is too short"))?;
                match kind {
                    0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                        frame = Some((kind, segment::<6>(input, length)?));
                    }
                    APP1 if length <= 8 => input.seek_relative(length.into())?,
                    APP1 => orientation = exif(input, length)?.unwrap_or(orientation),
                    _ => input.seek_relative(length.into())?,
                }
                scans += u32::from(kind == SCAN);
            }
        }
    }
    let (kind, [_, h1, h0, w1, w0, components]) =
        frame.ok_or_else(|| damaged("it has no frame"))?;
    if scans == 0 {
        return Err(damaged("it has no scan"));
    }
    Ok(Jpeg {
        width: u16::from_be_bytes([w1, w0]).into(),
        height: u16::from_be_bytes([h1, h0]).into(),
        components: components.into(),
        orientation,
        buffered: kind == 0xc2 || scans > 1,
    })
}

/// The next marker; within a scan, stuffed bytes and restarts are none.
fn marker(input: &mut dyn Input, in_scan: bool) -> Result<u8, PictureError> {
    loop {
        input.skip_until(0xff)?;
        let [mut byte] = array(input)?;
        while byte == 0xff {
            [byte] = array(input)?;
        }
        let restart = (0xd0..=0xd7).contains(&byte);
        if byte != 0 && !(in_scan && restart) {
            return Ok(byte);
        }
    }
}

/// The first bytes of a segment, the rest of which is skipped.
fn segment<const N: usize>(input: &mut dyn Input, length: u16) -> Result<[u8; N], PictureError> {
    let start = array(input)?;
    let rest =
        usize::from(length).checked_sub(N).ok_or_else(|| damaged("a segment is too short"))?;
    input.seek_relative(rest as i64)?;
    Ok(start)
}

/// The orientation in an EXIF segment; none in a segment of another kind.
fn exif(input: &mut dyn Input, length: u16) -> Result<Option<Orientation>, PictureError> {
    let mut bytes = vec![0; length.into()];
    input.read_exact(&mut bytes)?;
    Ok(bytes.strip_prefix(b"Exif\0\0").and_then(Orientation::from_exif_chunk))
}

fn array<const N: usize>(input: &mut dyn Input) -> Result<[u8; N], PictureError> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Decodes to eight bits of red, green and blue, as stored.
pub(super) fn decode(bytes: &[u8], jpeg: &Jpeg) -> Result<RgbImage, PictureError> {
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let mut pixels = RgbImage::new(jpeg.width, jpeg.height);
    decoder.decode_headers().map_err(refused)?;
    if decoder.output_buffer_size() != Some(pixels.len()) {
        return Err(damaged("it says two sizes of itself"));
    }
    decoder.decode_into(&mut pixels).map_err(refused)?;
    Ok(pixels)
}

fn refused(error: DecodeErrors) -> PictureError {
    match error {
        DecodeErrors::Unsupported(what) => PictureError::Unsupported(format!("{what:?}")),
        DecodeErrors::ExhaustedData => damaged("it ends too early"),
        other => PictureError::Damaged(format!("{other:?}")),
    }
}

fn damaged(reason: &str) -> PictureError {
    PictureError::Damaged(reason.into())
}
