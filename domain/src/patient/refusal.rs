//! Why something cannot be done to a patient's record.

use crate::ids::PatientId;
use crate::refusal::refusals;

/// Why a patient cannot be entered or changed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was removed from work.
    #[error("the patient was removed")]
    Removed,
    /// Nothing of it is left but that it was there.
    #[error("the patient was erased")]
    Erased,
    /// It is part of another record.
    #[error("this record was merged into the patient {into}")]
    Merged {
        /// The record that stays.
        into: PatientId,
    },
    /// It would become part of itself.
    #[error("a record cannot be merged into itself")]
    MergedWithItself,
    /// Another record is becoming part of it at this moment.
    #[error("another record is being merged into this one; try again in a few minutes")]
    MergeUnderWay,
    /// Merging was not given a reason.
    #[error("merging needs a reason of at most 4,000 characters")]
    MergeNeedsReason,
    /// Its data must be kept.
    #[error("a legal hold forbids to erase the patient")]
    LegalHold,
    /// A hold was not given a reason.
    #[error("placing or lifting a legal hold needs a reason of at most 4,000 characters")]
    HoldNeedsReason,
    /// No number, or an unfit one.
    #[error("a patient needs a number of 1 to 64 characters")]
    NumberUnfit,
    /// No name, or an unfit one.
    #[error("a patient needs a name of 1 to 200 characters")]
    NameUnfit,
    /// Not one of the four.
    #[error("sex is female, male, other or unknown")]
    UnknownSex,
    /// Not a day, or one to come.
    #[error("the day of birth is a day from 1850 to today, such as 1984-02-29")]
    BirthDayUnfit,
    /// Too long.
    #[error("notes are at most 10,000 characters, without control characters")]
    NotesUnfit,
    /// Why it is removed.
    #[error("the reason is longer than 4,000 characters or holds control characters")]
    ReasonUnfit,
}

refusals!(Refusal {
    Self::Removed => "patient-removed", Gone;
    Self::Erased => "patient-erased", Gone;
    Self::Merged { .. } => "patient-merged", Gone;
    Self::MergedWithItself => "merged-with-itself", Invalid { pointer: "/into" };
    Self::MergeUnderWay => "merge-under-way", Conflict;
    Self::MergeNeedsReason => "merge-needs-reason", Invalid { pointer: "/reason" };
    Self::LegalHold => "legal-hold", Conflict;
    Self::HoldNeedsReason => "hold-needs-reason", Invalid { pointer: "/reason" };
    Self::NumberUnfit => "patient-number-unfit", Invalid { pointer: "/number" };
    Self::NameUnfit => "patient-name-unfit", Invalid { pointer: "/name" };
    Self::UnknownSex => "unknown-sex", Invalid { pointer: "/sex" };
    Self::BirthDayUnfit => "birth-day-unfit", Invalid { pointer: "/born_on" };
    Self::NotesUnfit => "notes-unfit", Invalid { pointer: "/notes" };
    Self::ReasonUnfit => "reason-unfit", Invalid { pointer: "/reason" };
});
