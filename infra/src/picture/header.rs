//! What a picture says of itself, read without decoding it.

use std::path::Path;

use super::{Format, PictureError};

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

/// Reads a picture's header. Blocks a little: call it where that is fine.
///
/// # Errors
/// [`PictureError`].
pub fn header(_path: &Path) -> Result<Header, PictureError> {
    todo!()
}
