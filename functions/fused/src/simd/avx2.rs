//! AVX2: 16 lanes are two registers.

use std::arch::x86_64::*;

use half::bf16;

use super::Simd;

/// AVX2 and fused multiply-add.
pub struct Avx2;

type Two<T> = [T; 2];

#[inline(always)]
unsafe fn low(pairs: __m256i) -> __m256 {
    // SAFETY: the caller's processor has AVX2.
    unsafe { _mm256_castsi256_ps(_mm256_slli_epi32::<16>(pairs)) }
}

#[inline(always)]
unsafe fn high(pairs: __m256i) -> __m256 {
    // SAFETY: the caller's processor has AVX2.
    unsafe {
        let mask = _mm256_set1_epi32(0xffff_0000_u32.cast_signed());
        _mm256_castsi256_ps(_mm256_and_si256(pairs, mask))
    }
}

/// The upper halves of 8 f32, rounded to the nearest, ties to even, in 32 bits each.
#[inline(always)]
unsafe fn rounded(values: __m256) -> __m256i {
    // SAFETY: the caller's processor has AVX2.
    unsafe {
        let bits = _mm256_castps_si256(values);
        let odd = _mm256_and_si256(_mm256_srli_epi32::<16>(bits), _mm256_set1_epi32(1));
        let sum = _mm256_add_epi32(_mm256_add_epi32(bits, _mm256_set1_epi32(0x7fff)), odd);
        _mm256_srli_epi32::<16>(sum)
    }
}

/// 8 bf16 as f32.
#[inline(always)]
unsafe fn widened(at: *const bf16) -> __m256 {
    // SAFETY: the caller's processor has AVX2, and 8 values can be read.
    unsafe { low(_mm256_cvtepu16_epi32(_mm_loadu_si128(at.cast()))) }
}

/// Both products of 8 pairs, added.
#[inline(always)]
unsafe fn products(a: __m256i, b: __m256i, sum: __m256) -> __m256 {
    // SAFETY: the caller's processor has AVX2.
    unsafe {
        let sum = _mm256_fmadd_ps(low(a), low(b), sum);
        _mm256_fmadd_ps(high(a), high(b), sum)
    }
}

// SAFETY: the callers promise the instructions and the memory.
#[allow(clippy::undocumented_unsafe_blocks)]
impl Simd for Avx2 {
    type Floats = Two<__m256>;
    type Pairs = Two<__m256i>;

    #[inline(always)]
    unsafe fn zero() -> Two<__m256> {
        unsafe { [_mm256_setzero_ps(); 2] }
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Two<__m256> {
        unsafe { [_mm256_set1_ps(value); 2] }
    }

    #[inline(always)]
    unsafe fn load(at: *const f32) -> Two<__m256> {
        unsafe { [_mm256_loadu_ps(at), _mm256_loadu_ps(at.add(8))] }
    }

    #[inline(always)]
    unsafe fn store(at: *mut f32, [a, b]: Two<__m256>) {
        unsafe {
            _mm256_storeu_ps(at, a);
            _mm256_storeu_ps(at.add(8), b);
        }
    }

    #[inline(always)]
    unsafe fn add(a: Two<__m256>, b: Two<__m256>) -> Two<__m256> {
        unsafe { [_mm256_add_ps(a[0], b[0]), _mm256_add_ps(a[1], b[1])] }
    }

    #[inline(always)]
    unsafe fn max(a: Two<__m256>, b: Two<__m256>) -> Two<__m256> {
        unsafe { [_mm256_max_ps(a[0], b[0]), _mm256_max_ps(a[1], b[1])] }
    }

    #[inline(always)]
    unsafe fn multiply_add(a: Two<__m256>, b: Two<__m256>, sum: Two<__m256>) -> Two<__m256> {
        unsafe { [_mm256_fmadd_ps(a[0], b[0], sum[0]), _mm256_fmadd_ps(a[1], b[1], sum[1])] }
    }

    #[inline(always)]
    unsafe fn widen(at: *const bf16) -> Two<__m256> {
        unsafe { [widened(at), widened(at.add(8))] }
    }

    #[inline(always)]
    unsafe fn narrow(at: *mut bf16, [a, b]: Two<__m256>) {
        unsafe {
            // Packing takes the halves of both registers in turn; the permutation puts them in order.
            let packed = _mm256_packus_epi32(rounded(a), rounded(b));
            _mm256_storeu_si256(at.cast(), _mm256_permute4x64_epi64::<0b11_01_10_00>(packed));
        }
    }

    #[inline(always)]
    unsafe fn splat_pair(pair: u32) -> Two<__m256i> {
        unsafe { [_mm256_set1_epi32(pair.cast_signed()); 2] }
    }

    #[inline(always)]
    unsafe fn load_pairs(at: *const bf16) -> Two<__m256i> {
        unsafe { [_mm256_loadu_si256(at.cast()), _mm256_loadu_si256(at.add(16).cast())] }
    }

    #[inline(always)]
    unsafe fn multiply_add_pairs(
        a: Two<__m256i>,
        b: Two<__m256i>,
        sum: Two<__m256>,
    ) -> Two<__m256> {
        unsafe { [products(a[0], b[0], sum[0]), products(a[1], b[1], sum[1])] }
    }
}
