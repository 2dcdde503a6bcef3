//! Bicubic resizing with antialiasing, to the bit what Pillow's `BICUBIC` gives.
//!
//! Networks notice when they are fed by another resizer than they learned with, so this follows
//! Pillow's fixed-point arithmetic: rows first, then columns, rounded to bytes in between. (Pillow 13
//! begins with the columns of pictures much higher than wide, which moves a level here and there.)

use image::RgbImage;

/// Bits after the point of a weight.
const PRECISION: u32 = 22;

/// How far a bicubic kernel reaches, in pixels of the coarser of the two pictures.
const REACH: f64 = 2.0;

/// A picture of another size. Both sizes must be above zero.
pub(crate) fn resize(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let (from_width, from_height) = (picture.width() as usize, picture.height() as usize);
    let columns = windows(from_width, width as usize);
    let rows = windows(from_height, height as usize);
    let narrow = across(picture.as_raw(), from_width, &columns);
    let pixels = down(&narrow, 3 * width as usize, &rows);
    RgbImage::from_raw(width, height, pixels).expect("three bytes for each pixel were made")
}

/// What an output pixel is made of: neighbours from `start` on, each with its weight.
struct Window {
    start: usize,
    weights: Vec<i32>,
}

/// The windows of all output pixels along one edge.
fn windows(from: usize, to: usize) -> Vec<Window> {
    let scale = from as f64 / to as f64;
    let stretch = scale.max(1.0);
    let reach = REACH * stretch;
    let window = |at: usize| {
        let center = (at as f64 + 0.5) * scale;
        // A cast from a negative number gives 0, which is where the picture begins.
        let start = (center - reach + 0.5) as usize;
        let end = ((center + reach + 0.5) as usize).min(from);
        let raw: Vec<f64> =
            (start..end).map(|x| kernel((x as f64 - center + 0.5) / stretch)).collect();
        let total: f64 = raw.iter().sum();
        Window { start, weights: raw.iter().map(|weight| fixed(weight / total)).collect() }
    };
    (0..to).map(window).collect()
}

/// Cubic convolution (Keys 1981) with a = −0.5, as Catmull and Rom.
fn kernel(x: f64) -> f64 {
    const A: f64 = -0.5;
    let x = x.abs();
    if x < 1.0 {
        ((A + 2.0) * x - (A + 3.0)) * x * x + 1.0
    } else if x < 2.0 {
        (((x - 5.0) * x + 8.0) * x - 4.0) * A
    } else {
        0.0
    }
}

fn fixed(weight: f64) -> i32 {
    (weight * f64::from(1 << PRECISION)).round() as i32
}

fn byte(sum: i32) -> u8 {
    ((sum + (1 << (PRECISION - 1))) >> PRECISION).clamp(0, 255) as u8
}

/// Each row of RGB pixels brought to as many pixels as there are windows.
fn across(pixels: &[u8], width: usize, windows: &[Window]) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len() / width * windows.len());
    for row in pixels.chunks_exact(3 * width) {
        for Window { start, weights } in windows {
            let mut sums = [0; 3];
            for (pixel, weight) in row[3 * start..].as_chunks::<3>().0.iter().zip(weights) {
                for (sum, value) in sums.iter_mut().zip(pixel) {
                    *sum += i32::from(*value) * weight;
                }
            }
            out.extend(sums.map(byte));
        }
    }
    out
}

/// The rows, of so many bytes each, brought to as many as there are windows.
fn down(pixels: &[u8], row: usize, windows: &[Window]) -> Vec<u8> {
    let mut out = Vec::with_capacity(row * windows.len());
    let mut sums = vec![0; row];
    for Window { start, weights } in windows {
        sums.fill(0);
        for (row, weight) in pixels[start * row..].chunks_exact(row).zip(weights) {
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += i32::from(*value) * weight;
            }
        }
        out.extend(sums.iter().map(|sum| byte(*sum)));
    }
    out
}
