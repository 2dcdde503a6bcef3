//! The innermost part: a tile of outputs in registers, from its bias to its store.

#[cfg(target_arch = "x86_64")]
use crate::simd::{Avx2, Avx512, Avx512Bf16};
use crate::simd::{Portable, Simd};
use crate::{BLOCK, Element, Processor};

/// A row of outputs of a few blocks of channels, and all that it is made of.
#[derive(Clone, Copy)]
pub struct Row<E> {
    /// The first input of the first output: its neighbour at the upper left, or itself for 1×1.
    pub input: *const E,
    /// From one block of input channels to the next.
    pub input_block: usize,
    /// From one row of inputs to the next.
    pub input_row: usize,
    /// How many input channels there are.
    pub inputs: usize,
    /// Packed in the order in which a tile reads them.
    pub weights: *const E,
    /// 16 for each block.
    pub bias: *const f32,
    /// 1 or 3 pixels both ways.
    pub kernel: usize,
    /// 1 or 2 pixels both ways.
    pub stride: usize,
    /// The first output.
    pub output: *mut E,
    /// From one block of output channels to the next, in what is added as well.
    pub output_block: usize,
    /// How many outputs the row has.
    pub width: usize,
    /// How many blocks of output channels.
    pub blocks: usize,
    /// Added before it is rectified; null for nothing.
    pub plus: *const E,
    /// Whether what is below zero becomes zero.
    pub rectified: bool,
}

/// Computes a row.
///
/// # Safety
/// This machine has the processor, and all pointers lead to maps of the shapes that are told.
pub(crate) unsafe fn compute<E: Element>(row: &Row<E>, processor: Processor) {
    // SAFETY: the caller's promise is handed on.
    unsafe {
        match processor {
            #[cfg(target_arch = "x86_64")]
            Processor::Avx512Bf16 => avx512_bf16(row),
            #[cfg(target_arch = "x86_64")]
            Processor::Avx512 => avx512(row),
            #[cfg(target_arch = "x86_64")]
            Processor::Avx2 => avx2(row),
            _ => portable(row),
        }
    }
}

impl<E: Element> Row<E> {
    /// The row from a pixel on.
    ///
    /// # Safety
    /// The row has that pixel.
    #[inline(always)]
    unsafe fn from(&self, x: usize) -> Self {
        // SAFETY: within the row.
        unsafe {
            let plus = match self.plus.is_null() {
                true => self.plus,
                false => self.plus.add(x * BLOCK),
            };
            let input = self.input.add(x * self.stride * BLOCK);
            Self { input, output: self.output.add(x * BLOCK), plus, ..*self }
        }
    }
}

/// Computes the widest tile that fits into what is left of a row; says how wide it was.
macro_rules! widest {
    ($simd:ty, $blocks:literal, $row:expr, $left:expr, [$($pixels:literal),*]) => {
        match $left {
            $(left if left >= $pixels => {
                match $row.stride {
                    1 => tile::<$simd, E, $blocks, $pixels, 1>(&$row),
                    _ => tile::<$simd, E, $blocks, $pixels, 2>(&$row),
                }
                $pixels
            })*
            left => left,
        }
    };
}

/// A row, tile by tile. How many pixels a tile has is a matter of registers: each takes one register
/// for each of its blocks, and some are needed for weights and inputs.
macro_rules! row {
    ($(#[$feature:meta])? $name:ident, $simd:ty, $($blocks:literal: $pixels:tt),*) => {
        $(#[$feature])?
        unsafe fn $name<E: Element>(row: &Row<E>) {
            let mut x = 0;
            while x < row.width {
                let left = row.width - x;
                // SAFETY: the row has the pixels that are left, and the machine the instructions.
                x += unsafe {
                    let rest = row.from(x);
                    match row.blocks {
                        $($blocks => widest!($simd, $blocks, rest, left, $pixels),)*
                        blocks => unreachable!("no tile has {blocks} blocks"),
                    }
                };
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
row!(#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512bf16")] avx512_bf16, Avx512Bf16,
    1: [14, 8, 7, 4, 2, 1], 2: [14, 12, 8, 7, 4, 2, 1], 3: [9, 7, 4, 2, 1]);
#[cfg(target_arch = "x86_64")]
row!(#[target_feature(enable = "avx512f,avx512bw,avx512vl")] avx512, Avx512,
    1: [14, 8, 7, 4, 2, 1], 2: [14, 12, 8, 7, 4, 2, 1], 3: [9, 7, 4, 2, 1]);
#[cfg(target_arch = "x86_64")]
row!(#[target_feature(enable = "avx2,fma")] avx2, Avx2, 1: [6, 4, 2, 1]);
row!(portable, Portable, 1: [2, 1]);

/// Computes `BLOCKS` × 16 channels of `PIXELS` neighbouring outputs.
///
/// # Safety
/// The machine has `S`, and the row has so many pixels and blocks.
#[inline(always)]
unsafe fn tile<
    S: Simd,
    E: Element,
    const BLOCKS: usize,
    const PIXELS: usize,
    const STRIDE: usize,
>(
    row: &Row<E>,
) {
    // SAFETY: what is read lies in the maps and the weights by the caller's promise.
    unsafe {
        let mut sums = [[S::zero(); BLOCKS]; PIXELS];
        for block in 0..BLOCKS {
            let bias = S::load(row.bias.add(block * BLOCK));
            for pixel in &mut sums {
                pixel[block] = bias;
            }
        }
        let mut weights = row.weights;
        let mut input = row.input;
        let mut left = row.inputs;
        while left > 0 {
            let channels = left.min(BLOCK);
            for y in 0..row.kernel {
                for x in 0..row.kernel {
                    let mut at = input.add(y * row.input_row + x * BLOCK);
                    for _ in 0..channels.div_ceil(E::STEP) {
                        let mut lanes = [E::weights::<S>(weights); BLOCKS];
                        for (block, lanes) in lanes.iter_mut().enumerate().skip(1) {
                            *lanes = E::weights::<S>(weights.add(block * BLOCK * E::STEP));
                        }
                        for (pixel, sums) in sums.iter_mut().enumerate() {
                            let value = E::splat::<S>(at.add(pixel * STRIDE * BLOCK));
                            for (sum, lanes) in sums.iter_mut().zip(lanes) {
                                *sum = E::multiply_add::<S>(value, lanes, *sum);
                            }
                        }
                        at = at.add(E::STEP);
                        weights = weights.add(BLOCKS * BLOCK * E::STEP);
                    }
                }
            }
            left -= channels;
            input = input.add(row.input_block);
        }
        for (pixel, sums) in sums.into_iter().enumerate() {
            for (block, mut sum) in sums.into_iter().enumerate() {
                let at = block * row.output_block + pixel * BLOCK;
                if !row.plus.is_null() {
                    sum = S::add(sum, E::load::<S>(row.plus.add(at)));
                }
                if row.rectified {
                    sum = S::max(sum, S::zero());
                }
                E::store::<S>(row.output.add(at), sum);
            }
        }
    }
}
