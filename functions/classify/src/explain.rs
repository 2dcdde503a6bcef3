//! Where in a picture a pack's model sees what speaks for a label.

use std::io::Cursor;
use std::sync::{Arc, Mutex, PoisonError};

use candle_core::Tensor;
use domain::event::Area;
use domain::ids::LabelId;
use image::{GrayAlphaImage, ImageFormat, LumaA, RgbImage};

use crate::device::Device;
use crate::hrnet::{ActivationMap, HrNet};
use crate::model::ModelError;
use crate::pack::Pack;
use crate::preprocess::EmptyPicture;

/// Explains a pack's model, one picture at a time. Cheap to clone. The network is Candle's, in f32,
/// and is built when it is first asked, for most processes never are.
#[derive(Clone)]
pub struct Explainer {
    shared: Arc<Shared>,
}

struct Shared {
    pack: Pack,
    device: Device,
    /// Beside it the device that holds it: what is computed on one that was opened anew does not meet.
    network: Mutex<Option<(candle_core::Device, HrNet)>>,
}

/// Where a model sees a label in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// What each place adds to the label's logit.
    pub map: ActivationMap,
    /// The part of the picture that the map lies on.
    pub area: Area,
}

/// Why there is no explanation.
#[derive(Debug, thiserror::Error)]
pub enum ExplanationError {
    /// The model has no such label.
    #[error("the model does not know the label “{0}”")]
    UnknownLabel(LabelId),
    /// The picture has no pixels.
    #[error(transparent)]
    Empty(#[from] EmptyPicture),
    /// The device cannot be used, or failed.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl From<candle_core::Error> for ExplanationError {
    fn from(error: candle_core::Error) -> Self {
        Self::Model(ModelError::Compute(error))
    }
}

impl Explainer {
    /// Explains this pack's model, computed on a device.
    pub fn new(pack: Pack, device: Device) -> Self {
        Self { shared: Arc::new(Shared { pack, device, network: Mutex::default() }) }
    }

    /// Where the model sees a label. Blocks for as long as the network needs forwards and the head
    /// backwards; who comes meanwhile waits.
    ///
    /// # Errors
    /// See [`ExplanationError`].
    pub fn explain(
        &self,
        picture: &RgbImage,
        label: &LabelId,
    ) -> Result<Explanation, ExplanationError> {
        let Shared { pack, device, network } = &*self.shared;
        let labels = &pack.manifest.labels;
        let class = labels.iter().position(|one| one == label);
        let class = class.ok_or_else(|| ExplanationError::UnknownLabel(label.clone()))?;
        let input = &pack.manifest.input;
        let prepared = input.prepare(picture)?;
        let size = input.size as usize;
        let mut built = network.lock().unwrap_or_else(PoisonError::into_inner);
        if built.is_none() {
            let on = device.open().map_err(ModelError::Device)?;
            let network = pack.network(&on).map_err(ModelError::Pack)?;
            *built = Some((on, network));
        }
        let (on, network) = built.as_ref().expect("it was built a line ago");
        let x = Tensor::from_vec(prepared.input, (1, 3, size, size), on)?;
        Ok(Explanation {
            map: network.activation_map(&x, class)?,
            area: input.area(picture.dimensions()),
        })
    }
}

impl ActivationMap {
    /// What the strongest place adds; 0 when none speaks for the class.
    pub fn peak(&self) -> f32 {
        self.shares.iter().copied().fold(0.0, f32::max)
    }

    /// What all places that speak for the class add, and what those that speak against it do.
    pub fn support_and_opposition(&self) -> (f32, f32) {
        let (for_it, against): (Vec<f32>, Vec<f32>) =
            self.shares.iter().partition(|share| **share > 0.0);
        (for_it.iter().sum(), against.iter().sum())
    }

    /// The map as a PNG, one pixel a place: black, as opaque as what the place adds is a part of what
    /// the strongest adds. What speaks against the class is clear.
    pub fn png(&self) -> Vec<u8> {
        let peak = self.peak().max(f32::MIN_POSITIVE);
        let opacity = |share: &f32| LumaA([0, (share.max(0.0) / peak * 255.0).round() as u8]);
        let mut pixels = self.shares.iter().map(opacity);
        let image = GrayAlphaImage::from_fn(self.columns as u32, self.rows as u32, |_, _| {
            pixels.next().expect("there is a share for every place, row by row")
        });
        let mut file = Cursor::new(Vec::new());
        image.write_to(&mut file, ImageFormat::Png).expect("memory takes a grey picture as PNG");
        file.into_inner()
    }
}
