//! Why something cannot be done to an image.

use crate::ids::{ImageId, PanelId};
use crate::refusal::refusals;

/// Why something cannot be done to an image.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was taken out of work.
    #[error("the image was voided")]
    Voided,
    /// It is an image of another patient.
    #[error("the image was reassigned: it is the image {to} now")]
    Reassigned {
        /// Which image it is.
        to: ImageId,
    },
    /// It is where it is to go.
    #[error("the image is there already")]
    SamePlace,
    /// The case to go to is not the patient's.
    #[error("the case is another patient’s")]
    CaseOfAnother,
    /// Nobody said why.
    #[error("reassigning an image needs a reason")]
    ReassignmentNeedsReason,
    /// No such label in the panel.
    #[error("“{label}” is not a label of the panel {panel}")]
    UnknownLabel {
        /// What was said.
        label: String,
        /// The panel it was said of.
        panel: PanelId,
    },
    /// The panel offers the label no longer.
    #[error("the label “{label}” of the panel {panel} is retired")]
    RetiredLabel {
        /// What was said.
        label: String,
        /// The panel it was said of.
        panel: PanelId,
    },
    /// `other` says nothing alone.
    #[error("the verdict “other” needs a comment that says what the image shows")]
    OtherNeedsComment,
    /// `unsuitable` asks for another image; the technologist must know why.
    #[error("the verdict “unsuitable” needs a reason")]
    UnsuitableNeedsReason,
    /// There is a verdict already.
    #[error("the image has a verdict; amending it needs a reason")]
    AmendmentNeedsReason,
    /// There is a verdict already.
    #[error("the image has a verdict; voiding it needs a reason")]
    VoidNeedsReason,
    /// Comment or reason.
    #[error("the text is longer than 4,000 characters or holds control characters")]
    TextUnfit {
        /// Which member.
        pointer: &'static str,
    },
    /// Looking at many at once is not enough here.
    #[error("this cannot be recorded for many images at once: {why}")]
    NotInBulk {
        /// In words.
        why: &'static str,
    },
    /// No objective, camera or scale that there can be.
    #[error("names are at most 200 characters; a pixel is more than 0 and at most 1,000 µm wide")]
    OpticsUnfit {
        /// Which member.
        pointer: &'static str,
    },
    /// A prediction for labels that the image is not read against.
    #[error("the model predicts for the panel {model}, the image is read against {image}")]
    OtherPanel {
        /// The model's.
        model: PanelId,
        /// The image's.
        image: PanelId,
    },
    /// The prediction's labels are not the model's, or the model's are not the panel's.
    #[error("the prediction's labels are not those of its model and panel")]
    ForeignLabels,
    /// Figures that no prediction can have.
    #[error("the prediction's probabilities are not a distribution led by its label")]
    NoDistribution,
    /// There is nothing to explain.
    #[error("the model has not predicted the image for the panel it is read against")]
    NotPredicted,
    /// What a model saw is shown after reading.
    #[error("you are yet to read the image: what models see in it is shown afterwards")]
    YetToRead,
    /// Figures that no map has.
    #[error("the map’s figures are not numbers, or it does not lie on the image")]
    ExplanationUnfit,
    /// Measurements that cannot be recorded.
    #[error("the measurements cannot be recorded: {why}")]
    MeasurementsUnfit {
        /// In words.
        why: &'static str,
    },
}

refusals!(Refusal {
    Self::Voided => "image-voided", Gone;
    Self::Reassigned { .. } => "image-reassigned", Gone;
    Self::SamePlace => "same-place", Conflict;
    Self::CaseOfAnother => "case-of-another-patient", Invalid { pointer: "/case" };
    Self::ReassignmentNeedsReason => "reassignment-needs-reason", Invalid { pointer: "/reason" };
    Self::UnknownLabel { .. } => "unknown-label", Invalid { pointer: "/label" };
    Self::RetiredLabel { .. } => "retired-label", Invalid { pointer: "/label" };
    Self::OtherNeedsComment => "other-needs-comment", Invalid { pointer: "/comment" };
    Self::UnsuitableNeedsReason => "unsuitable-needs-reason", Invalid { pointer: "/reason" };
    Self::AmendmentNeedsReason => "amendment-needs-reason", Invalid { pointer: "/reason" };
    Self::VoidNeedsReason => "void-needs-reason", Invalid { pointer: "/reason" };
    Self::TextUnfit { pointer } => "text-unfit", Invalid { pointer };
    Self::NotInBulk { .. } => "not-in-bulk", Conflict;
    Self::OpticsUnfit { pointer } => "optics-unfit", Invalid { pointer };
    Self::OtherPanel { .. } => "prediction-for-other-panel", Conflict;
    Self::ForeignLabels => "prediction-with-foreign-labels", Conflict;
    Self::NoDistribution => "prediction-is-no-distribution", Conflict;
    Self::NotPredicted => "image-not-predicted", Conflict;
    Self::YetToRead => "image-yet-to-read", Conflict;
    Self::ExplanationUnfit => "explanation-unfit", Conflict;
    Self::MeasurementsUnfit { .. } => "measurements-unfit", Invalid { pointer: "/measurements" };
});
