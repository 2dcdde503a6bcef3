//! Every fact that the log can hold, in one list.
//!
//! `P` is the form of personal text: [`Personal`](crate::personal::Personal) when decided,
//! [`Sealed`](crate::personal::Sealed) in the log, [`Opened`](crate::personal::Opened) when read.
//! The meaning of a stored event never changes: a change is a new version with an upcaster.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::ids::{CaseId, ImageId, LabelId, ModelId, PanelId, PatientId, Sha256, UserId};
use crate::panel::{Label, Unit};
use crate::verdict::{Basis, ReadingMode, Verdict};

pub use crate::field::{KeyOwner, Stored, Unreadable, decode, encode};

/// A fact. Serialized as `{"type": …, "data": …}`; the log keeps the two apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event<P> {
    /// A person got an account.
    UserRegistered(UserRegistered<P>),
    /// A user's full name was corrected.
    UserRenamed(UserRenamed<P>),
    /// A user got another role.
    RoleChanged(RoleChanged),
    /// A user set, or was given, another password. The password itself is in no event.
    PasswordChanged(PasswordChanged),
    /// A user can no longer sign in.
    UserDeactivated(UserDeactivated),
    /// A deactivated user can sign in again.
    UserReactivated(UserReactivated),

    /// A user became administrator.
    AdministratorAppointed(AdministratorAppointed),
    /// A user is administrator no more.
    AdministratorDismissed(AdministratorDismissed),

    /// A name that must be unique was taken, for a while, until confirmed.
    NameReserved(NameReserved),
    /// The owner of a reserved name exists; the name is taken for good.
    ReservationConfirmed(ReservationConfirmed),
    /// A name is free again.
    ReservationReleased(ReservationReleased),

    /// A panel of labels was set up.
    PanelDefined(PanelDefined),
    /// A panel's labels were changed: added, renamed or retired, never deleted.
    PanelRevised(PanelRevised),
    /// From now on this model predicts for the panel.
    ModelActivated(ModelActivated),
    /// No model predicts for the panel any more.
    ModelDeactivated(ModelDeactivated),
    /// A model pack was seen and checked by this installation.
    ModelRegistered(ModelRegistered),
    /// Images of the panel without a prediction of the active model are to get one.
    BackfillRequested(BackfillRequested),

    /// A patient was entered.
    PatientRegistered(PatientRegistered<P>),
    /// What is known of a patient was corrected. Only the fields that changed are there.
    PatientCorrected(PatientCorrected<P>),
    /// A patient was removed from work; the history stays.
    PatientRemoved(PatientRemoved<P>),
    /// A patient's key was destroyed, and every derived copy with it.
    PatientErased(PatientErased),

    /// A specimen was entered.
    CaseOpened(CaseOpened<P>),
    /// What is known of a specimen was corrected. Only the fields that changed are there.
    CaseCorrected(CaseCorrected<P>),

    /// An image's bytes are stored.
    ImageUploaded(ImageUploaded<P>),
    /// Thumbnail, preview and tiles of an image are stored.
    RenditionsAttached(RenditionsAttached),
    /// Thumbnail, preview and tiles could not be made.
    RenditionsFailed(FunctionFailed),
    /// A model predicted an image's class.
    PredictionRecorded(PredictionRecorded),
    /// A model could not predict an image's class.
    PredictionFailed(PredictionFailed),
    /// A reader gave a verdict.
    ReadingRecorded(ReadingRecorded<P>),
    /// An image has a final verdict.
    FinalVerdictRecorded(FinalVerdictRecorded),
    /// An image's final verdict was amended, with a reason.
    FinalVerdictAmended(FinalVerdictAmended<P>),
    /// An image was taken out of work.
    ImageVoided(ImageVoided<P>),
    /// A voided image was uploaded again and is back in work.
    ImageRestored(ImageRestored<P>),
}

/// See [`Event::UserRegistered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserRegistered<P> {
    /// Who.
    pub user: UserId,
    /// The name typed at sign-in; unique.
    pub username: P,
    /// The person's name.
    pub full_name: P,
    /// What the person may do.
    pub role: Role,
}

/// See [`Event::UserRenamed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserRenamed<P> {
    /// Who.
    pub user: UserId,
    /// The person's name from now on.
    pub full_name: P,
}

/// See [`Event::RoleChanged`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleChanged {
    /// Who.
    pub user: UserId,
    /// The role from now on.
    pub role: Role,
}

/// See [`Event::PasswordChanged`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// Whose.
    pub user: UserId,
}

/// See [`Event::UserDeactivated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserDeactivated {
    /// Who.
    pub user: UserId,
}

/// See [`Event::UserReactivated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserReactivated {
    /// Who.
    pub user: UserId,
}

/// See [`Event::AdministratorAppointed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdministratorAppointed {
    /// Who.
    pub user: UserId,
}

/// See [`Event::AdministratorDismissed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdministratorDismissed {
    /// Who.
    pub user: UserId,
    /// The role that is to follow, so that a crash in between can be made good; none when the
    /// user is deactivated.
    pub role: Option<Role>,
}

/// What a reserved name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// A user name; the owner's stream is `user-<id>`.
    Username,
    /// A patient's number; the owner's stream is `patient-<id>`.
    PatientNumber,
    /// A specimen's accession number; the owner's stream is `case-<id>`.
    Accession,
}

/// See [`Event::NameReserved`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameReserved {
    /// What the name is for.
    pub kind: NameKind,
    /// The stream of the entity that is to carry the name.
    pub owner: String,
    /// Unconfirmed by then, the name can be taken by another.
    pub expires_at: Timestamp,
}

/// See [`Event::ReservationConfirmed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationConfirmed {
    /// The stream of the entity that carries the name.
    pub owner: String,
}

/// See [`Event::ReservationReleased`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReservationReleased {
    /// The stream of the entity that carried the name.
    pub owner: String,
}

/// See [`Event::PanelDefined`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PanelDefined {
    /// Which.
    pub panel: PanelId,
    /// Its name for people.
    pub title: String,
    /// What one image shows.
    pub unit: Unit,
    /// The labels, in the order in which they are always shown. This is version 1.
    pub labels: Vec<Label>,
}

/// See [`Event::PanelRevised`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PanelRevised {
    /// Which.
    pub panel: PanelId,
    /// The version that this makes, one more than the last.
    pub version: u32,
    /// Its name for people.
    pub title: String,
    /// All labels, retired ones too, in the order in which they are always shown.
    pub labels: Vec<Label>,
}

/// See [`Event::ModelActivated`]. Stands in the panel's stream, so that a panel has one active model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelActivated {
    /// Which panel.
    pub panel: PanelId,
    /// Which model.
    pub model: ModelId,
}

/// See [`Event::ModelDeactivated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelDeactivated {
    /// Which panel.
    pub panel: PanelId,
    /// Which model it was.
    pub model: ModelId,
}

/// See [`Event::ModelRegistered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelRegistered {
    /// The digest of manifest and weights.
    pub model: ModelId,
    /// The pack's name, such as `hrnet_w18_small_pbc8`.
    pub name: String,
    /// The network, such as `hrnet_w18_small`.
    pub architecture: String,
    /// The panel whose labels it predicts.
    pub panel: PanelId,
    /// The version of the panel that it was made for.
    pub panel_version: u32,
    /// The labels, in the order of the network's outputs.
    pub labels: Vec<LabelId>,
    /// What it must be told of with every answer: training data, limits, research use only.
    pub statement: String,
    /// The licence of the weights.
    pub licence: String,
    /// The whole card, in Markdown.
    pub card: String,
}

/// See [`Event::BackfillRequested`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackfillRequested {
    /// Which panel.
    pub panel: PanelId,
    /// Which model.
    pub model: ModelId,
}

/// A patient's sex as the laboratory was told. Sealed as text like every personal field.
pub const SEXES: [&str; 4] = ["female", "male", "other", "unknown"];

/// See [`Event::PatientRegistered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientRegistered<P> {
    /// Who.
    pub patient: PatientId,
    /// The number that the laboratory knows the patient by; unique.
    pub number: P,
    /// The patient's name.
    pub name: P,
    /// One of [`SEXES`].
    pub sex: Option<P>,
    /// The day of birth, ISO 8601.
    pub born_on: Option<P>,
    /// Anything else.
    pub notes: Option<P>,
}

/// See [`Event::PatientCorrected`]. An empty text clears an optional field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientCorrected<P> {
    /// Who.
    pub patient: PatientId,
    /// The number, when corrected.
    pub number: Option<P>,
    /// The name, when corrected.
    pub name: Option<P>,
    /// The sex, when corrected.
    pub sex: Option<P>,
    /// The day of birth, when corrected.
    pub born_on: Option<P>,
    /// The notes, when corrected.
    pub notes: Option<P>,
}

/// See [`Event::PatientRemoved`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientRemoved<P> {
    /// Who.
    pub patient: PatientId,
    /// Why, if it was said.
    pub reason: Option<P>,
}

/// See [`Event::PatientErased`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientErased {
    /// Who.
    pub patient: PatientId,
}

/// What was taken from the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Specimen {
    /// Peripheral blood.
    PeripheralBlood,
    /// Bone-marrow aspirate.
    BoneMarrow,
    /// Capillary blood.
    CapillaryBlood,
    /// Cord blood.
    CordBlood,
    /// Something else; the clinical details say what.
    Other,
}

/// How soon a case is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// In turn.
    Routine,
    /// Before the others.
    Urgent,
    /// At once.
    Stat,
}

/// See [`Event::CaseOpened`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseOpened<P> {
    /// Which.
    pub case: CaseId,
    /// Whose.
    pub patient: PatientId,
    /// The specimen's number in the laboratory; unique when given.
    pub accession: Option<P>,
    /// What was taken.
    pub specimen: Specimen,
    /// When it was taken, if known.
    pub collected_at: Option<Timestamp>,
    /// When the laboratory got it.
    pub received_at: Timestamp,
    /// The stain, such as `May-Grünwald-Giemsa`, if known.
    pub stain: Option<String>,
    /// How soon it is wanted.
    pub priority: Priority,
    /// What the sender wrote.
    pub clinical_details: Option<P>,
    /// Opened by an upload that named no case.
    pub implicit: bool,
}

/// See [`Event::CaseCorrected`]. An empty text clears an optional field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseCorrected<P> {
    /// Which.
    pub case: CaseId,
    /// Whose; corrections do not move a case.
    pub patient: PatientId,
    /// The accession number, when corrected.
    pub accession: Option<P>,
    /// What was taken, when corrected.
    pub specimen: Option<Specimen>,
    /// When it was taken, when corrected.
    pub collected_at: Option<Timestamp>,
    /// When the laboratory got it, when corrected.
    pub received_at: Option<Timestamp>,
    /// The stain, when corrected.
    pub stain: Option<String>,
    /// How soon it is wanted, when corrected.
    pub priority: Option<Priority>,
    /// What the sender wrote, when corrected.
    pub clinical_details: Option<P>,
}

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

/// A label and what the model gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probability {
    /// Which label.
    pub label: LabelId,
    /// Between 0 and 1; all of a prediction sum to 1.
    pub p: f64,
}

/// Whether an image looks like what the model learned from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Familiarity {
    /// Inside what the model knows. Outside, its leading label means nothing.
    pub inside: bool,
    /// Energy of the logits, −T·log Σ exp(logit/T) (Liu et al. 2020); lower is more familiar.
    pub energy: f64,
    /// The energy above which an image is outside.
    pub threshold: f64,
    /// Why it is outside, in words; empty inside.
    pub reasons: Vec<String>,
}

/// See [`Event::PredictionRecorded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionRecorded {
    /// Which image.
    pub image: ImageId,
    /// Which model.
    pub model: ModelId,
    /// For which panel.
    pub panel: PanelId,
    /// The leading label.
    pub label: LabelId,
    /// Its probability after temperature scaling.
    pub confidence: f64,
    /// Entropy of the probabilities over log n: 0 sure, 1 knows nothing.
    pub uncertainty: f64,
    /// Whether the image looks like what the model learned from.
    pub familiarity: Familiarity,
    /// All labels of the model, in the order of its outputs.
    pub probabilities: Vec<Probability>,
    /// The device, such as `cpu` or `cuda:0`.
    pub device: String,
    /// The arithmetic, such as `f32`.
    pub precision: String,
    /// How long the network ran for this image, its share of a batch, in microseconds.
    pub duration_us: u64,
}

/// See [`Event::PredictionFailed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PredictionFailed {
    /// Which image.
    pub image: ImageId,
    /// Which model.
    pub model: ModelId,
    /// Why, in words without personal data.
    pub reason: String,
}

/// See [`Event::ReadingRecorded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingRecorded<P> {
    /// Which image.
    pub image: ImageId,
    /// Whose image, for the key.
    pub patient: PatientId,
    /// Who read it.
    pub reader: UserId,
    /// What was said.
    pub verdict: Verdict,
    /// As far as the reader had seen a prediction.
    pub mode: ReadingMode,
    /// The predictions that the image had then.
    pub models: Vec<ModelId>,
    /// A remark.
    pub comment: Option<P>,
    /// Why the image is unsuitable, or why an earlier verdict is amended.
    pub reason: Option<P>,
}

/// See [`Event::FinalVerdictRecorded`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinalVerdictRecorded {
    /// Which image.
    pub image: ImageId,
    /// The verdict.
    pub verdict: Verdict,
    /// What it rests on.
    pub basis: Basis,
    /// Who gave it.
    pub reader: UserId,
}

/// See [`Event::FinalVerdictAmended`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinalVerdictAmended<P> {
    /// Which image.
    pub image: ImageId,
    /// Whose image, for the key.
    pub patient: PatientId,
    /// The verdict from now on.
    pub verdict: Verdict,
    /// The verdict until now.
    pub previous: Verdict,
    /// What it rests on.
    pub basis: Basis,
    /// Who amended it.
    pub reader: UserId,
    /// Why.
    pub reason: P,
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

/// A day, written for a sealed field.
pub fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}
