//! `pack.toml`: what a model is, what it expects and what is known of it.

use domain::ids::{LabelId, PanelId};
use domain::panel::Unit;
use serde::{Deserialize, Serialize};

use crate::appearance::AppearanceRule;

/// The manifest. A key that is not known here is an error, so that a misspelt rule is never ignored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The pack's name, such as `blood-cell-hrnet-w18-small`.
    pub name: String,
    /// The network, by timm's name, such as `hrnet_w18_small`.
    pub architecture: String,
    /// Labels of the panel, in the order of the network's outputs.
    pub labels: Vec<LabelId>,
    /// What must be told with every answer: training data, limits, research use only.
    pub statement: String,
    /// The licence of the weights.
    pub licence: String,
    /// The data that it learned from, whose they are and under which licence.
    pub training_data: String,
    /// The panel that it predicts for.
    pub panel: PanelReference,
    /// How a picture becomes the network's input.
    pub input: Input,
    /// What turns logits into honest probabilities, and tells the unfamiliar.
    pub calibration: Calibration,
    /// What a picture must measure to be one unit of the panel.
    pub unit: UnitRule,
    /// What a picture must look like to be familiar, if there is such a rule.
    pub appearance: Option<AppearanceRule>,
    /// What was measured, on which images.
    #[serde(default)]
    pub results: Vec<MeasuredResult>,
}

/// A panel at one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelReference {
    /// Which.
    pub id: PanelId,
    /// The version of the panel that the model was made for.
    pub version: u32,
}

/// How a picture becomes the network's input: RGB, resized, scaled to 0…1, then for each channel
/// less `mean`, divided by `deviation`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Pixels along an edge of the square input; a multiple of 32.
    pub size: u32,
    /// How the picture is brought to that size.
    pub resize: Resize,
    /// For red, green, blue.
    pub mean: [f32; 3],
    /// For red, green, blue.
    pub deviation: [f32; 3],
}

/// How a picture is brought to the input's size; always bicubic with antialiasing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Resize {
    /// Both edges to the size; the aspect is not kept.
    Stretch,
    /// As timm does: the shorter edge to size / `crop_pct`, then the middle is cut out.
    CenterCrop {
        /// Above 0, at most 1.
        crop_pct: f64,
    },
}

/// Figures fitted on validation images, never on training images.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Logits are divided by it before the softmax (Guo et al. 2017); 1 says that nothing was
    /// fitted.
    pub temperature: f64,
    /// Energy at that temperature (Liu et al. 2020) above which a picture is outside.
    pub energy_threshold: f64,
}

/// What a picture must measure to be one unit of the panel; a whole field given to a model of
/// single cells is outside, whatever the network says of it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitRule {
    /// What one picture shows.
    pub shows: Unit,
    /// Least and greatest length of an edge in pixels.
    pub edge_pixels: [u32; 2],
    /// Greatest ratio of the longer edge to the shorter.
    pub max_aspect: f64,
    /// Least and greatest length of an edge in micrometres; asked instead of `edge_pixels` when
    /// the picture's scale is known.
    pub edge_microns: Option<[f64; 2]>,
    /// Least and greatest micrometres a pixel of the pictures that it learned from, if known.
    pub microns_per_pixel: Option<[f64; 2]>,
}

/// What was measured, on which images.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasuredResult {
    /// Which images.
    pub set: String,
    /// How many.
    pub images: u64,
    /// The part of them that the leading label was right for.
    pub accuracy: f64,
    /// How it was measured and what to beware of.
    pub note: String,
}
