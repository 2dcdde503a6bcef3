//! Whether a file is there to its end, for the formats whose decoders do not look that far.

use std::io::SeekFrom;

use super::input::Input;
use super::{Format, PictureError, tiff};

/// Makes sure that a file is not cut off, and that no part says it is longer than the file.
pub(super) fn check(format: Format, input: &mut dyn Input, bytes: u64) -> Result<(), PictureError> {
    match format {
        Format::Png => png(input)?,
        Format::WebP => webp(input, bytes)?,
        Format::Tiff => tiff::check(input, bytes)?,
        // The walk through a JPEG goes to its end; a BMP says where its pixels lie.
        Format::Jpeg | Format::Bmp => {}
    }
    input.seek(SeekFrom::Start(0))?;
    Ok(())
}

/// Walks the chunks to the last, `IEND`.
fn png(input: &mut dyn Input) -> Result<(), PictureError> {
    input.seek_relative(8)?;
    loop {
        let mut head = [0; 8];
        input.read_exact(&mut head)?;
        let [l3, l2, l1, l0, kind @ ..] = head;
        let length = u32::from_be_bytes([l3, l2, l1, l0]);
        input.seek_relative(length.into())?;
        input.read_exact(&mut [0; 4])?;
        if kind == *b"IEND" {
            return Ok(());
        }
    }
}

/// Walks the chunks to the end of the container.
fn webp(input: &mut dyn Input, bytes: u64) -> Result<(), PictureError> {
    let early = || PictureError::Damaged("it ends too early".into());
    let mut head = [0; 12];
    input.read_exact(&mut head)?;
    let end = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]])) + 8;
    if end > bytes {
        return Err(early());
    }
    let mut at = 12;
    while at + 8 <= end {
        let mut head = [0; 8];
        input.read_exact(&mut head)?;
        let length = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
        at += 8 + length;
        if at > end {
            return Err(early());
        }
        // Chunks begin at even places.
        at += at % 2;
        input.seek(SeekFrom::Start(at))?;
    }
    Ok(())
}
