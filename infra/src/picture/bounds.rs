//! How large a picture may be.

use super::PictureError;

/// How large a picture may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub max_bytes: u64,
    /// Width times height.
    pub max_pixels: u64,
}

impl Default for Limits {
    /// 64 MiB and 100 megapixels.
    fn default() -> Self {
        Self { max_bytes: 64 << 20, max_pixels: 100_000_000 }
    }
}

impl Limits {
    pub(super) fn check_bytes(&self, bytes: u64) -> Result<(), PictureError> {
        match bytes {
            0 => Err(PictureError::Empty),
            _ if bytes > self.max_bytes => {
                Err(PictureError::TooLarge { bytes, max_bytes: self.max_bytes })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn check_pixels(&self, width: u32, height: u32) -> Result<(), PictureError> {
        let max_pixels = self.max_pixels;
        match u64::from(width) * u64::from(height) {
            0 => Err(PictureError::Damaged("it has no pixels".into())),
            pixels if pixels > max_pixels => {
                Err(PictureError::TooManyPixels { width, height, max_pixels })
            }
            _ => Ok(()),
        }
    }
}
