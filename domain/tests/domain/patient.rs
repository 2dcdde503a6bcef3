//! Patients.

use domain::event::*;
use domain::patient::{Correction, Details, Patient, Refusal, correct, register, remove};
use domain::personal::Personal;
use jiff::civil::{Date, date};

use crate::harness::{When, given};
use crate::samples::*;

const TODAY: Date = date(2026, 11, 23);

fn ada() -> Details {
    Details {
        number: text("P-1"),
        name: text("Ada Example"),
        sex: some("female"),
        born_on: some("1984-02-29"),
        notes: some(""),
    }
}

fn enter(details: Details) -> When<Refusal> {
    given::<Patient>([]).when_maybe(|_| register(PATIENT, details, TODAY))
}

#[test]
fn a_patient_is_entered_with_what_is_known() {
    enter(ada()).then([patient_registered()]);
    let unknown = Details { sex: None, born_on: some(" "), notes: None, ..ada() };
    enter(unknown).then([Event::PatientRegistered(PatientRegistered {
        patient: PATIENT,
        number: text("P-1"),
        name: text("Ada Example"),
        sex: None,
        born_on: None,
        notes: None,
    })]);
}

#[test]
fn what_no_patient_has_is_refused() {
    for number in ["", "  ", &"1".repeat(65), "P\u{7}"] {
        enter(Details { number: text(number), ..ada() }).then_refused(Refusal::NumberUnfit);
    }
    enter(Details { name: text(""), ..ada() }).then_refused(Refusal::NameUnfit);
    enter(Details { sex: some("F"), ..ada() }).then_refused(Refusal::UnknownSex);
    for born_on in ["1985-02-29", "2026-11-24", "1849-12-31", "29.02.1984", "19840229"] {
        let born_on = some(born_on);
        enter(Details { born_on, ..ada() }).then_refused(Refusal::BirthDayUnfit);
    }
    let notes = some(&"n".repeat(10_001));
    enter(Details { notes, ..ada() }).then_refused(Refusal::NotesUnfit);
}

fn corrected(correction: Correction) -> When<Refusal> {
    given([patient_registered()]).when(|patient| correct(patient, correction, TODAY))
}

fn correction() -> PatientCorrected<Personal> {
    PatientCorrected {
        patient: PATIENT,
        number: None,
        name: None,
        sex: None,
        born_on: None,
        notes: None,
    }
}

#[test]
fn only_what_differs_is_corrected() {
    let same = Correction { number: some("P-1"), notes: some(""), ..Correction::default() };
    corrected(same).then_nothing();
    let some_of_it = Correction {
        number: some("P-1"),
        name: some("Ada Lovelace"),
        sex: some(""),
        ..Correction::default()
    };
    corrected(some_of_it).then([Event::PatientCorrected(PatientCorrected {
        name: some("Ada Lovelace"),
        sex: some(""),
        ..correction()
    })]);
    let cleared = Event::PatientCorrected(PatientCorrected { sex: some(""), ..correction() });
    let patient: Patient = given([patient_registered(), cleared]).state();
    assert_eq!((patient.sex, patient.revision), (None, 2));
}

#[test]
fn a_correction_is_judged_like_an_entry() {
    let none = Correction::default;
    corrected(Correction { number: some(""), ..none() }).then_refused(Refusal::NumberUnfit);
    corrected(Correction { name: some(""), ..none() }).then_refused(Refusal::NameUnfit);
    corrected(Correction { sex: some("x"), ..none() }).then_refused(Refusal::UnknownSex);
    let born_on = some("2030-01-01");
    corrected(Correction { born_on, ..none() }).then_refused(Refusal::BirthDayUnfit);
    let notes = some(&"n".repeat(10_001));
    corrected(Correction { notes, ..none() }).then_refused(Refusal::NotesUnfit);
}

#[test]
fn a_removed_patient_stays_removed() {
    let removed = || {
        Event::PatientRemoved(PatientRemoved { patient: PATIENT, reason: some("entered twice") })
    };
    let there = || given::<Patient>([patient_registered()]);
    there().when(|patient| remove(patient, some("entered twice"))).then([removed()]);
    let long = some(&"r".repeat(4_001));
    there().when(|patient| remove(patient, long)).then_refused(Refusal::ReasonUnfit);
    let gone = given::<Patient>([patient_registered(), removed()]);
    gone.when(|patient| remove(patient, None)).then_nothing();
    gone.when(|patient| correct(patient, Correction::default(), TODAY))
        .then_refused(Refusal::Removed);
    gone.when(|patient| patient.in_work().map(|()| vec![])).then_refused(Refusal::Removed);
    let erased = Event::PatientErased(PatientErased { patient: PATIENT });
    given::<Patient>([patient_registered(), erased])
        .when(|patient| patient.in_work().map(|()| vec![]))
        .then_refused(Refusal::Erased);
}
