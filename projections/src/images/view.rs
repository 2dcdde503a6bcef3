//! An image as people see it.

use domain::event::{ImageFormat, Priority};
use domain::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256, UserId};
use domain::verdict::{Basis, ReadingMode, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far an image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImageStatus {
    /// Without a final verdict.
    Unverified,
    /// With a final verdict.
    Verified,
    /// Taken out of work; also because it is another patient's.
    Voided,
}

impl ImageStatus {
    /// The status as one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unverified => "unverified",
            Self::Verified => "verified",
            Self::Voided => "voided",
        }
    }
}

/// How a reading came about, as far as figures tell readings apart.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ReadingWay {
    /// No prediction was there, or none was shown.
    Unaided,
    /// A prediction was shown.
    Aided,
    /// The reader changed an own earlier reading with a prediction shown.
    Revised,
    /// Given to many images at once: a confirmation of what the model says, which can only agree.
    Bulk,
}

/// An image of the worklist.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ImageView {
    /// Which.
    #[schema(value_type = Uuid)]
    pub id: ImageId,
    /// Whose.
    #[schema(value_type = Uuid)]
    pub patient_id: PatientId,
    /// Of which specimen.
    #[schema(value_type = Uuid)]
    pub case_id: CaseId,
    /// The panel it is read against.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// How soon its case is wanted: `routine`, `urgent`, `stat`.
    #[schema(value_type = String)]
    pub priority: Priority,
    /// How far it is.
    pub status: ImageStatus,
    /// When its case is to be concluded.
    pub due_at: Timestamp,
    /// A critical finding of its case waits for somebody to be told of it.
    pub case_critical: bool,
    /// What a model suspects to be critical, and no reader has answered yet.
    pub suspected: Option<SuspicionView>,
    /// The same bytes are an image of another patient: one of the two is mixed up.
    pub mix_up_suspected: bool,
    /// The image that it is from now on, of another patient. This one is out of work.
    #[schema(value_type = Option<Uuid>)]
    pub reassigned_to: Option<ImageId>,
    /// The image that it was before, of another patient.
    #[schema(value_type = Option<Uuid>)]
    pub taken_over_from: Option<ImageId>,
    /// The name that the file had.
    pub file_name: String,
    /// The digest of the bytes, in hexadecimal.
    #[schema(value_type = String)]
    pub sha256: Sha256,
    /// The encoding: `jpeg`, `png`, `tiff`, `bmp`, `webp`.
    #[schema(value_type = String)]
    pub format: ImageFormat,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// How many bytes.
    pub bytes: u64,
    /// How it was taken.
    pub optics: OpticsView,
    /// When its bytes arrived.
    pub uploaded_at: Timestamp,
    /// By whom.
    #[schema(value_type = Uuid)]
    pub uploaded_by: UserId,
    /// What was made of it; none yet, or never, as `renditions_problem` says.
    pub renditions: Option<RenditionsView>,
    /// Why no renditions could be made.
    pub renditions_problem: Option<String>,
    /// Withheld, for the viewer is yet to read it: what models say, what functions measured, what
    /// others read, the verdict.
    pub blind: bool,
    /// What models say, oldest first.
    pub predictions: Vec<PredictionView>,
    /// Why a model could not say anything.
    pub prediction_problem: Option<String>,
    /// What functions measured in the file: of each the last answer, in the functions' order.
    pub measurements: Vec<MeasurementView>,
    /// Where models were asked to say that they see a label, the last question last.
    pub explanations: Vec<ExplanationView>,
    /// What readers said, oldest first.
    pub readings: Vec<ReadingView>,
    /// The final verdict.
    pub verdict: Option<VerdictView>,
    /// How often people changed it: for `If-Match`.
    pub case_revision: u64,
}

/// A critical label that a model gives more than the panel lets pass in silence.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SuspicionView {
    /// The label.
    #[schema(value_type = String)]
    pub label: LabelId,
    /// What the model gives it.
    pub p: f64,
    /// What the panel asks for.
    pub threshold: f64,
    /// Whether the image is inside what the model knows.
    pub inside: bool,
    /// The model: the digest of its pack.
    #[schema(value_type = String)]
    pub model: ModelId,
}

/// How an image was taken, as far as it is known.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct OpticsView {
    /// The objective.
    pub objective: Option<String>,
    /// Micrometres a pixel.
    pub microns_per_pixel: Option<f64>,
    /// The camera or scanner.
    pub scanner: Option<String>,
}

/// What was made of an image for looking at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RenditionsView {
    /// The thumbnail.
    pub thumbnail: SizeView,
    /// The preview.
    pub preview: SizeView,
    /// Deep-zoom tiles, for an image larger than its preview.
    pub tiles: Option<TilesView>,
}

/// Pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SizeView {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

/// Deep-zoom tiles: level 0 is one pixel, the last is full size, each twice the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TilesView {
    /// Pixels along a tile's edge.
    pub tile_size: u32,
    /// The last level's number.
    pub max_level: u32,
}

/// What a model says of an image, with what must be told of the model.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PredictionView {
    /// Which model: the digest of its pack.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// The model's name.
    pub model_name: String,
    /// What must be told with every answer of the model.
    pub statement: String,
    /// The leading label.
    #[schema(value_type = String)]
    pub label: LabelId,
    /// Its probability.
    pub confidence: f64,
    /// 0 sure, 1 knows nothing.
    pub uncertainty: f64,
    /// Whether the image looks like what the model learned from.
    pub inside: bool,
    /// Why it does not.
    pub outside_reasons: Vec<String>,
    /// All labels of the model, in its order.
    pub probabilities: Vec<ProbabilityView>,
    /// The device that it ran on.
    pub device: String,
    /// The arithmetic.
    pub precision: String,
    /// How long the network ran, in milliseconds.
    pub duration_ms: f64,
    /// When.
    pub at: Timestamp,
}

/// A label and what the model gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProbabilityView {
    /// Which label.
    #[schema(value_type = String)]
    pub label: LabelId,
    /// Between 0 and 1.
    pub p: f64,
}

/// A figure that a function found in an image's file. It says nothing of what the image shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MeasurementView {
    /// The function that measured.
    pub function: String,
    /// The version of its code.
    pub version: String,
    /// What was measured.
    pub name: String,
    /// How much of it.
    pub value: f64,
    /// In which unit; none for a pure number.
    pub unit: Option<String>,
    /// When it was recorded.
    pub at: Timestamp,
}

/// What became of a question where a model sees a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExplanationStatus {
    /// It is being worked on.
    Requested,
    /// The map can be had.
    Ready,
    /// There is none, as `problem` says; it may be asked for again.
    Failed,
}

/// Where a model sees what speaks for a label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExplanationView {
    /// The model: the digest of its pack.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// The label that was asked about.
    #[schema(value_type = String)]
    pub label: LabelId,
    /// What became of it.
    pub status: ExplanationStatus,
    /// What the map is, once there is one.
    pub map: Option<MapView>,
    /// Why there is none.
    pub problem: Option<String>,
    /// When that was recorded.
    pub at: Timestamp,
}

/// A map of where a model sees what speaks for a label. `support`, `opposition` and `bias` sum to the
/// label's logit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MapView {
    /// The part of the image that it lies on.
    pub area: AreaView,
    /// Places across.
    pub columns: u32,
    /// Places down.
    pub rows: u32,
    /// The label's logit.
    pub logit: f64,
    /// What places that speak for the label add.
    pub support: f64,
    /// What places that speak against it add; not above 0.
    pub opposition: f64,
    /// What the model adds whatever an image shows.
    pub bias: f64,
}

/// A part of an image, in its pixels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreaView {
    /// Where it begins, from the left.
    pub left: u32,
    /// Where it begins, from the top.
    pub top: u32,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// What one reader said of an image.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ReadingView {
    /// A label of the panel, `uncertain`, `other` or `unsuitable`.
    #[schema(value_type = String)]
    pub label: Verdict,
    /// `unaided`, `aided` or `revised`.
    #[schema(value_type = String)]
    pub mode: ReadingMode,
    /// Given to many images at once.
    pub bulk: bool,
    /// A remark.
    pub comment: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who.
    #[schema(value_type = Uuid)]
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// An image's final verdict.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct VerdictView {
    /// A label of the panel, `uncertain`, `other` or `unsuitable`.
    #[schema(value_type = String)]
    pub label: Verdict,
    /// The reader's remark.
    pub comment: Option<String>,
    /// What it rests on: `single_reader`, `agreement`, `adjudication`.
    #[schema(value_type = String)]
    pub basis: Basis,
    /// Who gave it.
    #[schema(value_type = Uuid)]
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// How often it was amended.
    pub amendments: u32,
}
