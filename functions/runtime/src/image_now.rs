//! What a function sees of an image and of its panel: never the patient, never a name.

use domain::event::{ImageFormat, Optics};
use domain::ids::{ImageId, LabelId, ModelId, PanelId, Sha256};
use domain::image::{Image, Renditions};
use domain::panel::Panel;
use infra::blobs::BlobKey;
use serde::{Deserialize, Serialize};

/// An image as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageNow {
    /// Which.
    pub id: ImageId,
    /// The panel that it is read against.
    pub panel: PanelId,
    /// Taken out of work, or gone to another patient.
    pub voided: bool,
    /// The digest of the bytes that were uploaded.
    pub sha256: Sha256,
    /// Their encoding.
    pub format: ImageFormat,
    /// How many they are.
    pub bytes: u64,
    /// Pixels across, after EXIF orientation.
    pub width: u32,
    /// Pixels down, after EXIF orientation.
    pub height: u32,
    /// How it was taken.
    pub optics: Optics,
    /// The models that predicted it, in order.
    pub predicted_by: Vec<ModelId>,
    /// Whether thumbnail, preview and tiles are stored.
    pub has_renditions: bool,
    /// Where its bytes lie. It names the patient, so it is told to nobody outside the installation.
    #[serde(skip)]
    pub(crate) original: Option<BlobKey>,
}

/// A panel as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PanelNow {
    /// Which.
    pub id: PanelId,
    /// The labels that it offers, in the order in which they are shown.
    pub labels: Vec<LabelId>,
    /// The model that predicts for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_model: Option<ModelId>,
}

impl ImageNow {
    /// Whether this model predicted it.
    pub fn predicted_by(&self, model: ModelId) -> bool {
        self.predicted_by.contains(&model)
    }
}

impl From<Image> for ImageNow {
    fn from(image: Image) -> Self {
        let original = BlobKey::new(format!("patient/{}/{}", image.patient, image.sha256))
            .expect("a UUID and a digest are letters, digits and dashes");
        Self {
            id: image.id,
            panel: image.panel,
            voided: image.voided,
            sha256: image.sha256,
            format: image.format,
            bytes: image.bytes,
            width: image.width,
            height: image.height,
            optics: image.optics,
            predicted_by: image.predictions.into_iter().map(|one| one.model).collect(),
            has_renditions: matches!(image.renditions, Renditions::Attached(_)),
            original: Some(original),
        }
    }
}

impl From<Panel> for PanelNow {
    fn from(panel: Panel) -> Self {
        let offered = panel.labels.into_iter().filter(|label| !label.retired);
        let labels = offered.map(|label| label.id).collect();
        Self { id: panel.id, labels, active_model: panel.active_model }
    }
}
