//! Pictures drawn here, in every format and kind, whole and broken.

mod bombs;
mod budget;
mod damaged;
mod draw;
mod kinds;
mod orientation;
mod renditions;

use infra::picture::{DecodedRgb, Limits, PictureError, PicturePool, Source};

/// Decodes with the usual limits.
async fn decode(bytes: impl Into<bytes::Bytes>) -> Result<DecodedRgb, PictureError> {
    let pool = PicturePool::new(1, 1 << 30);
    pool.decode(Source::Bytes(bytes.into()), Limits::default()).await
}

/// Whether two colors look the same after lossy compression.
fn near(one: [u8; 3], other: [u8; 3]) -> bool {
    one.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= 12)
}
