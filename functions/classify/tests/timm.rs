//! Every variant is timm's: the same parameters, and the same logits for the same weights.
//!
//! The figures were recorded from timm by `timm_reference.py`, which fills weights and pictures by
//! the same integer formula as this file, so that none of them need be kept.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use std::collections::HashMap;
use std::fmt::Write;

use candle_core::{DType, Device, ModuleT, Tensor};
use candle_nn::VarBuilder;
use classify::Precision;
use classify::hrnet::{FusedHrNet, HrNet, Variant, parameters};
use common::uniform;
use fused::Processor;
use serde::Deserialize;
use sha2::{Digest, Sha256};

const CLASSES: usize = 5;
const SIZE: usize = 64;

/// A parameter whose name is the `seed`-th of all.
fn filled(seed: u32, name: &str, shape: &[usize]) -> Tensor {
    let count: usize = shape.iter().product();
    let spread: &dyn Fn(f32) -> f32 = match shape.len() {
        1 if name.ends_with("running_var") => &|u| 1.0 + u / 2.0,
        1 if name.ends_with("weight") => &|u| 0.6 + u / 4.0,
        1 => &|u| u / 8.0,
        _ => &|u| u * (6.0 / (count as f64 / shape[0] as f64)).sqrt() as f32,
    };
    let values: Vec<f32> = uniform(seed, count).map(spread).collect();
    Tensor::from_vec(values, shape, &Device::Cpu).unwrap()
}

fn network(variant: Variant) -> HrNet {
    let tensors: HashMap<String, Tensor> = (0..)
        .zip(parameters(variant, CLASSES))
        .map(|(seed, (name, shape))| (name.clone(), filled(seed, &name, &shape)))
        .collect();
    let vb = VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu);
    HrNet::new(&vb, variant, CLASSES).unwrap()
}

#[test]
fn every_variant_has_the_parameters_of_timm() {
    let mut lines = String::new();
    for variant in Variant::ALL {
        let parameters = parameters(variant, CLASSES);
        let shapes: String =
            parameters.iter().map(|(name, shape)| format!("{name} {shape:?}\n")).collect();
        let digest = hex::encode(Sha256::digest(&shapes));
        writeln!(lines, "{variant} {} {digest}", parameters.len()).unwrap();
    }
    assert_eq!(lines, include_str!("fixtures/parameters.txt"));
}

#[test]
fn every_variant_gives_the_logits_of_timm() {
    #[derive(Deserialize)]
    struct Reference {
        logits: HashMap<String, Vec<Vec<f32>>>,
    }
    let reference: Reference = serde_json::from_str(include_str!("fixtures/logits.json")).unwrap();
    let pictures: Vec<f32> = uniform(1000, 2 * 3 * SIZE * SIZE).collect();
    let x = Tensor::from_vec(pictures, (2, 3, SIZE, SIZE), &Device::Cpu).unwrap();
    for variant in Variant::ALL {
        let y: Vec<Vec<f32>> = network(variant).forward_t(&x, false).unwrap().to_vec2().unwrap();
        let expected = &reference.logits[variant.as_str()];
        let error = relative_error(&y.concat(), &expected.concat());
        println!("{variant}: relative error {error:.1e}");
        assert!(error < 1e-4, "{variant}: relative error {error:e}");
    }
}

#[test]
fn every_processor_gives_the_logits_of_candle() {
    let pictures: Vec<f32> = uniform(7, 3 * 3 * SIZE * SIZE).collect();
    let x = Tensor::from_vec(pictures, (3, 3, SIZE, SIZE), &Device::Cpu).unwrap();
    let logits = |y: Tensor| y.to_vec2::<f32>().unwrap().concat();
    for variant in [Variant::W18Small, Variant::W18SmallV2, Variant::W32] {
        let candle = network(variant);
        let expected = logits(candle.forward_t(&x, false).unwrap());
        for processor in Processor::all_here() {
            let fused = FusedHrNet::on(&candle, processor, Precision::F32).unwrap();
            let error = relative_error(&logits(fused.forward(&x).unwrap()), &expected);
            println!("{variant}, {processor}: relative error {error:.1e}");
            assert!(error <= 1e-5, "{variant}, {processor}: relative error {error:e}");
            // What is stored in 8 bits is off by a five-hundredth each time; it must not add up.
            let halved = FusedHrNet::on(&candle, processor, Precision::Bf16).unwrap();
            let error = relative_error(&logits(halved.forward(&x).unwrap()), &expected);
            println!("{variant}, {processor} in bf16: relative error {error:.1e}");
            assert!(error <= 0.05, "{variant}, {processor} in bf16: relative error {error:e}");
        }
    }
}

#[test]
fn an_image_has_the_same_logits_alone_as_among_others() {
    let network = FusedHrNet::new(&network(Variant::W18Small), Precision::F32).unwrap();
    let pictures: Vec<f32> = uniform(9, 9 * 3 * SIZE * SIZE).collect();
    let x = Tensor::from_vec(pictures, (9, 3, SIZE, SIZE), &Device::Cpu).unwrap();
    let together: Vec<Vec<f32>> = network.forward(&x).unwrap().to_vec2().unwrap();
    for (at, expected) in together.iter().enumerate() {
        let alone = network.forward(&x.narrow(0, at, 1).unwrap()).unwrap();
        assert_eq!(&alone.to_vec2::<f32>().unwrap()[0], expected);
    }
    let odd = Tensor::zeros((1, 3, 40, 64), DType::F32, &Device::Cpu).unwrap();
    assert!(network.forward(&odd).unwrap_err().to_string().contains("multiples of 32"));
}

/// The greatest difference, over the greatest expected.
fn relative_error(found: &[f32], expected: &[f32]) -> f32 {
    assert_eq!(found.len(), expected.len());
    let greatest = |values: &mut dyn Iterator<Item = f32>| values.fold(0.0, f32::max);
    let difference = greatest(&mut found.iter().zip(expected).map(|(a, b)| (a - b).abs()));
    difference / greatest(&mut expected.iter().map(|value| value.abs()))
}
