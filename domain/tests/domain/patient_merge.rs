//! Two records of one person.

use domain::event::*;
use domain::ids::PatientId;
use domain::patient::{Patient, Refusal, absorb, correct, merge, place_hold, remove};
use jiff::civil::date;
use uuid::Uuid;

use crate::harness::{Given, given};
use crate::samples::*;

const LESSER: PatientId = PatientId(Uuid::from_u128(0x1));
const OTHER: PatientId = PatientId(Uuid::from_u128(0x11));
const THIRD: PatientId = PatientId(Uuid::from_u128(0x12));

fn absorbed(other: PatientId) -> Event<domain::personal::Personal> {
    Event::PatientAbsorbed(PatientAbsorbed { patient: PATIENT, absorbed: other })
}

fn merged(into: PatientId) -> Event<domain::personal::Personal> {
    let reason = text("entered twice");
    Event::PatientMerged(PatientMerged { patient: PATIENT, into, reason })
}

fn entered() -> Given<Patient> {
    given([patient_registered()])
}

#[test]
fn a_record_takes_another_one_in_once() {
    entered().when(|patient| absorb(patient, OTHER)).then([absorbed(OTHER)]);
    let has_it = given::<Patient>([patient_registered(), absorbed(OTHER)]);
    has_it.when(|patient| absorb(patient, OTHER)).then_nothing();
    has_it.when(|patient| absorb(patient, THIRD)).then([absorbed(THIRD)]);
    entered().when(|patient| absorb(patient, PATIENT)).then_refused(Refusal::MergedWithItself);
}

#[test]
fn a_record_that_is_not_in_work_takes_none_in_and_goes_nowhere() {
    let removed = Event::PatientRemoved(PatientRemoved { patient: PATIENT, reason: None });
    let erased = Event::PatientErased(PatientErased { patient: PATIENT });
    let gone = [
        (removed, Refusal::Removed),
        (erased, Refusal::Erased),
        (merged(OTHER), Refusal::Merged { into: OTHER }),
    ];
    for (event, refusal) in gone {
        let patient = given::<Patient>([patient_registered(), event]);
        patient.when(|patient| absorb(patient, THIRD)).then_refused(refusal.clone());
        patient.when(|patient| merge(patient, THIRD, &[], text("r"))).then_refused(refusal);
    }
}

#[test]
fn a_record_becomes_part_of_another_with_a_reason() {
    entered()
        .when(|patient| merge(patient, OTHER, &[], text("entered twice")))
        .then([merged(OTHER)]);
    let gone = given::<Patient>([patient_registered(), merged(OTHER)]);
    gone.when(|patient| merge(patient, OTHER, &[], text("again"))).then_nothing();
    for reason in ["", " ", &"r".repeat(4_001)] {
        let reason = text(reason);
        entered()
            .when(|patient| merge(patient, OTHER, &[], reason))
            .then_refused(Refusal::MergeNeedsReason);
    }
    entered()
        .when(|patient| merge(patient, PATIENT, &[], text("r")))
        .then_refused(Refusal::MergedWithItself);
}

#[test]
fn a_record_waits_for_those_that_it_takes_in() {
    let merge_into = |awaited: &'static [PatientId]| {
        given::<Patient>([patient_registered(), absorbed(THIRD)])
            .when(move |patient| merge(patient, OTHER, awaited, text("entered twice")))
    };
    merge_into(&[THIRD]).then_refused(Refusal::MergeUnderWay);
    merge_into(&[]).then([merged(OTHER)]);
}

#[test]
fn of_two_that_take_each_other_in_the_one_with_the_greater_id_goes() {
    assert!(LESSER < PATIENT && PATIENT < OTHER);
    let merge_into = |into, awaited: &'static [PatientId]| {
        given::<Patient>([patient_registered(), absorbed(into), absorbed(THIRD)])
            .when(move |patient| merge(patient, into, awaited, text("entered twice")))
    };
    merge_into(LESSER, &[LESSER]).then([merged(LESSER)]);
    merge_into(LESSER, &[LESSER, THIRD]).then_refused(Refusal::MergeUnderWay);
    merge_into(OTHER, &[OTHER]).then_refused(Refusal::MergeUnderWay);
    // Also when the other one is seen to have gone already: it may have gone into this one.
    merge_into(OTHER, &[]).then_refused(Refusal::MergeUnderWay);
}

#[test]
fn a_merged_record_is_changed_no_more_and_names_the_one_that_stays() {
    let gone = given::<Patient>([patient_registered(), merged(OTHER)]);
    let refusal = || Refusal::Merged { into: OTHER };
    let today = date(2026, 11, 23);
    gone.when(|patient| correct(patient, Default::default(), today)).then_refused(refusal());
    gone.when(|patient| remove(patient, None)).then_refused(refusal());
    gone.when(|patient| place_hold(patient, text("a lawsuit"))).then_refused(refusal());
    assert!(refusal().to_string().contains(&OTHER.to_string()));
}
