//! Two records of one person become one: the one that stays takes the other in, then the other says
//! that it is part of it.
//!
//! That they go round in a circle is impossible, however many merges race: a record takes others in
//! only while it is part of none ([`absorb`]), and becomes part of another only when all that it
//! took in have become part of it ([`merge`]). So along a chain of records each merge is older than
//! the next, which no circle can be. Two records that take each other in at the same moment
//! would wait for each other: of them the one with the greater id goes, the other never does.

use super::{Patient, Refusal};
use crate::aggregate::Decision;
use crate::event::*;
use crate::ids::PatientId;
use crate::image::LONGEST_TEXT;
use crate::personal::Personal;
use crate::text::filled;

/// The record that stays takes another one in.
pub fn absorb(patient: &Patient, other: PatientId) -> Decision<Refusal> {
    patient.in_work()?;
    if patient.id == other {
        return Err(Refusal::MergedWithItself);
    }
    if patient.absorbed.contains(&other) {
        return Ok(vec![]);
    }
    let absorbed = PatientAbsorbed { patient: patient.id, absorbed: other };
    Ok(vec![Event::PatientAbsorbed(absorbed)])
}

/// A record becomes part of the one that has taken it in.
///
/// `awaited` are the records that this one took in itself and that have not become part of it yet,
/// as their own streams tell.
pub fn merge(
    patient: &Patient,
    into: PatientId,
    awaited: &[PatientId],
    reason: Personal,
) -> Decision<Refusal> {
    if patient.merged_into == Some(into) {
        return Ok(vec![]);
    }
    patient.in_work()?;
    if patient.id == into {
        return Err(Refusal::MergedWithItself);
    }
    let took_it_in = patient.absorbed.contains(&into);
    let waits = |other: &PatientId| *other != into;
    if (took_it_in && patient.id < into) || awaited.iter().any(waits) {
        return Err(Refusal::MergeUnderWay);
    }
    match filled(&reason, LONGEST_TEXT) {
        true => {
            let merged = PatientMerged { patient: patient.id, into, reason };
            Ok(vec![Event::PatientMerged(merged)])
        }
        false => Err(Refusal::MergeNeedsReason),
    }
}
