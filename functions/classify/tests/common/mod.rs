//! What the tests of this crate share.
#![allow(dead_code)]

/// Numbers in [-1, 1) that any language can make: 24 bits of a 32-bit integer hash (lowbias32).
pub fn uniform(seed: u32, count: usize) -> impl Iterator<Item = f32> {
    (0..u32::try_from(count).unwrap()).map(move |at| {
        let mut x = at.wrapping_add(seed.wrapping_mul(0x9e37_79b9));
        x = (x ^ (x >> 16)).wrapping_mul(0x7feb_352d);
        x = (x ^ (x >> 15)).wrapping_mul(0x846c_a68b);
        x ^= x >> 16;
        ((x >> 8) as f32) / 8_388_608.0 - 1.0
    })
}
