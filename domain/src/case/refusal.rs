//! Why something cannot be done to a case.

use jiff::Timestamp;

use super::conclusion::MOST_IMPRESSIONS;
use crate::ids::{LabelId, PanelId};
use crate::refusal::refusals;

/// Why a case cannot be so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too long.
    #[error("an accession number is at most 64 characters")]
    AccessionUnfit,
    /// Too long.
    #[error("a stain is at most 100 characters")]
    StainUnfit,
    /// Too long.
    #[error("clinical details are at most 10,000 characters, without control characters")]
    DetailsUnfit,
    /// Specimens are taken before they arrive.
    #[error("the specimen was received before it was collected")]
    ReceivedBeforeCollected,
    /// A remark of any kind.
    #[error("the text is longer than 4,000 characters or holds control characters")]
    TextUnfit {
        /// Which member.
        pointer: &'static str,
    },
    /// It says nothing.
    #[error("a conclusion needs an impression or a comment")]
    ConclusionEmpty,
    /// More than anybody reads.
    #[error("a conclusion has at most {MOST_IMPRESSIONS} impressions")]
    TooManyImpressions,
    /// Said once is enough.
    #[error("the impression “{0}” is there twice")]
    DuplicateImpression(LabelId),
    /// An impression is a label of a panel.
    #[error("there is no panel “{0}”")]
    UnknownPanel(PanelId),
    /// No such label in the panel.
    #[error("“{label}” is not a label of the panel {panel}")]
    UnknownLabel {
        /// What was said.
        label: LabelId,
        /// The panel it was said of.
        panel: PanelId,
    },
    /// The panel offers the label no longer.
    #[error("the label “{label}” of the panel {panel} is retired")]
    RetiredLabel {
        /// What was said.
        label: LabelId,
        /// The panel it was said of.
        panel: PanelId,
    },
    /// There is a final conclusion.
    #[error("the case has a final conclusion, which can be amended but not become preliminary")]
    AlreadyFinal,
    /// There is a final conclusion.
    #[error("the case has a final conclusion; amending it needs a reason")]
    AmendmentNeedsReason,
    /// It would be in no event.
    #[error("only an amendment of a final conclusion has a reason; a comment says the rest")]
    ReasonWithoutAmendment,
    /// No finding, or too much of it.
    #[error("a critical finding is told in 1 to 4,000 characters")]
    FindingUnfit,
    /// Nothing was declared that somebody could be told of.
    #[error("no critical finding of this case was declared; say what was found")]
    FindingNeeded,
    /// Nobody, or too much of a name.
    #[error("say in 1 to 200 characters who was told")]
    ToldUnfit,
    /// `other` says nothing alone.
    #[error("the way “other” needs a remark that says how somebody was told")]
    OtherWayNeedsRemark,
    /// It has not happened yet.
    #[error("the time at which somebody was told is in the future")]
    NotifiedInFuture,
    /// There was nothing to tell yet.
    #[error("the time at which somebody was told is before the specimen was received")]
    NotifiedBeforeReceived,
    /// It was opened in error.
    #[error("the case was withdrawn; reinstate it to go on with it")]
    Withdrawn,
    /// Nobody said why, or said too much.
    #[error("withdrawing a case needs a reason of at most 4,000 characters")]
    WithdrawalNeedsReason,
    /// Images would be lost from sight.
    #[error("the case still holds images ({images}); reassign or void them first")]
    HoldsImages {
        /// How many.
        images: usize,
    },
    /// Somebody may have acted on it.
    #[error("the case has a conclusion, which can be amended but not withdrawn")]
    HoldsConclusion,
    /// Somebody may have been told.
    #[error("a critical finding of the case was declared, which cannot be withdrawn")]
    HoldsFinding,
    /// Somebody else works on it.
    #[error("the case is claimed by another reader until {until:.0}")]
    Claimed {
        /// When that ends, unless claimed again.
        until: Timestamp,
    },
}

refusals!(Refusal {
    Self::AccessionUnfit => "accession-unfit", Invalid { pointer: "/accession" };
    Self::StainUnfit => "stain-unfit", Invalid { pointer: "/stain" };
    Self::DetailsUnfit => "clinical-details-unfit", Invalid { pointer: "/clinical_details" };
    Self::ReceivedBeforeCollected => "received-before-collected",
        Invalid { pointer: "/received_at" };
    Self::TextUnfit { pointer } => "text-unfit", Invalid { pointer };
    Self::ConclusionEmpty => "conclusion-empty", Invalid { pointer: "/impressions" };
    Self::TooManyImpressions => "too-many-impressions", Invalid { pointer: "/impressions" };
    Self::DuplicateImpression(_) => "duplicate-impression", Invalid { pointer: "/impressions" };
    Self::UnknownPanel(_) => "unknown-panel", Invalid { pointer: "/impressions" };
    Self::UnknownLabel { .. } => "unknown-label", Invalid { pointer: "/impressions" };
    Self::RetiredLabel { .. } => "retired-label", Invalid { pointer: "/impressions" };
    Self::AlreadyFinal => "conclusion-already-final", Conflict;
    Self::AmendmentNeedsReason => "amendment-needs-reason", Invalid { pointer: "/reason" };
    Self::ReasonWithoutAmendment => "reason-without-amendment", Invalid { pointer: "/reason" };
    Self::FindingUnfit => "finding-unfit", Invalid { pointer: "/finding" };
    Self::FindingNeeded => "finding-needed", Invalid { pointer: "/finding" };
    Self::ToldUnfit => "told-unfit", Invalid { pointer: "/told" };
    Self::OtherWayNeedsRemark => "other-way-needs-remark", Invalid { pointer: "/remark" };
    Self::NotifiedInFuture => "notified-in-future", Invalid { pointer: "/at" };
    Self::NotifiedBeforeReceived => "notified-before-received", Invalid { pointer: "/at" };
    Self::Withdrawn => "case-withdrawn", Gone;
    Self::WithdrawalNeedsReason => "withdrawal-needs-reason", Invalid { pointer: "/reason" };
    Self::HoldsImages { .. } => "case-holds-images", Conflict;
    Self::HoldsConclusion => "case-holds-conclusion", Conflict;
    Self::HoldsFinding => "case-holds-critical-finding", Conflict;
    Self::Claimed { .. } => "case-claimed", Conflict;
});
