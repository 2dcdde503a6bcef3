//! What every processor has; the compiler makes of it what it can.

use half::bf16;

use super::Simd;
use crate::BLOCK;

/// Plain arrays.
pub struct Portable;

fn low(pair: u32) -> f32 {
    f32::from_bits(pair << 16)
}

fn high(pair: u32) -> f32 {
    f32::from_bits(pair & 0xffff_0000)
}

// SAFETY: pointers are read and written as the callers promise.
#[allow(clippy::undocumented_unsafe_blocks)]
impl Simd for Portable {
    type Floats = [f32; BLOCK];
    type Pairs = [u32; BLOCK];

    #[inline(always)]
    unsafe fn zero() -> Self::Floats {
        [0.0; BLOCK]
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self::Floats {
        [value; BLOCK]
    }

    #[inline(always)]
    unsafe fn load(at: *const f32) -> Self::Floats {
        unsafe { at.cast::<Self::Floats>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn store(at: *mut f32, values: Self::Floats) {
        unsafe { at.cast::<Self::Floats>().write_unaligned(values) }
    }

    #[inline(always)]
    unsafe fn add(a: Self::Floats, b: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| a[lane] + b[lane])
    }

    #[inline(always)]
    unsafe fn max(a: Self::Floats, b: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| if a[lane] > b[lane] { a[lane] } else { b[lane] })
    }

    /// Not fused: where there is no instruction for it, that is a call for each lane.
    #[inline(always)]
    unsafe fn multiply_add(a: Self::Floats, b: Self::Floats, sum: Self::Floats) -> Self::Floats {
        std::array::from_fn(|lane| a[lane] * b[lane] + sum[lane])
    }

    #[inline(always)]
    unsafe fn widen(at: *const bf16) -> Self::Floats {
        let values = unsafe { at.cast::<[bf16; BLOCK]>().read_unaligned() };
        std::array::from_fn(|lane| values[lane].to_f32())
    }

    #[inline(always)]
    unsafe fn narrow(at: *mut bf16, values: Self::Floats) {
        let narrow: [bf16; BLOCK] = std::array::from_fn(|lane| bf16::from_f32(values[lane]));
        unsafe { at.cast::<[bf16; BLOCK]>().write_unaligned(narrow) }
    }

    #[inline(always)]
    unsafe fn splat_pair(pair: u32) -> Self::Pairs {
        [pair; BLOCK]
    }

    #[inline(always)]
    unsafe fn load_pairs(at: *const bf16) -> Self::Pairs {
        unsafe { at.cast::<Self::Pairs>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn multiply_add_pairs(
        a: Self::Pairs,
        b: Self::Pairs,
        sum: Self::Floats,
    ) -> Self::Floats {
        std::array::from_fn(|lane| {
            sum[lane] + low(a[lane]) * low(b[lane]) + high(a[lane]) * high(b[lane])
        })
    }
}
