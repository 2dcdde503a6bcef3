//! Images: their arrival, their renditions, their going and coming back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{CaseId, ImageId, PanelId, PatientId, Sha256, UserId};

/// The encodings that an image may come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF.
    Tiff,
    /// BMP.
    Bmp,
    /// WebP.
    Webp,
}

impl ImageFormat {
    /// The media type (RFC 2046).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Tiff => "image/tiff",
            Self::Bmp => "image/bmp",
            Self::Webp => "image/webp",
        }
    }
}

/// How an image was taken, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Optics {
    /// The objective, such as `100x/1.4 oil`.
    pub objective: Option<String>,
    /// Micrometres a pixel.
    pub microns_per_pixel: Option<f64>,
    /// The camera or scanner.
    pub scanner: Option<String>,
}

/// See [`Event::ImageUploaded`]. The original lies at `patient/<patient>/<sha256>`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageUploaded<P> {
    /// Which.
    pub image: ImageId,
    /// Whose.
    pub patient: PatientId,
    /// Of which specimen.
    pub case: CaseId,
    /// The panel it is read against.
    pub panel: PanelId,
    /// The name that the file had.
    pub file_name: P,
    /// The digest of the bytes.
    pub sha256: Sha256,
    /// The encoding, found in the bytes.
    pub format: ImageFormat,
    /// How many bytes.
    pub bytes: u64,
    /// Pixels across, after EXIF orientation.
    pub width: u32,
    /// Pixels down, after EXIF orientation.
    pub height: u32,
    /// How it was taken.
    pub optics: Optics,
    /// When the bytes arrived.
    pub uploaded_at: Timestamp,
    /// By whom.
    pub uploaded_by: UserId,
}

/// Deep-zoom tiles: level 0 is one pixel, the last is full size, each twice the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TilePyramid {
    /// Pixels along a tile's edge.
    pub tile_size: u32,
    /// The last level's number.
    pub max_level: u32,
    /// How many tiles in all.
    pub tiles: u64,
}

/// See [`Event::RenditionsAttached`]. They lie beside the original, under
/// `patient/<patient>/<sha256>.<rendition>`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RenditionsAttached {
    /// Which image.
    pub image: ImageId,
    /// Pixels of the thumbnail: across, down.
    pub thumbnail: (u32, u32),
    /// Pixels of the preview: across, down.
    pub preview: (u32, u32),
    /// The tiles, for an image larger than its preview.
    pub tiles: Option<TilePyramid>,
}

/// A function gave up on an image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunctionFailed {
    /// Which image.
    pub image: ImageId,
    /// Why, in words without personal data.
    pub reason: String,
}

/// See [`Event::ImageVoided`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageVoided<P> {
    /// Which image.
    pub image: ImageId,
    /// Whose image, for the key.
    pub patient: PatientId,
    /// Why; required once there is a verdict.
    pub reason: Option<P>,
}

/// See [`Event::ImageRestored`]. What was said of the image counts again; under another panel it
/// does not, and the image waits for a verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageRestored<P> {
    /// Which image.
    pub image: ImageId,
    /// Whose image, for the key.
    pub patient: PatientId,
    /// Of which specimen it is from now on.
    pub case: CaseId,
    /// The panel it is read against from now on.
    pub panel: PanelId,
    /// The name that the file had this time.
    pub file_name: P,
}

/// See [`Event::ImageReassigned`]. Stands in the stream of the image that it was until then. Within
/// one patient the image stays the same; with another it is another image, for the patient is
/// part of its identity and of its key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageReassigned<P> {
    /// Which image.
    pub image: ImageId,
    /// Whose image it was until now, for the key.
    pub patient: PatientId,
    /// Which image it is from now on.
    pub to_image: ImageId,
    /// Whose image it is from now on.
    pub to_patient: PatientId,
    /// Of which specimen it is from now on.
    pub to_case: CaseId,
    /// Why.
    pub reason: P,
}

/// See [`Event::ImageTakenOver`]. Stands in the stream of the image that it is from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageTakenOver {
    /// Which image.
    pub image: ImageId,
    /// Which image it was.
    pub from: ImageId,
}

/// See [`Event::MixUpSuspected`]. It does not say which other patient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MixUpSuspected {
    /// Which image.
    pub image: ImageId,
}

/// See [`Event::BytesSeen`]. The stream's name is an HMAC of the digest, so that nobody without the
/// installation's key can tell from a file whether it is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BytesSeen {
    /// The image that they are.
    pub image: ImageId,
    /// Whose image.
    pub patient: PatientId,
}
