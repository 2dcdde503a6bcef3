//! Pictures: told by their content, measured before they are decoded, decoded within bounds.

mod bounds;
mod decode;
mod encode;
mod format;
mod header;
mod input;
mod jpeg;
mod pool;
mod tiff;
mod whole;

pub use bounds::Limits;
pub use encode::{encode_jpeg, resize};
pub use format::{Format, sniff};
pub use header::{Header, Orientation, header};
pub use input::Source;
pub use pool::PicturePool;

/// Why a picture is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It has no bytes.
    #[error("the file is empty")]
    Empty,
    /// It is none of the formats.
    #[error("the file is not a JPEG, PNG, TIFF, BMP or WebP picture")]
    UnknownFormat,
    /// It has more bytes than are allowed.
    #[error("the file has {bytes} bytes; {max_bytes} are allowed")]
    TooLarge {
        /// How many it has.
        bytes: u64,
        /// How many are allowed.
        max_bytes: u64,
    },
    /// It has more pixels than are allowed.
    #[error("the picture has {width} × {height} pixels; {max_pixels} in all are allowed")]
    TooManyPixels {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// How many are allowed in all.
        max_pixels: u64,
    },
    /// Decoding it would take more memory than all decoding together may.
    #[error("decoding the picture takes {needed} bytes of memory; {budget} are allowed")]
    TooCostly {
        /// How many it takes.
        needed: u64,
        /// How many are allowed.
        budget: u64,
    },
    /// It is cut off or broken.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
    /// It uses a part of its format that cannot be read here.
    #[error("the picture cannot be read: {0}")]
    Unsupported(String),
    /// The file cannot be read now.
    #[error("the picture cannot be read now: {0}")]
    Unavailable(String),
}

/// A decoded picture: eight bits of red, green and blue, upright.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodedRgb {
    /// Its width, upright.
    pub width: u32,
    /// Its height, upright.
    pub height: u32,
    /// Its pixels.
    pub pixels: image::RgbImage,
}

impl std::fmt::Debug for DecodedRgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DecodedRgb({} × {})", self.width, self.height)
    }
}
