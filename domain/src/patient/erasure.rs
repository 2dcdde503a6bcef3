//! The end of a patient's data, on record before it comes.

use super::{Patient, Refusal};
use crate::aggregate::Decision;
use crate::event::*;
use crate::personal::Personal;

/// The patient is erased, with all records that became part of this one. Of a record that was
/// merged itself, the one that stays is to be erased.
pub fn erase(patient: &Patient) -> Decision<Refusal> {
    match patient.merged_into {
        _ if patient.erased => Ok(vec![]),
        Some(into) => Err(Refusal::Merged { into }),
        None if patient.hold.is_some() => Err(Refusal::LegalHold),
        None => Ok(follow_into_erasure(patient)),
    }
}

/// The same where it was decided before: of the record that this one is part of, or before a
/// backup was restored.
pub fn follow_into_erasure(patient: &Patient) -> Vec<Event<Personal>> {
    match patient.erased {
        true => vec![],
        false => vec![Event::PatientErased(PatientErased { patient: patient.id })],
    }
}
