//! Sixteen lanes of each kind of processor.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;

#[cfg(target_arch = "x86_64")]
pub use avx2::Avx2;
#[cfg(target_arch = "x86_64")]
pub use avx512::{Avx512, Avx512Bf16};
pub use portable::Portable;

use half::bf16;

/// Sixteen lanes, and what is done with them.
///
/// # Safety
/// Of every function: the processor has these instructions, and 16 values (32 for pairs) can be read
/// or written where a pointer points to.
#[allow(clippy::missing_safety_doc)]
pub trait Simd: 'static {
    /// 16 × f32.
    type Floats: Copy;
    /// 16 pairs of bf16.
    type Pairs: Copy;

    unsafe fn zero() -> Self::Floats;
    unsafe fn splat(value: f32) -> Self::Floats;
    unsafe fn load(at: *const f32) -> Self::Floats;
    unsafe fn store(at: *mut f32, values: Self::Floats);
    unsafe fn add(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    unsafe fn max(a: Self::Floats, b: Self::Floats) -> Self::Floats;
    /// a · b + sum
    unsafe fn multiply_add(a: Self::Floats, b: Self::Floats, sum: Self::Floats) -> Self::Floats;

    /// 16 bf16 as f32.
    unsafe fn widen(at: *const bf16) -> Self::Floats;
    /// 16 f32 rounded to bf16.
    unsafe fn narrow(at: *mut bf16, values: Self::Floats);
    unsafe fn splat_pair(pair: u32) -> Self::Pairs;
    unsafe fn load_pairs(at: *const bf16) -> Self::Pairs;
    /// Both products of each pair, added.
    unsafe fn multiply_add_pairs(a: Self::Pairs, b: Self::Pairs, sum: Self::Floats)
    -> Self::Floats;
}
