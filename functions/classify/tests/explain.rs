//! Where the network sees a class: what a place is said to add to a logit, the logit loses when what is
//! there fades.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use candle_core::{Device as On, Tensor};
use classify::hrnet::HrNet;
use classify::{Device, Explainer, ExplanationError, Pack};
use image::RgbImage;

fn pack() -> Pack {
    Pack::load(common::shipped()).unwrap()
}

fn input(pack: &Pack, picture: &RgbImage) -> Tensor {
    let size = pack.manifest.input.size as usize;
    let prepared = pack.manifest.input.prepare(picture).unwrap();
    Tensor::from_vec(prepared.input, (1, 3, size, size), &On::Cpu).unwrap()
}

/// The logit of a class when every map's places are as strong as `strength` says of the map and place.
fn logit(
    network: &HrNet,
    maps: &[Tensor],
    class: usize,
    strength: impl Fn(usize, usize, usize) -> f32,
) -> f64 {
    let faded = maps.iter().enumerate().map(|(which, map)| {
        let (_, _, height, width) = map.dims4().unwrap();
        let place = |at: usize| strength(which, at / width, at % width);
        let strengths: Vec<f32> = (0..height * width).map(place).collect();
        let strengths = Tensor::from_vec(strengths, (1, 1, height, width), map.device()).unwrap();
        map.broadcast_mul(&strengths).unwrap()
    });
    let logits = network.read(&faded.collect::<Vec<_>>()).unwrap();
    f64::from(logits.to_vec2::<f32>().unwrap()[0][class])
}

#[test]
fn a_share_is_what_the_logit_loses_as_the_place_fades() {
    let pack = pack();
    let network = pack.network(&On::Cpu).unwrap();
    let maps = network.maps(&input(&pack, &common::cell(3))).unwrap();
    // Small enough that rectified units stay on their side, large enough for single precision.
    let step = 1.0 / 256.0;
    let class = 5;
    let (shares, whole) = network.shares(&maps, class).unwrap();
    let unfaded = logit(&network, &maps, class, |_, _, _| 1.0);
    assert!((unfaded - f64::from(whole)).abs() < 1e-5);
    for (which, share) in shares.iter().enumerate() {
        let values = share.to_vec2::<f32>().unwrap();
        let (height, width) = share.dims2().unwrap();
        // A block of an eighth of the map: one place of the lowest resolution.
        let block = (height / 7, width / 7);
        for (row, column) in [(3, 3), (2, 4)] {
            let inside = |y: usize, x: usize| (y / block.0, x / block.1) == (row, column);
            let told: f64 = (0..height)
                .flat_map(|y| (0..width).map(move |x| (y, x)))
                .filter(|&(y, x)| inside(y, x))
                .map(|(y, x)| f64::from(values[y][x]))
                .sum();
            let at = |strength: f32| {
                logit(&network, &maps, class, |map, y, x| {
                    if map == which && inside(y, x) { strength } else { 1.0 }
                })
            };
            let lost = (at(1.0 + step) - at(1.0 - step)) / f64::from(2.0 * step);
            assert!(
                (lost - told).abs() <= 0.03 * told.abs() + 0.002,
                "class {class}, map {which}, block {row},{column}: {told} told, {lost} lost"
            );
        }
    }
}

#[test]
fn a_map_and_the_bias_sum_to_the_logit_that_the_network_gives() {
    let pack = pack();
    let network = pack.network(&On::Cpu).unwrap();
    let x = input(&pack, &common::cell(1));
    let maps = network.maps(&x).unwrap();
    let logits = network.read(&maps).unwrap().to_vec2::<f32>().unwrap().remove(0);
    for (class, logit) in logits.into_iter().enumerate() {
        let map = network.activation_map(&x, class).unwrap();
        assert_eq!((map.rows, map.columns, map.shares.len()), (56, 56, 56 * 56));
        let sum: f32 = map.shares.iter().sum();
        assert!((map.logit - logit).abs() < 1e-5 && (sum + map.bias - logit).abs() < 1e-4);
        let (support, opposition) = map.support_and_opposition();
        assert!(support >= map.peak() && opposition <= 0.0);
        assert!((support + opposition - sum).abs() < 1e-3);
    }
    assert!(network.activation_map(&x, 8).is_err(), "there is no ninth class");
}

/// In the pictures that it was trained on the cell is in the middle; red cells round it say nothing.
#[test]
fn of_real_cells_the_map_lies_on_the_cell() {
    let Some(folder) = common::shared("data/pbc8/validation") else { return };
    let pack = pack();
    let explainer = Explainer::new(pack.clone(), Device::Cpu);
    let (mut in_the_middle, mut pictures) = (0.0, 0);
    for label in pack.manifest.labels.iter().filter(|label| label.as_str() != "platelet") {
        let mut files: Vec<_> = std::fs::read_dir(folder.join(label.as_str())).unwrap().collect();
        files.sort_by_key(|file| file.as_ref().unwrap().file_name());
        for file in files.into_iter().take(3) {
            let picture = image::open(file.unwrap().path()).unwrap().to_rgb8();
            let map = explainer.explain(&picture, label).unwrap().map;
            let middle = |at: usize| (14..42).contains(&(at / 56)) && (14..42).contains(&(at % 56));
            let support = |keep: &dyn Fn(usize) -> bool| -> f32 {
                (0..56 * 56).filter(|at| keep(*at)).map(|at| map.shares[at].max(0.0)).sum()
            };
            in_the_middle += support(&middle) / support(&|_| true);
            pictures += 1;
        }
    }
    let mean = in_the_middle / pictures as f32;
    println!("{mean:.2} of what speaks for the label lies in the middle quarter of {pictures}");
    assert!(mean > 0.4, "{mean}: no better than a map of chance, which has a quarter there");
}

#[test]
fn a_map_is_a_picture_as_opaque_as_the_share_is_of_the_greatest() {
    let pack = pack();
    let label = &pack.manifest.labels[0];
    let explained = Explainer::new(pack.clone(), Device::Cpu);
    let found = explained.explain(&common::cell(2), label).unwrap();
    let picture = image::load_from_memory(&found.map.png()).unwrap().to_luma_alpha8();
    assert_eq!(picture.dimensions(), (56, 56));
    let peak = found.map.peak();
    for (pixel, share) in picture.pixels().zip(&found.map.shares) {
        let expected = (share.max(0.0) / peak * 255.0).round();
        assert_eq!(pixel.0, [0, expected as u8]);
    }
    assert_eq!(picture.pixels().map(|pixel| pixel.0[1]).max(), Some(255));
    let unknown = explained.explain(&common::cell(2), &"blast".parse().unwrap()).unwrap_err();
    assert!(matches!(unknown, ExplanationError::UnknownLabel(_)), "{unknown}");
    let empty = explained.explain(&RgbImage::new(0, 0), label).unwrap_err();
    assert!(matches!(empty, ExplanationError::Empty(_)), "{empty}");
}
