//! A case that was opened in error goes out of work, and comes back when that was the error.
//!
//! Only an empty one goes: what was seen and said of a specimen stays with it. Images that came to
//! the wrong case are reassigned or voided first.

use super::{Case, Refusal};
use crate::aggregate::Decision;
use crate::event::{CaseReinstated, CaseWithdrawn, Event};
use crate::image::LONGEST_TEXT;
use crate::personal::Personal;
use crate::text::filled;

/// Takes a case out of work. `images` is how many in work it holds. Once is enough.
pub fn withdraw(case: &Case, images: usize, reason: Personal) -> Decision<Refusal> {
    match case {
        Case { withdrawn: true, .. } => return Ok(vec![]),
        _ if images > 0 => return Err(Refusal::HoldsImages { images }),
        Case { conclusion: Some(_), .. } => return Err(Refusal::HoldsConclusion),
        _ if !case.critical.declared.is_empty() => return Err(Refusal::HoldsFinding),
        _ if !filled(&reason, LONGEST_TEXT) => return Err(Refusal::WithdrawalNeedsReason),
        _ => {}
    }
    let (case, patient) = (case.id, case.patient);
    Ok(vec![Event::CaseWithdrawn(CaseWithdrawn { case, patient, reason })])
}

/// Takes a withdrawn case back into work. Its accession number must be had again before.
pub fn reinstate(case: &Case) -> Decision<Refusal> {
    let reinstated = Event::CaseReinstated(CaseReinstated { case: case.id });
    Ok(if case.withdrawn { vec![reinstated] } else { vec![] })
}

impl Case {
    /// Whether there is work on it: images come, readers conclude.
    ///
    /// # Errors
    /// [`Refusal::Withdrawn`]
    pub fn in_work(&self) -> Result<(), Refusal> {
        if self.withdrawn { Err(Refusal::Withdrawn) } else { Ok(()) }
    }
}
