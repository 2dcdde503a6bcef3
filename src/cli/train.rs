//! What to train, on what.

use std::path::PathBuf;

use clap::Args;
use domain::ids::{LabelId, PanelId};

/// What to train, on what.
#[derive(Debug, Args)]
pub struct TrainArgs {
    /// The panel whose labels are learned, `blood-cell` or `blood-disease`: those of which there are
    /// images.
    #[arg(long)]
    pub panel: PanelId,
    /// A folder that holds a folder for each class, or a CSV file with the columns `file`, `label`
    /// and, if known, `patient`: no patient is both learned from and validated on.
    #[arg(long, value_name = "DIR|CSV")]
    pub data: PathBuf,
    /// Other images to validate on; without them a part of the data is.
    #[arg(long, value_name = "DIR|CSV")]
    pub validation: Option<PathBuf>,
    /// The part of the data that is validated on.
    #[arg(long, default_value = "0.15", conflicts_with = "validation", value_name = "PART")]
    pub validation_part: f64,
    /// Classes of the data that are left out, such as `unsuitable` of drawn samples.
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub except: Vec<LabelId>,
    /// The folder of the new pack; nothing may be there. Until it is whole the training lies beside
    /// it, in a folder whose name ends with `.training`.
    #[arg(long, value_name = "PACK")]
    pub out: PathBuf,
    /// A pack whose weights are begun with; its classifier only where the labels are the same.
    #[arg(long, value_name = "PACK")]
    pub from: Option<PathBuf>,
    /// The network, by timm's name.
    #[arg(long, default_value = "hrnet_w18_small", value_name = "NAME")]
    pub architecture: String,
    /// Pixels along an edge of the network's input, a multiple of 32.
    #[arg(long, default_value_t = 224, value_name = "PX")]
    pub size: u32,
    /// How often as many images as there are are shown, at most.
    #[arg(long, default_value_t = 30)]
    pub epochs: u64,
    /// Images in a step.
    #[arg(long, default_value_t = 32)]
    pub batch: usize,
    /// The highest learning rate; 0.001 when it is not said, and a third of that with `--from`.
    #[arg(long, value_name = "RATE")]
    pub learning_rate: Option<f64>,
    /// Epochs without a better validation after which it ends.
    #[arg(long, default_value_t = 8, value_name = "EPOCHS")]
    pub patience: u64,
    /// What all chance begins with: the same seed gives the same weights.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What computes: `cpu`, or `cuda:0` where the program was built for it.
    #[arg(long, env = "HEMACLASSIFY_DEVICE", default_value = "cpu")]
    pub device: String,
    /// Go on with a training that was broken off, to the bit as if it had not been.
    #[arg(long)]
    pub resume: bool,
    /// The licence of the new weights, as the pack will say it.
    #[arg(long, default_value = "not stated", value_name = "TEXT")]
    pub licence: String,
}
