//! Sums of maps that no convolution makes.

#[cfg(target_arch = "x86_64")]
use crate::simd::{Avx2, Avx512, Avx512Bf16};
use crate::simd::{Portable, Simd};
use crate::{BLOCK, Element, Map, Processor};

/// The sum of two maps of one shape.
///
/// # Panics
/// They have not.
pub fn add<E: Element>(processor: Processor, a: &Map<E>, b: &Map<E>) -> Map<E> {
    assert_eq!(a.shape(), b.shape(), "maps of one shape");
    sum(processor, a, &[(b, 1)], false)
}

/// The rectified sum of a map and coarser ones, of which every pixel is repeated so many times both
/// ways.
///
/// # Panics
/// A coarser map has not as many channels, or is not so many times smaller.
pub fn gather<E: Element>(
    processor: Processor,
    base: &Map<E>,
    coarser: &[(&Map<E>, usize)],
) -> Map<E> {
    let (channels, height, width) = base.shape();
    for (map, times) in coarser {
        let (c, h, w) = map.shape();
        assert_eq!((c, h * times, w * times), (channels, height, width), "{times} times coarser");
    }
    sum(processor, base, coarser, true)
}

fn sum<E: Element>(
    processor: Processor,
    base: &Map<E>,
    others: &[(&Map<E>, usize)],
    rectified: bool,
) -> Map<E> {
    let (channels, height, width) = base.shape();
    let mut output = Map::unwritten(channels, height, width);
    assert!(processor.is_here(), "this machine has no {processor}");
    // SAFETY: the shapes were compared, and the machine has the processor.
    unsafe { E::sum(processor, base, others, rectified, &mut output) };
    output
}

/// Adds maps.
///
/// # Safety
/// The machine has the processor, and the maps fit each other.
pub(crate) unsafe fn compute<E: Element>(
    processor: Processor,
    base: &Map<E>,
    others: &[(&Map<E>, usize)],
    rectified: bool,
    output: &mut Map<E>,
) {
    // SAFETY: the caller's promise is handed on.
    unsafe {
        match processor {
            #[cfg(target_arch = "x86_64")]
            Processor::Avx512Bf16 => avx512_bf16(base, others, rectified, output),
            #[cfg(target_arch = "x86_64")]
            Processor::Avx512 => avx512(base, others, rectified, output),
            #[cfg(target_arch = "x86_64")]
            Processor::Avx2 => avx2(base, others, rectified, output),
            _ => portable(base, others, rectified, output),
        }
    }
}

macro_rules! on {
    ($(#[$feature:meta])? $name:ident, $simd:ty) => {
        $(#[$feature])?
        unsafe fn $name<E: Element>(
            base: &Map<E>,
            others: &[(&Map<E>, usize)],
            rectified: bool,
            output: &mut Map<E>,
        ) {
            // SAFETY: the caller's promise is handed on.
            unsafe { pixels::<$simd, E>(base, others, rectified, output) }
        }
    };
}

#[cfg(target_arch = "x86_64")]
on!(
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512bf16")]
    avx512_bf16,
    Avx512Bf16
);
#[cfg(target_arch = "x86_64")]
on!(
    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    avx512,
    Avx512
);
#[cfg(target_arch = "x86_64")]
on!(
    #[target_feature(enable = "avx2,fma")]
    avx2,
    Avx2
);
on!(portable, Portable);

/// # Safety
/// The machine has `S`, and the maps fit each other.
#[inline(always)]
unsafe fn pixels<S: Simd, E: Element>(
    base: &Map<E>,
    others: &[(&Map<E>, usize)],
    rectified: bool,
    output: &mut Map<E>,
) {
    let (_, height, width) = base.shape();
    for block in 0..base.blocks() {
        for y in 0..height {
            for x in 0..width {
                let at = base.at(block, y, x);
                // SAFETY: every place is a pixel of its map.
                unsafe {
                    let mut sum = E::load::<S>(base.values()[at..at + BLOCK].as_ptr());
                    for (map, times) in others {
                        let at = map.at(block, y / times, x / times);
                        sum = S::add(sum, E::load::<S>(map.values()[at..at + BLOCK].as_ptr()));
                    }
                    if rectified {
                        sum = S::max(sum, S::zero());
                    }
                    E::store::<S>(output.values_mut()[at..at + BLOCK].as_mut_ptr(), sum);
                }
            }
        }
    }
}
