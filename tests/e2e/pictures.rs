//! Pictures drawn in code: one stained cell on a pale ground. No class is meant by them.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A cell of 240×240 pixels; each seed looks a little different.
pub fn cell(seed: u32) -> RgbImage {
    sized(seed, 240, 240)
}

/// The same on a ground of any size.
pub fn sized(seed: u32, width: u32, height: u32) -> RgbImage {
    let noise = |x: u32, y: u32| {
        let mixed = (x.wrapping_mul(73_856_093) ^ y.wrapping_mul(19_349_663) ^ seed)
            .wrapping_mul(2_654_435_761);
        (mixed >> 28) as u8
    };
    let radius = 40.0 + f64::from(seed % 37);
    let (cx, cy) = (f64::from(width) / 2.0 + f64::from(seed % 11), f64::from(height) / 2.0);
    RgbImage::from_fn(width, height, |x, y| {
        let distance = (f64::from(x) - cx).hypot(f64::from(y) - cy);
        let grain = noise(x, y);
        if distance < radius * 0.6 {
            Rgb([96 + grain, 60 + grain, 140 + grain])
        } else if distance < radius {
            Rgb([190 + grain, 160 + grain, 205 + grain])
        } else {
            Rgb([232 + grain, 220 + grain, 222 + grain])
        }
    })
}

/// The picture's bytes in an encoding.
pub fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG of a cell, with a name.
pub fn file(seed: u32) -> (String, Vec<u8>) {
    (format!("cell-{seed}.jpg"), encoded(&cell(seed), ImageFormat::Jpeg))
}
