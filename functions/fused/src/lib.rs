//! Convolutions on the processor, for inference only.
//!
//! A convolution as libraries do it gathers its neighbourhoods into a matrix and multiplies; at
//! 224×224 the gathering takes most of the time. Here nothing is gathered. A [`Map`] keeps its
//! channels in blocks of 16, each pixel's 16 values beside each other, with a border of zeros; a
//! [`Convolution`] has its weights packed in the order in which they are read, batch normalization
//! folded in; and one *tile* of outputs (16 to 48 channels of up to 28 pixels of a row) stays in the
//! processor's registers until it is whole, gets what is to be added, is rectified and stored once.
//!
//! Which instructions are used is found out at run time ([`Processor::here`]): AVX-512, AVX2, or what
//! every processor has. Values are stored as `f32`, or as [`bf16`] with sums in `f32`.
//!
//! Sources: Georganas et al. 2018, “Anatomy of High-Performance Deep Learning Convolutions on SIMD
//! Architectures” (blocked layout, register tiles).

mod convolution;
mod element;
mod map;
mod processor;
mod simd;
mod sum;
mod tile;

pub use convolution::{Convolution, Shape, Weights};
pub use element::Element;
pub use half::bf16;
pub use map::Map;
pub use processor::Processor;
pub use sum::{add, gather};

/// Channels beside each other in memory.
pub const BLOCK: usize = 16;
