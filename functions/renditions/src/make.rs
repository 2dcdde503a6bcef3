//! All renditions of one image, one after the other, each given away as soon as it is made.
//!
//! At most the image, its next smaller level and one tile are in memory at once.

use std::fmt;

use image::RgbImage;

use crate::scale::{jpeg, part, scale};
use crate::size;

/// One rendition of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rendition {
    /// At most 256 pixels.
    Thumbnail,
    /// At most 1024 pixels.
    Preview,
    /// A part of one level of the pyramid.
    Tile {
        /// Level 0 is one pixel.
        level: u32,
        /// Which column, from the left.
        x: u32,
        /// Which row, from the top.
        y: u32,
    },
}

/// What follows the original's key in the rendition's.
impl fmt::Display for Rendition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Thumbnail => f.write_str(".thumbnail"),
            Self::Preview => f.write_str(".preview"),
            Self::Tile { level, x, y } => write!(f, ".tiles/{level}/{x}_{y}"),
        }
    }
}

/// Whoever takes the renditions wants no more.
#[derive(Debug)]
pub struct Stopped;

/// Makes the preview, the thumbnail and, for an image larger than its preview, the tiles of every
/// level, as JPEG files.
///
/// # Errors
/// [`Stopped`] as soon as `give` says so.
pub fn make(
    pixels: RgbImage,
    mut give: impl FnMut(Rendition, Vec<u8>) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let full = pixels.dimensions();
    let mut give = |rendition, image: &RgbImage| {
        give(rendition, jpeg(image).expect("no rendition is larger than JPEG allows"))
    };
    let preview = scale(&pixels, size::within(full, size::PREVIEW));
    let thumbnail = scale(&preview, size::within(full, size::THUMBNAIL));
    give(Rendition::Preview, &preview)?;
    give(Rendition::Thumbnail, &thumbnail)?;
    drop((preview, thumbnail));
    if size::pyramid(full).is_none() {
        return Ok(());
    }
    let mut image = pixels;
    for (level, dimensions) in size::levels(full) {
        image = if image.dimensions() == dimensions { image } else { scale(&image, dimensions) };
        tiles(level, &image, &mut give)?;
    }
    Ok(())
}

fn tiles(
    level: u32,
    image: &RgbImage,
    mut give: impl FnMut(Rendition, &RgbImage) -> Result<(), Stopped>,
) -> Result<(), Stopped> {
    let (across, down) = size::grid(image.dimensions());
    for y in 0..down {
        for x in 0..across {
            let corner = (x * size::TILE, y * size::TILE);
            give(Rendition::Tile { level, x, y }, &part(image, corner, size::TILE))?;
        }
    }
    Ok(())
}
