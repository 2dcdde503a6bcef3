//! Where a picture's bytes come from, and what reading them may fail with.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Seek};
use std::path::PathBuf;

use bytes::Bytes;
use image::ImageError;

use super::PictureError;

/// Where a picture comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    Path(PathBuf),
    /// Memory that the caller has already; the budget does not count it.
    Bytes(Bytes),
}

/// Bytes that are read a little at a time.
pub(super) trait Input: BufRead + Seek + Send {}

impl<T: BufRead + Seek + Send> Input for T {}

impl Source {
    /// The bytes from the first on, and how many there are.
    pub(super) fn open(&self) -> Result<(Box<dyn Input>, u64), PictureError> {
        match self {
            Self::Path(path) => {
                let file = File::open(path).map_err(unavailable)?;
                let bytes = file.metadata().map_err(unavailable)?.len();
                Ok((Box::new(BufReader::new(file)), bytes))
            }
            Self::Bytes(bytes) => Ok((Box::new(Cursor::new(bytes.clone())), bytes.len() as u64)),
        }
    }
}

fn unavailable(error: io::Error) -> PictureError {
    PictureError::Unavailable(error.to_string())
}

impl From<io::Error> for PictureError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damaged("it ends too early".into()),
            // What decoders say in these words is about the bytes, not about the disk.
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
                Self::Damaged(error.to_string())
            }
            _ => unavailable(error),
        }
    }
}

impl From<ImageError> for PictureError {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::IoError(error) => error.into(),
            ImageError::Unsupported(error) => Self::Unsupported(error.to_string()),
            ImageError::Limits(_) => {
                Self::Damaged("it asks for more memory than its size explains".into())
            }
            other => Self::Damaged(other.to_string()),
        }
    }
}
