//! A look over a TIFF's directory before its decoder sees it. The decoder makes room for as many
//! values as an entry says it has, before it finds that the file is shorter.

use std::io::SeekFrom;

use super::PictureError;
use super::input::Input;

/// The most entries of a directory. The first form of the format has room for no more.
const MOST_ENTRIES: u64 = 65_535;
/// The most values of an entry that tells how the pixels lie, such as the places of all tiles. The
/// decoder takes 32 bytes for each.
const MOST_VALUES: u64 = 131_072;
/// Tags from here on hold profiles and notes, which are taken as bytes.
const NOTES: u16 = 700;
/// A text in any length, which is not read.
const IMAGE_DESCRIPTION: u16 = 270;

/// Makes sure that every value of the first directory lies within the file, and that there are not
/// more of them than a picture needs.
pub(super) fn check(input: &mut dyn Input, bytes: u64) -> Result<(), PictureError> {
    let mut reader = Reader::new(input)?;
    let first = reader.offset()?;
    reader.input.seek(SeekFrom::Start(first))?;
    let entries = if reader.big { reader.number(8)? } else { reader.number(2)? };
    if entries > MOST_ENTRIES {
        return Err(too_much());
    }
    for _ in 0..entries {
        reader.entry()?.check(bytes)?;
    }
    Ok(())
}

fn too_much() -> PictureError {
    PictureError::Damaged("it says more of itself than a picture needs".into())
}

/// One value, or several, of the directory.
struct Entry {
    tag: u16,
    size: u64,
    values: u64,
    /// Where they lie; none when they stand in the entry itself.
    at: Option<u64>,
}

impl Entry {
    fn check(&self, bytes: u64) -> Result<(), PictureError> {
        let describes = self.tag < NOTES && self.tag != IMAGE_DESCRIPTION;
        if describes && self.values > MOST_VALUES {
            return Err(too_much());
        }
        let length = self.values.saturating_mul(self.size);
        match self.at {
            Some(at) if at.saturating_add(length) > bytes => {
                Err(PictureError::Damaged("it ends too early".into()))
            }
            _ => Ok(()),
        }
    }
}

/// Reads numbers in the file's byte order and of its width.
struct Reader<'a> {
    input: &'a mut dyn Input,
    little: bool,
    big: bool,
}

impl<'a> Reader<'a> {
    fn new(input: &'a mut dyn Input) -> Result<Self, PictureError> {
        let mut order = [0; 2];
        input.read_exact(&mut order)?;
        let mut reader = Self { input, little: order == *b"II", big: false };
        reader.big = reader.number(2)? == 43;
        if reader.big {
            // The width of an offset, always 8, and a zero.
            reader.number(4)?;
        }
        Ok(reader)
    }

    /// A number of so many bytes, at most eight.
    fn number(&mut self, width: usize) -> Result<u64, PictureError> {
        let mut bytes = [0; 8];
        self.input.read_exact(&mut bytes[..width])?;
        if self.little {
            return Ok(u64::from_le_bytes(bytes));
        }
        bytes.rotate_right(8 - width);
        Ok(u64::from_be_bytes(bytes))
    }

    fn offset(&mut self) -> Result<u64, PictureError> {
        self.number(if self.big { 8 } else { 4 })
    }

    fn entry(&mut self) -> Result<Entry, PictureError> {
        let (tag, kind) = (self.number(2)? as u16, self.number(2)?);
        let (values, at) = (self.offset()?, self.offset()?);
        let size = size(kind);
        let inline = if self.big { 8 } else { 4 };
        let outside = values.saturating_mul(size) > inline;
        Ok(Entry { tag, size, values, at: outside.then_some(at) })
    }
}

/// The bytes that a value of a type takes (TIFF 6.0, and BigTIFF's three).
fn size(kind: u64) -> u64 {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => 1,
    }
}
