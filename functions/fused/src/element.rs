//! How values are stored: f32, or bf16 with sums in f32.

use std::cell::RefCell;
use std::thread::LocalKey;

use half::bf16;

use crate::map::{Map, Pool};
use crate::simd::Simd;
use crate::tile::Row;
use crate::{Processor, sum, tile};

/// A number as it is stored. Sums are always f32.
pub trait Element: Copy + Default + Send + Sync + 'static {
    /// How many input channels one step of a tile takes.
    #[doc(hidden)]
    const STEP: usize;
    /// 16 lanes of as many values as a step takes.
    #[doc(hidden)]
    type Lanes<S: Simd>: Copy;

    /// Where this thread's maps go that are needed no more.
    #[doc(hidden)]
    fn pool() -> &'static LocalKey<RefCell<Pool<Self>>>;

    /// Computes a row of outputs. Said for each element, so that the loops are compiled here, as this
    /// crate is.
    ///
    /// # Safety
    /// The machine has the processor, and the row's pointers lead to maps of the shapes that it tells.
    #[doc(hidden)]
    unsafe fn row(row: &Row<Self>, processor: Processor);
    /// Adds maps.
    ///
    /// # Safety
    /// The machine has the processor, and the maps fit each other.
    #[doc(hidden)]
    unsafe fn sum(
        processor: Processor,
        base: &Map<Self>,
        others: &[(&Map<Self>, usize)],
        rectified: bool,
        output: &mut Map<Self>,
    );

    /// The nearest number that can be stored.
    fn of(value: f32) -> Self;
    /// The number that is stored.
    fn value(self) -> f32;

    /// The weights of one step for 16 output channels.
    ///
    /// # Safety
    /// The processor has `S`; 16 × [`Element::STEP`] values can be read there.
    #[doc(hidden)]
    unsafe fn weights<S: Simd>(at: *const Self) -> Self::Lanes<S>;
    /// The inputs of one step, for all 16 lanes.
    ///
    /// # Safety
    /// The processor has `S`; [`Element::STEP`] values can be read there.
    #[doc(hidden)]
    unsafe fn splat<S: Simd>(at: *const Self) -> Self::Lanes<S>;
    /// The products, added.
    ///
    /// # Safety
    /// The processor has `S`.
    #[doc(hidden)]
    unsafe fn multiply_add<S: Simd>(
        a: Self::Lanes<S>,
        b: Self::Lanes<S>,
        sum: S::Floats,
    ) -> S::Floats;
    /// 16 values.
    ///
    /// # Safety
    /// The processor has `S`; 16 values can be read there.
    #[doc(hidden)]
    unsafe fn load<S: Simd>(at: *const Self) -> S::Floats;
    /// Stores 16 values.
    ///
    /// # Safety
    /// The processor has `S`; 16 values can be written there.
    #[doc(hidden)]
    unsafe fn store<S: Simd>(at: *mut Self, values: S::Floats);
}

// SAFETY of both: each call hands on what its caller promised.
#[allow(clippy::undocumented_unsafe_blocks)]
impl Element for f32 {
    const STEP: usize = 1;
    type Lanes<S: Simd> = S::Floats;

    fn pool() -> &'static LocalKey<RefCell<Pool<Self>>> {
        thread_local! { static POOL: RefCell<Pool<f32>> = RefCell::default(); }
        &POOL
    }

    unsafe fn row(row: &Row<Self>, processor: Processor) {
        unsafe { tile::compute(row, processor) }
    }

    unsafe fn sum(
        processor: Processor,
        base: &Map<Self>,
        others: &[(&Map<Self>, usize)],
        rectified: bool,
        output: &mut Map<Self>,
    ) {
        unsafe { sum::compute(processor, base, others, rectified, output) }
    }

    fn of(value: f32) -> Self {
        value
    }

    fn value(self) -> f32 {
        self
    }

    #[inline(always)]
    unsafe fn weights<S: Simd>(at: *const Self) -> S::Floats {
        unsafe { S::load(at) }
    }

    #[inline(always)]
    unsafe fn splat<S: Simd>(at: *const Self) -> S::Floats {
        unsafe { S::splat(*at) }
    }

    #[inline(always)]
    unsafe fn multiply_add<S: Simd>(a: S::Floats, b: S::Floats, sum: S::Floats) -> S::Floats {
        unsafe { S::multiply_add(a, b, sum) }
    }

    #[inline(always)]
    unsafe fn load<S: Simd>(at: *const Self) -> S::Floats {
        unsafe { S::load(at) }
    }

    #[inline(always)]
    unsafe fn store<S: Simd>(at: *mut Self, values: S::Floats) {
        unsafe { S::store(at, values) }
    }
}

#[allow(clippy::undocumented_unsafe_blocks)]
impl Element for bf16 {
    const STEP: usize = 2;
    type Lanes<S: Simd> = S::Pairs;

    fn pool() -> &'static LocalKey<RefCell<Pool<Self>>> {
        thread_local! { static POOL: RefCell<Pool<bf16>> = RefCell::default(); }
        &POOL
    }

    unsafe fn row(row: &Row<Self>, processor: Processor) {
        unsafe { tile::compute(row, processor) }
    }

    unsafe fn sum(
        processor: Processor,
        base: &Map<Self>,
        others: &[(&Map<Self>, usize)],
        rectified: bool,
        output: &mut Map<Self>,
    ) {
        unsafe { sum::compute(processor, base, others, rectified, output) }
    }

    fn of(value: f32) -> Self {
        Self::from_f32(value)
    }

    fn value(self) -> f32 {
        self.to_f32()
    }

    #[inline(always)]
    unsafe fn weights<S: Simd>(at: *const Self) -> S::Pairs {
        unsafe { S::load_pairs(at) }
    }

    #[inline(always)]
    unsafe fn splat<S: Simd>(at: *const Self) -> S::Pairs {
        unsafe { S::splat_pair(at.cast::<u32>().read_unaligned()) }
    }

    #[inline(always)]
    unsafe fn multiply_add<S: Simd>(a: S::Pairs, b: S::Pairs, sum: S::Floats) -> S::Floats {
        unsafe { S::multiply_add_pairs(a, b, sum) }
    }

    #[inline(always)]
    unsafe fn load<S: Simd>(at: *const Self) -> S::Floats {
        unsafe { S::widen(at) }
    }

    #[inline(always)]
    unsafe fn store<S: Simd>(at: *mut Self, values: S::Floats) {
        unsafe { S::narrow(at, values) }
    }
}
