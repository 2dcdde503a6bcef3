//! What the network is made of, whoever computes it.

use candle_core::Result;

/// A convolution with its normalization, on one kind of feature map. The network is described once and
/// computed by Candle (training, explanation, GPUs, and as the measure of all others) or by the
/// processor's own instructions.
pub(super) trait Layer: Sized {
    /// A feature map, or one for each image of a batch.
    type Map: Clone;
    /// How a pass through the network is done.
    type Pass: Copy;

    /// The convolution of a map; plus another one, if there is one; below zero made zero, if it is to
    /// be rectified.
    fn apply(
        &self,
        x: &Self::Map,
        plus: Option<&Self::Map>,
        rectified: bool,
        pass: Self::Pass,
    ) -> Result<Self::Map>;

    /// The sum of two maps.
    fn add(a: &Self::Map, b: &Self::Map, pass: Self::Pass) -> Result<Self::Map>;

    /// The rectified sum of a map and coarser ones, every pixel of which is repeated so many times
    /// both ways.
    fn gather(
        base: &Self::Map,
        coarser: &[(Self::Map, usize)],
        pass: Self::Pass,
    ) -> Result<Self::Map>;
}
