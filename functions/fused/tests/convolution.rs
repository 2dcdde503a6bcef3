//! Every processor that this machine has computes what Candle does.
#![allow(clippy::unwrap_used, missing_docs)]

use candle_core::{Device, Tensor};
use fused::{Convolution, Element, Map, Processor, Shape, Weights, add, bf16, gather};
use proptest::prelude::*;

/// Numbers between −1 and 1 that follow from a seed.
fn numbers(seed: u64, count: usize) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(next).collect()
}

fn stored<E: Element>(values: Vec<f32>) -> Vec<f32> {
    values.into_iter().map(|value| E::of(value).value()).collect()
}

/// One convolution with all that can follow it.
#[derive(Clone, Debug)]
struct Case {
    shape: Shape,
    height: usize,
    width: usize,
    plus: bool,
    rectified: bool,
    threads: bool,
    seed: u64,
}

prop_compose! {
    fn a_case()(
        inputs in 1_usize..70, outputs in 1_usize..100, (kernel, stride) in
            prop::sample::select(vec![(1, 1), (3, 1), (3, 2)]),
        height in 1_usize..20, width in 1_usize..40,
        plus: bool, rectified: bool, threads: bool, seed: u64,
    ) -> Case {
        let shape = Shape { inputs, outputs, kernel, stride };
        Case { shape, height, width, plus, rectified, threads, seed }
    }
}

impl Case {
    fn run<E: Element>(&self, processor: Processor) -> (Vec<f32>, Vec<f32>) {
        let Shape { inputs, outputs, kernel, stride } = self.shape;
        let spread = 1.0 / ((inputs * kernel * kernel) as f32).sqrt();
        let weights = numbers(self.seed, outputs * inputs * kernel * kernel);
        let weights = stored::<E>(weights.iter().map(|weight| weight * spread).collect());
        let bias = numbers(self.seed ^ 1, outputs);
        let x = stored::<E>(numbers(self.seed ^ 2, inputs * self.height * self.width));
        let (height, width) = (self.height.div_ceil(stride), self.width.div_ceil(stride));
        let plus = stored::<E>(numbers(self.seed ^ 3, outputs * height * width));

        let packed = Weights { kernel: weights.clone(), bias: bias.clone() };
        let convolution = Convolution::<E>::new(self.shape, &packed, processor);
        let map = Map::<E>::of_planes(&x, inputs, self.height, self.width);
        let added = Map::<E>::of_planes(&plus, outputs, height, width);
        let found =
            convolution.apply(&map, self.plus.then_some(&added), self.rectified, self.threads);

        let on = &Device::Cpu;
        let x = Tensor::from_vec(x, (1, inputs, self.height, self.width), on).unwrap();
        let weights = Tensor::from_vec(weights, (outputs, inputs, kernel, kernel), on).unwrap();
        let bias = Tensor::from_vec(bias, (1, outputs, 1, 1), on).unwrap();
        let mut y = x.conv2d(&weights, kernel / 2, stride, 1, 1).unwrap();
        y = y.broadcast_add(&bias).unwrap();
        if self.plus {
            y = (y + Tensor::from_vec(plus, (1, outputs, height, width), on).unwrap()).unwrap();
        }
        if self.rectified {
            y = y.relu().unwrap();
        }
        assert_eq!(found.shape(), (outputs, height, width));
        (found.planes(), y.flatten_all().unwrap().to_vec1().unwrap())
    }
}

fn close(found: &[f32], expected: &[f32], tolerance: f32) {
    assert_eq!(found.len(), expected.len());
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let near = (found - expected).abs() <= tolerance * expected.abs().max(1.0);
        assert!(near, "{found} for {expected} at {at}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_convolution_is_candles(case in a_case()) {
        for processor in Processor::all_here() {
            let (found, expected) = case.run::<f32>(processor);
            close(&found, &expected, 1e-5);
        }
    }

    #[test]
    fn with_bf16_it_is_candles_but_for_the_rounding_of_what_is_stored(case in a_case()) {
        for processor in Processor::all_here() {
            let (found, expected) = case.run::<bf16>(processor);
            // 8 bits are stored: half of the last is 2⁻⁹ of the value.
            close(&found, &expected, 1.0 / 256.0);
        }
    }
}

#[test]
fn sums_are_plain_and_coarser_maps_are_repeated() {
    for processor in Processor::all_here() {
        let (fine, coarse) = (numbers(1, 20 * 4 * 8), numbers(2, 20 * 2 * 4));
        let base = Map::<f32>::of_planes(&fine, 20, 4, 8);
        let other = Map::<f32>::of_planes(&coarse, 20, 2, 4);
        let doubled = add(processor, &base, &base).planes();
        close(&doubled, &fine.iter().map(|value| 2.0 * value).collect::<Vec<_>>(), 0.0);
        let expected: Vec<f32> = (0..fine.len())
            .map(|at| {
                let (channel, y, x) = (at / 32, at / 8 % 4, at % 8);
                (fine[at] + coarse[channel * 8 + y / 2 * 4 + x / 2]).max(0.0)
            })
            .collect();
        close(&gather(processor, &base, &[(&other, 2)]).planes(), &expected, 0.0);
    }
}

#[test]
fn means_are_over_pixels_and_a_map_of_fewer_channels_finds_no_rest_of_an_earlier_one() {
    drop(Map::<f32>::of_planes(&[7.0; 32 * 6], 32, 2, 3));
    let few = Map::<f32>::of_planes(&numbers(5, 17 * 6), 17, 2, 3);
    let means = few.means();
    assert_eq!(means.len(), 17);
    let first: f32 = numbers(5, 6).iter().sum::<f32>() / 6.0;
    assert!((means[0] - first).abs() < 1e-6);
    let ones = Weights { kernel: vec![1.0; 17], bias: vec![0.0] };
    let shape = Shape { inputs: 17, outputs: 1, kernel: 1, stride: 1 };
    for processor in Processor::all_here() {
        let sum = Convolution::<f32>::new(shape, &ones, processor).apply(&few, None, false, false);
        let expected: f32 = (0..17).map(|channel| few.planes()[channel * 6]).sum();
        assert!((sum.planes()[0] - expected).abs() < 1e-5);
    }
}

#[test]
fn normalization_is_folded_into_weights_and_bias() {
    let weights = Weights { kernel: vec![1.0, 2.0, 3.0, 4.0], bias: vec![1.0, -1.0] };
    let folded = weights.normalized(&[2.0, 10.0], &[0.5, 0.0]);
    assert_eq!(folded, Weights { kernel: vec![2.0, 4.0, 30.0, 40.0], bias: vec![2.5, -10.0] });
}
