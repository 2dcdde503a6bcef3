//! How large every rendition is. Pixels, as (across, down).

use domain::event::TilePyramid;

/// The longest side of a thumbnail.
pub const THUMBNAIL: u32 = 256;
/// The longest side of a preview. A larger image gets tiles.
pub const PREVIEW: u32 = 1024;
/// The edge of a tile; those at the right and at the bottom are smaller. Tiles do not overlap.
pub const TILE: u32 = 512;

/// A size that fits into a square, with the same proportions; never enlarged.
pub fn within((width, height): (u32, u32), longest: u32) -> (u32, u32) {
    let side = width.max(height);
    if side <= longest {
        return (width, height);
    }
    let scaled = |length: u32| {
        let (length, side) = (u64::from(length), u64::from(side));
        let rounded = (length * u64::from(longest) + side / 2) / side;
        u32::try_from(rounded).unwrap_or(longest).max(1)
    };
    (scaled(width), scaled(height))
}

/// Half of a size, rounded up: the next smaller level of a pyramid.
pub fn half((width, height): (u32, u32)) -> (u32, u32) {
    (width.div_ceil(2), height.div_ceil(2))
}

/// How many tiles a level has, across and down.
pub fn grid((width, height): (u32, u32)) -> (u32, u32) {
    (width.div_ceil(TILE), height.div_ceil(TILE))
}

/// The levels of an image's pyramid, from full size down to one pixel, with their numbers.
pub fn levels(full: (u32, u32)) -> impl Iterator<Item = (u32, (u32, u32))> {
    let mut size = full;
    (0..=max_level(full)).rev().map(move |level| {
        let this = size;
        size = half(size);
        (level, this)
    })
}

/// The pyramid of an image, if it is large enough to have one.
pub fn pyramid(full: (u32, u32)) -> Option<TilePyramid> {
    let tiles = |(_, size)| {
        let (across, down) = grid(size);
        u64::from(across) * u64::from(down)
    };
    (full.0.max(full.1) > PREVIEW).then(|| TilePyramid {
        tile_size: TILE,
        max_level: max_level(full),
        tiles: levels(full).map(tiles).sum(),
    })
}

/// The number of halvings from full size to one pixel: ⌈log₂ of the longest side⌉.
fn max_level((width, height): (u32, u32)) -> u32 {
    u32::BITS - (width.max(height).max(1) - 1).leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_keeps_its_proportions_and_is_never_enlarged() {
        assert_eq!(within((360, 363), 256), (254, 256));
        assert_eq!(within((4001, 333), 1024), (1024, 85));
        assert_eq!(within((100, 80), 256), (100, 80));
        assert_eq!(within((10_000, 1), 256), (256, 1));
        assert_eq!(within((u32::MAX, u32::MAX), 1024), (1024, 1024));
    }

    #[test]
    fn levels_go_from_full_size_to_one_pixel() {
        let all: Vec<_> = levels((1025, 700)).collect();
        assert_eq!(all.first(), Some(&(11, (1025, 700))));
        assert_eq!(all[1], (10, (513, 350)));
        assert_eq!(all.last(), Some(&(0, (1, 1))));
        assert_eq!(all.len(), 12);
    }

    #[test]
    fn an_image_no_larger_than_its_preview_has_no_tiles() {
        assert_eq!(pyramid((1024, 1024)), None);
        let tiles = pyramid((1025, 700)).map(|pyramid| (pyramid.max_level, pyramid.tiles));
        // 3 × 2 at full size, 2 × 1 at half, one in each of the ten levels below.
        assert_eq!(tiles, Some((11, 6 + 2 + 10)));
    }
}
