//! Blur by a Gaussian, rows then columns; beyond the edges lies what lies at the edges.

use crate::point::exp;

/// Blurs a square picture; `deviation` in pixels.
pub fn gaussian(picture: Vec<[f32; 3]>, size: usize, deviation: f32) -> Vec<[f32; 3]> {
    if deviation < 0.2 {
        return picture;
    }
    let weights = weights(deviation);
    let rows = along_rows(&picture, size, &weights);
    // Turned over twice, columns are rows.
    turned(along_rows(&turned(rows, size), size, &weights), size)
}

/// Of the middle and those to one side; all together are 1.
fn weights(deviation: f32) -> Vec<f32> {
    let reach = (2.6 * deviation).ceil() as usize;
    let weight = |far: usize| exp(-((far * far) as f32) / (2.0 * deviation * deviation));
    let half: Vec<f32> = (0..=reach).map(weight).collect();
    let all = 2.0 * half.iter().sum::<f32>() - half[0];
    half.iter().map(|weight| weight / all).collect()
}

fn along_rows(picture: &[[f32; 3]], size: usize, weights: &[f32]) -> Vec<[f32; 3]> {
    let reach = weights.len() - 1;
    let mut blurred = Vec::with_capacity(picture.len());
    let mut line = Vec::with_capacity(size + 2 * reach);
    for row in picture.chunks_exact(size) {
        line.clear();
        line.extend(std::iter::repeat_n(row[0], reach));
        line.extend_from_slice(row);
        line.extend(std::iter::repeat_n(row[size - 1], reach));
        blurred.extend((reach..reach + size).map(|at| {
            let mut sum = line[at].map(|value| value * weights[0]);
            for (far, weight) in weights.iter().enumerate().skip(1) {
                for (channel, sum) in sum.iter_mut().enumerate() {
                    *sum += weight * (line[at - far][channel] + line[at + far][channel]);
                }
            }
            sum
        }));
    }
    blurred
}

fn turned(picture: Vec<[f32; 3]>, size: usize) -> Vec<[f32; 3]> {
    let pixel = |index: usize| picture[index % size * size + index / size];
    (0..picture.len()).map(pixel).collect()
}
