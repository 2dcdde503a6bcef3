//! All renditions of one image, one after the other, each given away as soon as it is made.
//!
//! At most the image, its next smaller level and one tile are in memory at once.

use std::fmt;

use image::RgbImage;
use image::imageops::crop_imm;
use infra::picture::{PictureError, encode_jpeg, resize};

use crate::size;

/// Shows no blocks on stained smears, at a tenth of the size of what is lossless.
const JPEG_QUALITY: u8 = 85;

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

/// Why renditions were not all made.
#[derive(Debug)]
pub enum Unmade {
    /// Whoever takes them wants no more.
    Stopped,
    /// One cannot be made.
    Picture(PictureError),
}

impl From<PictureError> for Unmade {
    fn from(error: PictureError) -> Self {
        Self::Picture(error)
    }
}

/// Makes the preview, the thumbnail and, for an image larger than its preview, the tiles of every
/// level, as JPEG files.
///
/// # Errors
/// [`Unmade::Stopped`] as soon as `give` says so.
pub fn make(
    pixels: RgbImage,
    mut give: impl FnMut(Rendition, Vec<u8>) -> Result<(), Unmade>,
) -> Result<(), Unmade> {
    let full = pixels.dimensions();
    let mut give = |rendition, image: &RgbImage| give(rendition, encode_jpeg(image, JPEG_QUALITY)?);
    let preview = scale(&pixels, size::within(full, size::PREVIEW))?;
    let thumbnail = scale(&preview, size::within(full, size::THUMBNAIL))?;
    give(Rendition::Preview, &preview)?;
    give(Rendition::Thumbnail, &thumbnail)?;
    drop((preview, thumbnail));
    if size::pyramid(full).is_none() {
        return Ok(());
    }
    let mut image = pixels;
    for (level, dimensions) in size::levels(full) {
        if image.dimensions() != dimensions {
            image = scale(&image, dimensions)?;
        }
        tiles(level, &image, &mut give)?;
    }
    Ok(())
}

fn tiles(
    level: u32,
    image: &RgbImage,
    mut give: impl FnMut(Rendition, &RgbImage) -> Result<(), Unmade>,
) -> Result<(), Unmade> {
    let (across, down) = size::grid(image.dimensions());
    for y in 0..down {
        for x in 0..across {
            let corner = (x * size::TILE, y * size::TILE);
            give(Rendition::Tile { level, x, y }, &tile(image, corner))?;
        }
    }
    Ok(())
}

/// The part of an image from a corner on, cut off at the image's edges.
fn tile(image: &RgbImage, (left, top): (u32, u32)) -> RgbImage {
    let width = size::TILE.min(image.width() - left);
    let height = size::TILE.min(image.height() - top);
    crop_imm(image, left, top, width, height).to_image()
}

fn scale(image: &RgbImage, (width, height): (u32, u32)) -> Result<RgbImage, PictureError> {
    match image.dimensions() == (width, height) {
        true => Ok(image.clone()),
        false => resize(image, width, height),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::HashMap;

    use image::{GenericImage, Rgb};

    use super::*;

    /// Soft waves in three colours, with an edge: something that a wrong tile would spoil.
    fn picture(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let wave = |at: u32, length: f32| (128.0 + 100.0 * (at as f32 / length).sin()) as u8;
            Rgb([wave(x, 40.0), wave(y, 60.0), if x * height > y * width { 200 } else { 60 }])
        })
    }

    fn all(pixels: &RgbImage) -> HashMap<Rendition, RgbImage> {
        let mut made = HashMap::new();
        make(pixels.clone(), |rendition, file| {
            let image = image::load_from_memory(&file).unwrap().to_rgb8();
            assert!(made.insert(rendition, image).is_none(), "{rendition:?} came twice");
            Ok(())
        })
        .unwrap();
        made
    }

    fn mean_difference(a: &RgbImage, b: &RgbImage) -> f64 {
        assert_eq!(a.dimensions(), b.dimensions());
        let sum: u64 = a.iter().zip(b.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        sum as f64 / a.len() as f64
    }

    #[test]
    fn a_small_image_gets_a_preview_of_its_own_size_and_no_tiles() {
        let made = all(&picture(363, 360));
        assert_eq!(made.len(), 2);
        assert_eq!(made[&Rendition::Preview].dimensions(), (363, 360));
        assert_eq!(made[&Rendition::Thumbnail].dimensions(), (256, 254));
    }

    #[test]
    fn every_level_of_the_pyramid_puts_together_to_the_image() {
        let original = picture(1301, 1033);
        let made = all(&original);
        let pyramid = size::pyramid((1301, 1033)).unwrap();
        assert_eq!(made.len() as u64, 2 + pyramid.tiles);
        for (level, (width, height)) in size::levels((1301, 1033)) {
            let mut together = RgbImage::new(width, height);
            let (across, down) = size::grid((width, height));
            for (x, y) in (0..down).flat_map(|y| (0..across).map(move |x| (x, y))) {
                let tile = &made[&Rendition::Tile { level, x, y }];
                together.copy_from(tile, x * size::TILE, y * size::TILE).unwrap();
            }
            let whole = resize(&original, width, height).unwrap();
            let difference = mean_difference(&together, &whole);
            // JPEG differs, and many halvings from one step, most where little is left of the
            // image. A tile in another's place would differ by 50.
            assert!(level < 8 || difference < 2.0, "level {level} differs by {difference}");
        }
    }

    #[test]
    fn preview_and_thumbnail_show_the_image() {
        let original = picture(2001, 777);
        let made = all(&original);
        for (rendition, dimensions) in
            [(Rendition::Preview, (1024, 398)), (Rendition::Thumbnail, (256, 99))]
        {
            let small = &made[&rendition];
            assert_eq!(small.dimensions(), dimensions);
            let area = image::imageops::thumbnail(&original, dimensions.0, dimensions.1);
            let difference = mean_difference(small, &area);
            assert!(difference < 3.0, "{rendition:?} differs by {difference}");
        }
    }

    #[test]
    fn it_stops_as_soon_as_nobody_wants_more() {
        let mut given = 0;
        let stopped = make(picture(1301, 1033), |_, _| {
            given += 1;
            if given < 3 { Ok(()) } else { Err(Unmade::Stopped) }
        });
        assert!(matches!(stopped, Err(Unmade::Stopped)));
        assert_eq!(given, 3);
    }
}
