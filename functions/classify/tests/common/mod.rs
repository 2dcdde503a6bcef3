//! What the tests of this crate share.
#![allow(dead_code, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use classify::evaluate::Request;
use image::{Rgb, RgbImage};

/// The pack that the product ships.
pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/blood-cell-hrnet-w18-small")
}

/// An evaluation of labelled pictures and nothing else.
pub fn request(data: &Path) -> Request {
    Request {
        data: data.to_owned(),
        baseline: None,
        outside: None,
        seed: 1,
        program: "a test".to_owned(),
        measured_at: "2026-01-02T03:04:05Z".to_owned(),
    }
}

/// Something in the folder of third-party data beside the project; none in most clones, which is
/// said on the test's output.
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    println!("SKIPPED: there is no shared/{path} beside the project");
    None
}

/// Numbers in [-1, 1) that any language can make: 24 bits of a 32-bit integer hash (lowbias32).
pub fn uniform(seed: u32, count: usize) -> impl Iterator<Item = f32> {
    (0..u32::try_from(count).unwrap()).map(move |at| {
        let mut x = at.wrapping_add(seed.wrapping_mul(0x9e37_79b9));
        x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
        x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
        x ^= x >> 16;
        ((x >> 8) as f32) / 8_388_608.0 - 1.0
    })
}

/// Every byte by chance.
pub fn noise(width: u32, height: u32) -> RgbImage {
    let count = (width * height * 3) as usize;
    let bytes = uniform(2000, count).map(|u| ((u + 1.0) * 127.5) as u8).collect();
    RgbImage::from_raw(width, height, bytes).unwrap()
}

/// Something like a stained cell on a bright ground, with red cells around it: the colours of a
/// blood smear, drawn. It is familiar to the shipped model; what the model calls it means nothing.
pub fn cell(seed: u32) -> RgbImage {
    let grain: Vec<f32> = uniform(seed, 240 * 240).collect();
    let turn = seed as f32;
    let near = |x: f32, y: f32, (cx, cy): (f32, f32), radius: f32| {
        ((radius - (x - cx).hypot(y - cy)) / 3.0).clamp(0.0, 1.0)
    };
    RgbImage::from_fn(240, 240, |x, y| {
        let grain = grain[(y * 240 + x) as usize] * 6.0;
        let (x, y) = (x as f32, y as f32);
        let red = [(30.0, 40.0), (215.0, 60.0), (40.0, 205.0), (200.0, 210.0)]
            .into_iter()
            .map(|center| near(x, y, center, 42.0))
            .fold(0.0, f32::max);
        let body = near(x, y, (120.0, 120.0), 62.0);
        let core = near(x, y, (112.0 + 6.0 * turn.sin(), 122.0), 38.0);
        let ground = [245.0, 220.0, 200.0];
        let mixed = [[228.0, 180.0, 172.0], [205.0, 180.0, 205.0], [120.0, 70.0, 150.0]]
            .into_iter()
            .zip([red, body, core])
            .fold(ground, |under, (over, share)| {
                [0, 1, 2].map(|at| under[at] + (over[at] - under[at]) * share)
            });
        Rgb(mixed.map(|level| (level + grain).clamp(0.0, 255.0) as u8))
    })
}
