//! A patient: entered, corrected, removed from work, erased.

use jiff::civil::Date;

use crate::aggregate::{Aggregate, Decision};
use crate::event::*;
use crate::ids::PatientId;
use crate::personal::{Opened, Personal};
use crate::refusal::refusals;
use crate::text::{change, corrected, filled, fits, given};

/// A patient's present state.
#[derive(Clone, Debug, PartialEq)]
pub struct Patient {
    /// Who.
    pub id: PatientId,
    /// The number that the laboratory knows the patient by.
    pub number: Opened,
    /// The name.
    pub name: Opened,
    /// One of [`SEXES`].
    pub sex: Option<Opened>,
    /// The day of birth, ISO 8601.
    pub born_on: Option<Opened>,
    /// Anything else.
    pub notes: Option<Opened>,
    /// Removed from work, or erased.
    pub removed: bool,
    /// Counts its events, from 1.
    pub revision: u64,
}

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

/// Why a patient cannot be entered or changed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was removed from work.
    #[error("the patient was removed")]
    Removed,
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
    Self::NumberUnfit => "patient-number-unfit", Invalid { pointer: "/number" };
    Self::NameUnfit => "patient-name-unfit", Invalid { pointer: "/name" };
    Self::UnknownSex => "unknown-sex", Invalid { pointer: "/sex" };
    Self::BirthDayUnfit => "birth-day-unfit", Invalid { pointer: "/born_on" };
    Self::NotesUnfit => "notes-unfit", Invalid { pointer: "/notes" };
    Self::ReasonUnfit => "reason-unfit", Invalid { pointer: "/reason" };
});

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

impl Patient {
    /// Whether there is work on this patient: cases are opened, images come.
    ///
    /// # Errors
    /// [`Refusal::Removed`]
    pub fn in_work(&self) -> Result<(), Refusal> {
        if self.removed { Err(Refusal::Removed) } else { Ok(()) }
    }

    fn correct(&mut self, e: &PatientCorrected<Opened>) {
        self.number = e.number.clone().unwrap_or_else(|| self.number.clone());
        self.name = e.name.clone().unwrap_or_else(|| self.name.clone());
        corrected(&mut self.sex, e.sex.as_ref());
        corrected(&mut self.born_on, e.born_on.as_ref());
        corrected(&mut self.notes, e.notes.as_ref());
    }
}

impl Aggregate for Patient {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::PatientRegistered(e) = event else { return None };
        Some(Self {
            id: e.patient,
            number: e.number.clone(),
            name: e.name.clone(),
            sex: e.sex.clone(),
            born_on: e.born_on.clone(),
            notes: e.notes.clone(),
            removed: false,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &Event<Opened>) {
        self.revision += 1;
        match event {
            Event::PatientCorrected(e) => self.correct(e),
            Event::PatientRemoved(_) | Event::PatientErased(_) => self.removed = true,
            _ => {}
        }
    }
}
