//! Pictures become inputs as timm and Pillow make them, to the last bit.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use classify::pack::{Input, Resize};
use domain::event::Area;
use image::RgbImage;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Mean 0 and deviation 1/255 leave the bytes as they were.
const PLAIN: Input =
    Input { size: 64, resize: Resize::Stretch, mean: [0.0; 3], deviation: [1.0 / 255.0; 3] };

#[test]
fn resizing_is_that_of_timm_to_the_bit() {
    #[derive(Deserialize)]
    struct Case {
        width: u32,
        height: u32,
        crop_pct: Option<f64>,
        sha256: String,
    }
    let cases: Vec<Case> = serde_json::from_str(include_str!("fixtures/preprocess.json")).unwrap();
    assert_eq!(cases.len(), 15);
    for Case { width, height, crop_pct, sha256 } in cases {
        let resize = crop_pct.map_or(Resize::Stretch, |crop_pct| Resize::CenterCrop { crop_pct });
        let input = Input { resize, ..PLAIN }.prepare(&common::noise(width, height)).unwrap().input;
        let digest = hex::encode(Sha256::digest(interleaved(&input)));
        assert_eq!(digest, sha256, "{width} × {height}, crop {crop_pct:?}");
    }
}

#[test]
fn channels_are_scaled_by_their_own_mean_and_deviation() {
    let input = Input { mean: [0.5, 0.25, 0.0], deviation: [0.5, 0.25, 2.0], ..PLAIN };
    let red = RgbImage::from_pixel(50, 70, image::Rgb([255, 0, 51]));
    let values = input.prepare(&red).unwrap().input;
    assert_eq!(values.len(), 3 * 64 * 64);
    for (channel, expected) in values.chunks(64 * 64).zip([1.0, -1.0, 0.1]) {
        assert!(channel.iter().all(|value| (value - expected).abs() < 1e-6));
    }
}

#[test]
fn a_picture_without_pixels_is_refused() {
    for (width, height) in [(0, 0), (0, 9), (9, 0)] {
        let empty = RgbImage::new(width, height);
        assert!(PLAIN.prepare(&empty).is_err());
        let crop = Input { resize: Resize::CenterCrop { crop_pct: 0.9 }, ..PLAIN };
        assert!(crop.prepare(&empty).is_err());
    }
}

#[test]
fn the_area_is_what_the_input_shows() {
    let area = |resize, size| Input { resize, ..PLAIN }.area(size);
    let of = |left, top, width, height| Area { left, top, width, height };
    assert_eq!(area(Resize::Stretch, (1280, 960)), of(0, 0, 1280, 960));
    let whole = Resize::CenterCrop { crop_pct: 1.0 };
    assert_eq!(area(whole, (1280, 960)), of(151, 0, 964, 960));
    assert_eq!(area(whole, (64, 64)), of(0, 0, 64, 64));
    let middle = Resize::CenterCrop { crop_pct: 0.5 };
    assert_eq!(area(middle, (256, 256)), of(64, 64, 128, 128));
    for (width, height) in [(1, 1), (65, 1), (1, 900), (333, 332), (4000, 3)] {
        for resize in [whole, middle, Resize::CenterCrop { crop_pct: 0.875 }] {
            let area = area(resize, (width, height));
            assert!(area.width > 0 && area.height > 0, "{width} × {height}: {area:?}");
            assert!(area.left + area.width <= width && area.top + area.height <= height);
        }
    }
}

/// Red, green, blue of each pixel, from red, green and blue of all.
fn interleaved(input: &[f32]) -> Vec<u8> {
    let channels: Vec<&[f32]> = input.chunks(input.len() / 3).collect();
    let pixel = |at: usize| [0, 1, 2].map(|channel| channels[channel][at].round() as u8);
    (0..input.len() / 3).flat_map(pixel).collect()
}
