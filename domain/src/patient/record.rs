//! What is known of a patient: entered, corrected; and the patient removed from work.

use jiff::civil::Date;

use super::{Patient, Refusal};
use crate::aggregate::Decision;
use crate::event::*;
use crate::ids::PatientId;
use crate::personal::Personal;
use crate::text::{change, filled, fits, given};

/// What is known of a patient who is entered. Empty optional texts count as none.
#[derive(Clone, Debug)]
pub struct Details {
    /// The number that the laboratory knows the patient by; unique.
    pub number: Personal,
    /// The name.
    pub name: Personal,
    /// One of [`SEXES`].
    pub sex: Option<Personal>,
    /// The day of birth, ISO 8601.
    pub born_on: Option<Personal>,
    /// Anything else.
    pub notes: Option<Personal>,
}

/// What is to be corrected. None leaves a field as it is, an empty text clears an optional one.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// The number.
    pub number: Option<Personal>,
    /// The name.
    pub name: Option<Personal>,
    /// The sex.
    pub sex: Option<Personal>,
    /// The day of birth.
    pub born_on: Option<Personal>,
    /// The notes.
    pub notes: Option<Personal>,
}

/// Enters a patient. `today` is the laboratory's day.
pub fn register(id: PatientId, details: Details, today: Date) -> Decision<Refusal> {
    let registered = PatientRegistered {
        patient: id,
        number: details.number,
        name: details.name,
        sex: given(details.sex),
        born_on: given(details.born_on),
        notes: given(details.notes),
    };
    check_number(&registered.number)?;
    check_name(&registered.name)?;
    check_optional(&registered.sex, &registered.born_on, &registered.notes, today)?;
    Ok(vec![Event::PatientRegistered(registered)])
}

/// Corrects what is known; only what differs is recorded.
pub fn correct(patient: &Patient, wanted: Correction, today: Date) -> Decision<Refusal> {
    patient.in_work()?;
    wanted.number.as_ref().map_or(Ok(()), check_number)?;
    wanted.name.as_ref().map_or(Ok(()), check_name)?;
    let e = PatientCorrected {
        patient: patient.id,
        number: change(Some(&patient.number), wanted.number),
        name: change(Some(&patient.name), wanted.name),
        sex: change(patient.sex.as_ref(), wanted.sex),
        born_on: change(patient.born_on.as_ref(), wanted.born_on),
        notes: change(patient.notes.as_ref(), wanted.notes),
    };
    let set = |field: &Option<Personal>| given(field.clone());
    check_optional(&set(&e.sex), &set(&e.born_on), &set(&e.notes), today)?;
    let fields = [&e.number, &e.name, &e.sex, &e.born_on, &e.notes];
    let changed = fields.into_iter().any(Option::is_some);
    Ok(if changed { vec![Event::PatientCorrected(e)] } else { vec![] })
}

/// Removes a patient from work; the history stays.
pub fn remove(patient: &Patient, reason: Option<Personal>) -> Decision<Refusal> {
    let reason = given(reason);
    if let Some(into) = patient.merged_into {
        return Err(Refusal::Merged { into });
    }
    if patient.removed {
        return Ok(vec![]);
    }
    match reason.as_ref().is_none_or(|reason| fits(reason, crate::image::LONGEST_TEXT)) {
        true => Ok(vec![Event::PatientRemoved(PatientRemoved { patient: patient.id, reason })]),
        false => Err(Refusal::ReasonUnfit),
    }
}

fn check_number(number: &Personal) -> Result<(), Refusal> {
    if filled(number, 64) { Ok(()) } else { Err(Refusal::NumberUnfit) }
}

fn check_name(name: &Personal) -> Result<(), Refusal> {
    if filled(name, 200) { Ok(()) } else { Err(Refusal::NameUnfit) }
}

fn check_optional(
    sex: &Option<Personal>,
    born_on: &Option<Personal>,
    notes: &Option<Personal>,
    today: Date,
) -> Result<(), Refusal> {
    let known = |sex: &Personal| SEXES.contains(&sex.reveal());
    if !sex.as_ref().is_none_or(known) {
        return Err(Refusal::UnknownSex);
    }
    let plausible = |born_on: &Personal| {
        let born_on = born_on.reveal();
        born_on.len() == 10 && day(born_on).is_some_and(|day| day.year() >= 1850 && day <= today)
    };
    if !born_on.as_ref().is_none_or(plausible) {
        return Err(Refusal::BirthDayUnfit);
    }
    match notes.as_ref().is_none_or(|notes| fits(notes, 10_000)) {
        true => Ok(()),
        false => Err(Refusal::NotesUnfit),
    }
}
