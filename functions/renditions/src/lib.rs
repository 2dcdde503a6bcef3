//! The renditions function: thumbnail, preview and deep-zoom tiles of every image.
//!
//! Told of an image, it reads the original, brings it upright, and keeps beside it
//!
//! - a **thumbnail** of at most 256 pixels and a **preview** of at most 1024, never enlarged, at
//!   `<original>.thumbnail` and `<original>.preview`;
//! - for an image larger than its preview a **pyramid of tiles** of 512 pixels without overlap at
//!   `<original>.tiles/<level>/<x>_<y>`: level 0 is one pixel, each level is twice the one before,
//!   the last is full size. This is the layout of Deep Zoom.
//!
//! All are JPEG files. They are durable before the function says so, and made again they are the
//! same, so that a second delivery does no harm. A damaged image fails for good; whoever looks at
//! the image still has the original.

mod function;
mod make;
mod size;

pub use function::Renditions;
pub use make::Rendition;
pub use size::{PREVIEW, THUMBNAIL, TILE};
