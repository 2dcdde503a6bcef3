//! A convolution whose weights are packed once.

use rayon::prelude::*;

use crate::tile::Row;
use crate::{BLOCK, Element, Map, Processor};

/// What a convolution looks like: square, padded so that stride 1 keeps the size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Input channels.
    pub inputs: usize,
    /// Output channels.
    pub outputs: usize,
    /// 1 or 3 pixels both ways.
    pub kernel: usize,
    /// 1 or 2 pixels both ways.
    pub stride: usize,
}

/// A convolution's weights as libraries keep them, with the batch normalization after it folded in.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// `[output][input][row][column]`
    pub kernel: Vec<f32>,
    /// One for each output.
    pub bias: Vec<f32>,
}

impl Weights {
    /// Folds in the normalization that follows: each output times its scale, then plus its shift.
    ///
    /// # Panics
    /// Not as many scales and shifts as outputs.
    pub fn normalized(mut self, scales: &[f32], shifts: &[f32]) -> Self {
        let outputs = self.bias.len();
        assert!(scales.len() == outputs && shifts.len() == outputs, "one for each output");
        let of_an_output = self.kernel.len() / outputs;
        for (kernel, scale) in self.kernel.chunks_exact_mut(of_an_output).zip(scales) {
            kernel.iter_mut().for_each(|weight| *weight *= scale);
        }
        for ((bias, scale), shift) in self.bias.iter_mut().zip(scales).zip(shifts) {
            *bias = *bias * scale + shift;
        }
        self
    }
}

/// A convolution for one kind of processor.
pub struct Convolution<E: Element> {
    shape: Shape,
    processor: Processor,
    /// Blocks of output channels of a tile.
    blocks: usize,
    /// `[tile of outputs][block of inputs][row][column][step][output of the tile][input of the step]`
    weights: Vec<E>,
    bias: Vec<f32>,
}

impl<E: Element> Convolution<E> {
    /// Packs weights.
    ///
    /// # Panics
    /// The weights have not the shape, the shape is not one that can be computed, or this machine is
    /// not that processor.
    pub fn new(shape: Shape, weights: &Weights, processor: Processor) -> Self {
        let Shape { inputs, outputs, kernel, stride } = shape;
        assert!(matches!((kernel, stride), (1, 1) | (3, 1 | 2)), "{shape:?} is not known");
        assert_eq!(weights.kernel.len(), outputs * inputs * kernel * kernel, "{shape:?}");
        assert_eq!(weights.bias.len(), outputs, "{shape:?}");
        assert!(processor.is_here(), "this machine has no {processor}");
        let padded = outputs.div_ceil(BLOCK) * BLOCK;
        let mut bias = weights.bias.clone();
        bias.resize(padded, 0.0);
        let blocks = processor.blocks_of_a_tile(padded / BLOCK);
        let weights = pack(shape, &weights.kernel, blocks * BLOCK);
        Self { shape, processor, blocks, weights, bias }
    }

    /// The convolution of a map; plus another map of the outputs' shape, if there is one; below zero
    /// made zero, if it is to be rectified. The rows are shared by the threads, if they are to be.
    ///
    /// # Panics
    /// The maps have not the shapes that they must have.
    pub fn apply(
        &self,
        x: &Map<E>,
        plus: Option<&Map<E>>,
        rectified: bool,
        threads: bool,
    ) -> Map<E> {
        let (channels, height, width) = x.shape();
        let Shape { inputs, outputs, kernel, stride } = self.shape;
        assert_eq!(channels, inputs, "as many channels as the convolution takes");
        let (height, width) = (height.div_ceil(stride), width.div_ceil(stride));
        let mut output = Map::<E>::unwritten(outputs, height, width);
        if let Some(plus) = plus {
            assert_eq!(plus.shape(), output.shape(), "what is added has the outputs' shape");
        }
        let block = output.block();
        let tiles = output.blocks() / self.blocks;
        let weights = self.weights.len() / tiles;
        let places = Places {
            input: x.values().as_ptr(),
            output: output.values_mut().as_mut_ptr(),
            plus: plus.map_or(std::ptr::null(), |plus| plus.values().as_ptr()),
        };
        // A 3×3 kernel begins at the border, a pixel up and left of the first one.
        let corner = if kernel == 3 { 0 } else { x.at(0, 0, 0) };
        let compute = |at: usize| {
            let (tile, y) = (at / height, at % height);
            let first = tile * self.blocks;
            let out = first * block + (y + 1) * (width + 2) * BLOCK + BLOCK;
            let places = &places;
            // SAFETY: all lies within the maps and the weights, whose shapes were compared; each row
            // of each tile is another part of the output.
            unsafe {
                let plus = match places.plus.is_null() {
                    true => places.plus,
                    false => places.plus.add(out),
                };
                let row = Row {
                    input: places.input.add(corner + y * stride * x.row()),
                    input_block: x.block(),
                    input_row: x.row(),
                    inputs,
                    weights: self.weights.as_ptr().add(tile * weights),
                    bias: self.bias.as_ptr().add(first * BLOCK),
                    kernel,
                    stride,
                    output: places.output.add(out),
                    output_block: block,
                    width,
                    blocks: self.blocks,
                    plus,
                    rectified,
                };
                E::row(&row, self.processor);
            }
        };
        let rows = tiles * height;
        match threads {
            true => (0..rows).into_par_iter().with_min_len(rows.div_ceil(8)).for_each(compute),
            false => (0..rows).for_each(compute),
        }
        output
    }
}

/// Where the maps' values are, for all threads.
struct Places<E> {
    input: *const E,
    output: *mut E,
    plus: *const E,
}

// SAFETY: inputs are only read, and each thread writes rows of its own.
unsafe impl<E: Send + Sync> Sync for Places<E> {}

/// The weights in the order in which tiles of so many outputs read them, zero for channels that are
/// not there.
fn pack<E: Element>(shape: Shape, weights: &[f32], tile: usize) -> Vec<E> {
    let Shape { inputs, outputs, kernel, .. } = shape;
    let weight = |output: usize, input: usize, y: usize, x: usize| {
        let there = output < outputs && input < inputs;
        let at = ((output * inputs + input) * kernel + y) * kernel + x;
        if there { E::of(weights[at]) } else { E::default() }
    };
    let mut packed = Vec::new();
    for tile in (0..outputs.div_ceil(tile)).map(|at| at * tile..(at + 1) * tile) {
        for first in (0..inputs).step_by(BLOCK) {
            let channels = BLOCK.min(inputs - first);
            for (y, x) in (0..kernel).flat_map(|y| (0..kernel).map(move |x| (y, x))) {
                for step in (first..first + channels).step_by(E::STEP) {
                    for output in tile.clone() {
                        packed.extend((step..step + E::STEP).map(|at| weight(output, at, y, x)));
                    }
                }
            }
        }
    }
    packed
}
