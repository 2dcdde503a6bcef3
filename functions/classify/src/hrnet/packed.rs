//! The network on the processor's own instructions, for inference.

use std::sync::Arc;

use candle_core::{CpuStorage, CustomOp1, Layout, Result, Shape, Tensor};
use fused::{Convolution, Element, Map, Processor, add, bf16, gather};
use rayon::prelude::*;

use super::HrNet;
use super::conv::ConvNorm;
use super::layer::Layer;
use super::trunk::Trunk;
use crate::precision::Precision;

/// A convolution with folded normalization, packed for this machine's processor.
struct Packed<E: Element> {
    convolution: Convolution<E>,
}

/// How a pass is done.
#[derive(Clone, Copy)]
struct Pass {
    processor: Processor,
    /// Whether the rows of a map are shared by the threads; with many images each has a thread.
    threads: bool,
}

impl<E: Element> Packed<E> {
    fn new(layer: &ConvNorm, processor: Processor) -> Result<Self> {
        let (shape, weights) = layer.folded()?;
        Ok(Self { convolution: Convolution::new(shape, &weights, processor) })
    }
}

impl<E: Element> Layer for Packed<E> {
    /// Of one image.
    type Map = Arc<Map<E>>;
    type Pass = Pass;

    fn apply(
        &self,
        x: &Self::Map,
        plus: Option<&Self::Map>,
        rectified: bool,
        pass: Pass,
    ) -> Result<Self::Map> {
        let plus = plus.map(|plus| &**plus);
        Ok(Arc::new(self.convolution.apply(x, plus, rectified, pass.threads)))
    }

    fn add(a: &Self::Map, b: &Self::Map, pass: Pass) -> Result<Self::Map> {
        Ok(Arc::new(add(pass.processor, a, b)))
    }

    fn gather(base: &Self::Map, coarser: &[(Self::Map, usize)], pass: Pass) -> Result<Self::Map> {
        let coarser: Vec<_> = coarser.iter().map(|(map, times)| (&**map, *times)).collect();
        Ok(Arc::new(gather(pass.processor, base, &coarser)))
    }
}

/// The network whose values are stored as `E`.
struct Network<E: Element> {
    trunk: Trunk<Packed<E>>,
    /// `[class][feature]`
    classifier: Vec<f32>,
    bias: Vec<f32>,
    processor: Processor,
}

impl<E: Element> Network<E> {
    fn new(network: &HrNet, processor: Processor) -> Result<Self> {
        let classifier = &network.classifier;
        let bias = match classifier.bias() {
            Some(bias) => bias.to_vec1()?,
            None => vec![0.0; classifier.weight().dim(0)?],
        };
        Ok(Self {
            trunk: network.trunk.map(&|layer| Packed::new(layer, processor))?,
            classifier: classifier.weight().flatten_all()?.to_vec1()?,
            bias,
            processor,
        })
    }

    /// The logits of one image.
    fn logits(
        &self,
        planes: &[f32],
        height: usize,
        width: usize,
        threads: bool,
    ) -> Result<Vec<f32>> {
        let pass = Pass { processor: self.processor, threads };
        let image =
            Arc::new(Map::of_planes(planes, planes.len() / (height * width), height, width));
        let features = self.trunk.forward(&image, pass)?.means();
        let weigh = |(weights, bias): (&[f32], &f32)| {
            bias + weights
                .iter()
                .zip(&features)
                .map(|(weight, feature)| weight * feature)
                .sum::<f32>()
        };
        Ok(self.classifier.chunks_exact(features.len()).zip(&self.bias).map(weigh).collect())
    }

    /// The logits of images one behind the other: a thread for each, or all threads for one.
    fn batch(&self, images: &[f32], each: usize, height: usize, width: usize) -> Result<Vec<f32>> {
        let alone = images.len() / each < rayon::current_num_threads();
        if alone {
            let logits = images.chunks_exact(each);
            let logits = logits.map(|image| self.logits(image, height, width, true));
            return Ok(logits.collect::<Result<Vec<_>>>()?.concat());
        }
        let logits = images.par_chunks_exact(each);
        let logits = logits.map(|image| self.logits(image, height, width, false));
        Ok(logits.collect::<Result<Vec<_>>>()?.concat())
    }
}

/// The network on the processor's own instructions: the same logits as [`HrNet`]'s but for the order
/// of sums, and for rounding where values are stored as bf16. Inference only.
pub struct FusedHrNet {
    network: Stored,
}

enum Stored {
    F32(Network<f32>),
    Bf16(Network<bf16>),
}

impl FusedHrNet {
    /// Packs the weights for this machine.
    ///
    /// # Errors
    /// The network is not in the processor's memory.
    pub fn new(network: &HrNet, precision: Precision) -> Result<Self> {
        Self::on(network, Processor::here(), precision)
    }

    /// The same for one kind of processor, which this machine must be.
    ///
    /// # Errors
    /// As [`FusedHrNet::new`].
    pub fn on(network: &HrNet, processor: Processor, precision: Precision) -> Result<Self> {
        let network = match precision {
            Precision::F32 => Stored::F32(Network::new(network, processor)?),
            Precision::Bf16 => Stored::Bf16(Network::new(network, processor)?),
        };
        Ok(Self { network })
    }

    /// Logits: images × classes.
    ///
    /// # Errors
    /// `x` is not images × 3 × height × width with multiples of 32.
    pub fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.contiguous()?.apply_op1_no_bwd(self)
    }
}

impl CustomOp1 for FusedHrNet {
    fn name(&self) -> &'static str {
        "hrnet"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        let (images, channels, height, width) = layout.shape().dims4()?;
        if channels != 3 || height % 32 != 0 || width % 32 != 0 {
            candle_core::bail!("images of 3 × {height} × {width} pixels: edges in multiples of 32");
        }
        let Some((from, to)) = layout.contiguous_offsets() else {
            candle_core::bail!("the images do not lie one behind the other");
        };
        let values = &storage.as_slice::<f32>()?[from..to];
        let each = channels * height * width;
        let logits = match &self.network {
            Stored::F32(network) => network.batch(values, each, height, width),
            Stored::Bf16(network) => network.batch(values, each, height, width),
        }?;
        let classes = logits.len() / images;
        Ok((CpuStorage::F32(logits), (images, classes).into()))
    }
}
