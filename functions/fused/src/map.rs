//! A feature map: channels in blocks of 16, a border of zeros around each block.

use std::collections::HashMap;

use crate::{BLOCK, Element};

/// Maps that are needed no more, by shape. A new one of a shape that was had before finds its memory
/// here, its border still zero: clearing memory would take a third of the network's time.
pub type Pool<E> = HashMap<Size, Vec<Vec<E>>>;

/// Blocks, height and width.
type Size = (usize, usize, usize);

/// Values of all channels over height × width pixels, laid out as
/// `[channel / 16][1 + height + 1][1 + width + 1][channel % 16]`. The border is zero, and so are
/// channels beyond the last.
pub struct Map<E: Element> {
    values: Vec<E>,
    channels: usize,
    height: usize,
    width: usize,
}

impl<E: Element> Map<E> {
    /// A map whose inner pixels hold anything: whoever makes it writes all of them.
    pub(crate) fn unwritten(channels: usize, height: usize, width: usize) -> Self {
        let size = (channels.div_ceil(BLOCK), height, width);
        let kept = E::pool().with_borrow_mut(|pool| pool.get_mut(&size).and_then(Vec::pop));
        let fresh = || vec![E::default(); size.0 * (height + 2) * (width + 2) * BLOCK];
        Self { values: kept.unwrap_or_else(fresh), channels, height, width }
    }

    /// A map of planes: channel by channel, row by row.
    ///
    /// # Panics
    /// `planes` are not channels × height × width values.
    pub fn of_planes(planes: &[f32], channels: usize, height: usize, width: usize) -> Self {
        assert_eq!(planes.len(), channels * height * width, "as many values as the shape has");
        let mut map = Self::unwritten(channels, height, width);
        let mut pixels = planes.iter();
        for channel in 0..channels {
            for y in 0..height {
                let row = map.at(channel / BLOCK, y, 0) + channel % BLOCK;
                for (x, value) in pixels.by_ref().take(width).enumerate() {
                    map.values[row + x * BLOCK] = E::of(*value);
                }
            }
        }
        map.clear_rest();
        map
    }

    /// What an earlier map left where this one has no channels.
    fn clear_rest(&mut self) {
        let used = self.channels % BLOCK;
        if used == 0 {
            return;
        }
        let last = self.blocks() - 1;
        for y in 0..self.height {
            let row = self.at(last, y, 0);
            for pixel in self.values[row..row + self.width * BLOCK].chunks_exact_mut(BLOCK) {
                pixel[used..].fill(E::default());
            }
        }
    }

    /// Channel by channel, row by row.
    pub fn planes(&self) -> Vec<f32> {
        let mut planes = Vec::with_capacity(self.channels * self.height * self.width);
        for channel in 0..self.channels {
            for y in 0..self.height {
                let row = self.at(channel / BLOCK, y, 0) + channel % BLOCK;
                planes.extend((0..self.width).map(|x| self.values[row + x * BLOCK].value()));
            }
        }
        planes
    }

    /// The mean of each channel over all pixels.
    pub fn means(&self) -> Vec<f32> {
        let mut means = vec![0.0; self.blocks() * BLOCK];
        for (block, sums) in means.chunks_exact_mut(BLOCK).enumerate() {
            for y in 0..self.height {
                let row = self.at(block, y, 0);
                for pixel in self.values[row..row + self.width * BLOCK].chunks_exact(BLOCK) {
                    for (sum, value) in sums.iter_mut().zip(pixel) {
                        *sum += value.value();
                    }
                }
            }
        }
        let pixels = (self.height * self.width) as f32;
        means.truncate(self.channels);
        means.iter().map(|sum| sum / pixels).collect()
    }

    /// Channels, height and width.
    pub fn shape(&self) -> (usize, usize, usize) {
        (self.channels, self.height, self.width)
    }

    /// Blocks of channels.
    pub(crate) fn blocks(&self) -> usize {
        self.channels.div_ceil(BLOCK)
    }

    /// From one row to the next.
    pub(crate) fn row(&self) -> usize {
        (self.width + 2) * BLOCK
    }

    /// From one block to the next.
    pub(crate) fn block(&self) -> usize {
        (self.height + 2) * self.row()
    }

    /// Where a pixel's values of a block begin.
    pub(crate) fn at(&self, block: usize, y: usize, x: usize) -> usize {
        block * self.block() + (y + 1) * self.row() + (x + 1) * BLOCK
    }

    pub(crate) fn values(&self) -> &[E] {
        &self.values
    }

    pub(crate) fn values_mut(&mut self) -> &mut [E] {
        &mut self.values
    }
}

impl<E: Element> Drop for Map<E> {
    fn drop(&mut self) {
        let (values, size) =
            (std::mem::take(&mut self.values), (self.blocks(), self.height, self.width));
        // When the thread ends there is no pool any more, and nobody to keep memory for.
        let _ = E::pool().try_with(|pool| {
            pool.borrow_mut().entry(size).or_default().push(values);
        });
    }
}
