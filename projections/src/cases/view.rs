//! A case as people see it.

use domain::event::{NotificationWay, Priority, Specimen};
use domain::ids::{CaseId, ImageId, LabelId, PanelId, PatientId, UserId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How far a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// No image yet, or one without a final verdict.
    Open,
    /// Every image in work has a final verdict.
    Read,
    /// There is a final conclusion.
    Concluded,
    /// Opened in error, and out of work.
    Withdrawn,
}

/// One specimen.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CaseView {
    /// Which.
    #[schema(value_type = Uuid)]
    pub id: CaseId,
    /// Whose.
    #[schema(value_type = Uuid)]
    pub patient_id: PatientId,
    /// The specimen's number in the laboratory.
    pub accession: Option<String>,
    /// What was taken.
    #[schema(value_type = String)]
    pub specimen: Specimen,
    /// When it was taken, if known.
    pub collected_at: Option<Timestamp>,
    /// When the laboratory got it.
    pub received_at: Timestamp,
    /// The stain, if known.
    pub stain: Option<String>,
    /// How soon it is wanted: `routine`, `urgent`, `stat`.
    #[schema(value_type = String)]
    pub priority: Priority,
    /// When it is to be concluded, by the laboratory's target for its priority.
    pub due_at: Timestamp,
    /// What the sender wrote.
    pub clinical_details: Option<String>,
    /// How far it is.
    pub status: CaseStatus,
    /// What was concluded; none yet.
    pub conclusion: Option<ConclusionView>,
    /// When it was first concluded for good.
    pub concluded_at: Option<Timestamp>,
    /// A critical finding waits for somebody to be told of it.
    pub critical: bool,
    /// Critical findings, and who was told of them; none when there never was any.
    pub alarm: Option<AlarmView>,
    /// Withheld, for the viewer is yet to read images of it: what others concluded and found, and in
    /// which image a model suspects what.
    pub blind: bool,
    /// Who works on it now.
    pub claim: Option<ClaimView>,
    /// That it was opened in error; none while it is in work. It is out of work then, unless an image
    /// came to it at that very moment.
    pub withdrawn: Option<WithdrawnView>,
    /// Opened by an upload that named no case.
    pub implicit: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Images in work, read or not; voided ones do not count.
    pub images_total: i64,
    /// Images in work without a final verdict.
    pub images_unverified: i64,
    /// How often people changed it: for `If-Match`.
    pub case_revision: u64,
}

/// That a case was opened in error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WithdrawnView {
    /// When it was withdrawn.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// How far a conclusion goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConclusionStatus {
    /// What can be said already.
    Preliminary,
    /// What is said.
    Final,
    /// What is said in place of a final one.
    Amended,
}

/// What was concluded of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConclusionView {
    /// How far it goes.
    pub status: ConclusionStatus,
    /// What the morphology is consistent with, the leading one first.
    pub impressions: Vec<ImpressionView>,
    /// What else there is to say.
    pub comment: Option<String>,
    /// Tests that would confirm it.
    pub suggested_tests: Option<String>,
    /// Who concluded, or amended.
    #[schema(value_type = Uuid)]
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Why it was amended.
    pub amended_reason: Option<String>,
}

/// A label of a panel, as the panel called it when it was concluded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImpressionView {
    /// The panel.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// The label.
    #[schema(value_type = String)]
    pub label: LabelId,
    /// The label's name for people.
    pub name: String,
    /// ICD-10 (WHO) code.
    pub icd10: Option<String>,
}

/// Where a case stands with its critical findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlarmState {
    /// A model suspects, no reader has said.
    Suspected,
    /// A reader found it, and nobody was told.
    Declared,
    /// Somebody was told, or a reader dismissed what was suspected; nothing new has come since.
    Notified,
}

/// A case's critical findings, and who was told of them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct AlarmView {
    /// Where it stands.
    pub state: AlarmState,
    /// Since when the oldest unsettled finding waits; when all are settled, when somebody was told.
    pub since: Timestamp,
    /// When those who must know were reminded that nobody was told.
    pub escalated_at: Option<Timestamp>,
    /// All findings that stand, oldest first.
    pub findings: Vec<FindingView>,
    /// Who was told last.
    pub notified: Option<NotifiedView>,
}

/// What makes a finding critical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A model gives a critical label more than the panel lets pass, and no reader has said yet.
    Suspected,
    /// A reader declared it.
    Declared,
    /// A reader's final verdict on an image is a critical label.
    Verdict,
}

/// One critical finding.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FindingView {
    /// What makes it one.
    pub kind: FindingKind,
    /// The image, when it is about one.
    #[schema(value_type = Option<Uuid>)]
    pub image: Option<ImageId>,
    /// The critical label, when it is about an image.
    #[schema(value_type = Option<String>)]
    pub label: Option<LabelId>,
    /// What the model gives the label, when it is suspected.
    pub p: Option<f64>,
    /// What was found, when a reader declared it.
    pub finding: Option<String>,
    /// The reader; none when a model suspects it.
    #[schema(value_type = Option<Uuid>)]
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// Who was told of a critical finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NotifiedView {
    /// Who was told.
    pub told: String,
    /// By which way: `phone`, `in_person`, `secure_message`, `other`.
    #[schema(value_type = String)]
    pub way: NotificationWay,
    /// When.
    pub at: Timestamp,
    /// Whether the receiver repeated the result.
    pub read_back: bool,
    /// What else there is to say.
    pub remark: Option<String>,
    /// Who told it.
    #[schema(value_type = Uuid)]
    pub by: UserId,
}

/// Who works on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClaimView {
    /// Who.
    #[schema(value_type = Uuid)]
    pub by: UserId,
    /// Until when, unless claimed again.
    pub until: Timestamp,
}
