//! Legal holds: while one is there, nobody may erase the patient. It hinders nothing else.

use super::{Patient, Refusal};
use crate::aggregate::Decision;
use crate::event::*;
use crate::image::LONGEST_TEXT;
use crate::personal::{Opened, Personal};
use crate::text::filled;

/// The patient's data must be kept. Another reason takes the place of the one before. A record that
/// was removed from work can be held; one that was merged is held with the one that stays.
pub fn place_hold(patient: &Patient, reason: Personal) -> Decision<Refusal> {
    match patient.merged_into {
        _ if patient.erased => return Err(Refusal::Erased),
        Some(into) => return Err(Refusal::Merged { into }),
        None => check(&reason)?,
    }
    let known = patient.hold.as_ref().and_then(Opened::known);
    match known == Some(reason.reveal()) {
        true => Ok(vec![]),
        false => {
            let placed = LegalHoldPlaced { patient: patient.id, reason };
            Ok(vec![Event::LegalHoldPlaced(placed)])
        }
    }
}

/// The patient's data need not be kept any longer. A hold that was there before the record was
/// merged is lifted where it is.
pub fn lift_hold(patient: &Patient, reason: Personal) -> Decision<Refusal> {
    if patient.erased {
        return Err(Refusal::Erased);
    }
    check(&reason)?;
    match patient.hold {
        None => Ok(vec![]),
        Some(_) => {
            let lifted = LegalHoldLifted { patient: patient.id, reason };
            Ok(vec![Event::LegalHoldLifted(lifted)])
        }
    }
}

fn check(reason: &Personal) -> Result<(), Refusal> {
    if filled(reason, LONGEST_TEXT) { Ok(()) } else { Err(Refusal::HoldNeedsReason) }
}
