//! AVX-512: 16 lanes are one register.

use std::arch::x86_64::*;

use half::bf16;

use super::Simd;

/// AVX-512 without products of bf16: pairs are widened first.
pub struct Avx512;

/// AVX-512 with products of bf16.
pub struct Avx512Bf16;

#[inline(always)]
unsafe fn low(pairs: __m512i) -> __m512 {
    // SAFETY: the caller's processor has AVX-512.
    unsafe { _mm512_castsi512_ps(_mm512_slli_epi32::<16>(pairs)) }
}

#[inline(always)]
unsafe fn high(pairs: __m512i) -> __m512 {
    // SAFETY: the caller's processor has AVX-512.
    unsafe {
        let mask = _mm512_set1_epi32(0xffff_0000_u32.cast_signed());
        _mm512_castsi512_ps(_mm512_and_si512(pairs, mask))
    }
}

/// Rounds to the nearest, ties to even, as the instruction of later processors does.
#[inline(always)]
unsafe fn narrow_by_hand(at: *mut bf16, values: __m512) {
    // SAFETY: the caller's processor has AVX-512, and 16 values can be written.
    unsafe {
        let bits = _mm512_castps_si512(values);
        let odd = _mm512_and_si512(_mm512_srli_epi32::<16>(bits), _mm512_set1_epi32(1));
        let rounded = _mm512_add_epi32(_mm512_add_epi32(bits, _mm512_set1_epi32(0x7fff)), odd);
        let short = _mm512_cvtepi32_epi16(_mm512_srli_epi32::<16>(rounded));
        _mm256_storeu_si256(at.cast(), short);
    }
}

/// What both have in common.
macro_rules! common {
    () => {
        type Floats = __m512;

        #[inline(always)]
        unsafe fn zero() -> __m512 {
            unsafe { _mm512_setzero_ps() }
        }

        #[inline(always)]
        unsafe fn splat(value: f32) -> __m512 {
            unsafe { _mm512_set1_ps(value) }
        }

        #[inline(always)]
        unsafe fn load(at: *const f32) -> __m512 {
            unsafe { _mm512_loadu_ps(at) }
        }

        #[inline(always)]
        unsafe fn store(at: *mut f32, values: __m512) {
            unsafe { _mm512_storeu_ps(at, values) }
        }

        #[inline(always)]
        unsafe fn add(a: __m512, b: __m512) -> __m512 {
            unsafe { _mm512_add_ps(a, b) }
        }

        #[inline(always)]
        unsafe fn max(a: __m512, b: __m512) -> __m512 {
            unsafe { _mm512_max_ps(a, b) }
        }

        #[inline(always)]
        unsafe fn multiply_add(a: __m512, b: __m512, sum: __m512) -> __m512 {
            unsafe { _mm512_fmadd_ps(a, b, sum) }
        }

        #[inline(always)]
        unsafe fn widen(at: *const bf16) -> __m512 {
            unsafe { low(_mm512_cvtepu16_epi32(_mm256_loadu_si256(at.cast()))) }
        }
    };
}

// SAFETY of both: the callers promise the instructions and the memory.
#[allow(clippy::undocumented_unsafe_blocks)]
impl Simd for Avx512 {
    common!();
    type Pairs = __m512i;

    #[inline(always)]
    unsafe fn narrow(at: *mut bf16, values: __m512) {
        unsafe { narrow_by_hand(at, values) }
    }

    #[inline(always)]
    unsafe fn splat_pair(pair: u32) -> __m512i {
        unsafe { _mm512_set1_epi32(pair.cast_signed()) }
    }

    #[inline(always)]
    unsafe fn load_pairs(at: *const bf16) -> __m512i {
        unsafe { _mm512_loadu_si512(at.cast()) }
    }

    #[inline(always)]
    unsafe fn multiply_add_pairs(a: __m512i, b: __m512i, sum: __m512) -> __m512 {
        unsafe {
            let sum = _mm512_fmadd_ps(low(a), low(b), sum);
            _mm512_fmadd_ps(high(a), high(b), sum)
        }
    }
}

#[allow(clippy::undocumented_unsafe_blocks)]
impl Simd for Avx512Bf16 {
    common!();
    type Pairs = __m512bh;

    #[inline(always)]
    unsafe fn narrow(at: *mut bf16, values: __m512) {
        unsafe { at.cast::<__m256bh>().write_unaligned(_mm512_cvtneps_pbh(values)) }
    }

    #[inline(always)]
    unsafe fn splat_pair(pair: u32) -> __m512bh {
        unsafe { std::mem::transmute::<__m512i, __m512bh>(_mm512_set1_epi32(pair.cast_signed())) }
    }

    #[inline(always)]
    unsafe fn load_pairs(at: *const bf16) -> __m512bh {
        unsafe { at.cast::<__m512bh>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn multiply_add_pairs(a: __m512bh, b: __m512bh, sum: __m512) -> __m512 {
        unsafe { _mm512_dpbf16_ps(sum, a, b) }
    }
}
