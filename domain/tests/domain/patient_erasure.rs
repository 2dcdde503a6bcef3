//! Legal holds, and the end of a patient's data.

use domain::event::*;
use domain::ids::PatientId;
use domain::patient::{
    Patient, Refusal, erase, follow_into_erasure, lift_hold, place_hold, remove,
};
use domain::personal::{Opened, Personal};
use uuid::Uuid;

use crate::harness::{Given, given};
use crate::samples::*;

fn placed(reason: &str) -> Event<Personal> {
    Event::LegalHoldPlaced(LegalHoldPlaced { patient: PATIENT, reason: text(reason) })
}

fn lifted() -> Event<Personal> {
    Event::LegalHoldLifted(LegalHoldLifted { patient: PATIENT, reason: text("settled") })
}

fn erased() -> Event<Personal> {
    Event::PatientErased(PatientErased { patient: PATIENT })
}

fn after(events: impl IntoIterator<Item = Event<Personal>>) -> Given<Patient> {
    given(std::iter::once(patient_registered()).chain(events))
}

#[test]
fn a_hold_is_placed_with_a_reason_that_can_change() {
    let place = |reason: &'static str| move |patient: &Patient| place_hold(patient, text(reason));
    after([]).when(place("a lawsuit")).then([placed("a lawsuit")]);
    after([placed("a lawsuit")]).when(place("a lawsuit")).then_nothing();
    after([placed("a lawsuit")]).when(place("an inquiry")).then([placed("an inquiry")]);
    after([placed("a lawsuit"), lifted()]).when(place("a lawsuit")).then([placed("a lawsuit")]);
    after([]).when(place(" ")).then_refused(Refusal::HoldNeedsReason);
    after([erased()]).when(place("a lawsuit")).then_refused(Refusal::Erased);
}

#[test]
fn a_hold_is_lifted_with_a_reason() {
    let lift = |patient: &Patient| lift_hold(patient, text("settled"));
    after([placed("a lawsuit")]).when(lift).then([lifted()]);
    after([]).when(lift).then_nothing();
    after([placed("a lawsuit"), lifted()]).when(lift).then_nothing();
    after([placed("a lawsuit")])
        .when(|patient| lift_hold(patient, text("")))
        .then_refused(Refusal::HoldNeedsReason);
    after([erased()]).when(lift).then_refused(Refusal::Erased);
}

#[test]
fn a_hold_forbids_erasure_and_nothing_else() {
    let held = || after([placed("a lawsuit")]);
    held().when(erase).then_refused(Refusal::LegalHold);
    assert_eq!(held().state().in_work(), Ok(()));
    let removed = || Event::PatientRemoved(PatientRemoved { patient: PATIENT, reason: None });
    held().when(|patient| remove(patient, None)).then([removed()]);
    after([placed("a lawsuit"), removed()]).when(erase).then_refused(Refusal::LegalHold);
    after([removed()]).when(|p| place_hold(p, text("a lawsuit"))).then([placed("a lawsuit")]);
    after([placed("a lawsuit"), lifted()]).when(erase).then([erased()]);
    let hold = held().state().hold;
    assert_eq!(hold.as_ref().and_then(Opened::known), Some("a lawsuit"));
}

#[test]
fn a_patient_is_erased_once_and_for_good() {
    after([]).when(erase).then([erased()]);
    after([erased()]).when(erase).then_nothing();
    let state = after([erased()]).state();
    assert!(state.erased && state.removed);
    assert_eq!(state.in_work(), Err(Refusal::Erased));
}

#[test]
fn a_merged_record_is_erased_with_the_one_that_stays() {
    let into = PatientId(Uuid::from_u128(0x11));
    let reason = text("entered twice");
    let merged =
        || Event::PatientMerged(PatientMerged { patient: PATIENT, into, reason: reason.clone() });
    after([merged()]).when(erase).then_refused(Refusal::Merged { into });
    after([merged()])
        .when(|patient| Ok::<_, Refusal>(follow_into_erasure(patient)))
        .then([erased()]);
    let again = |patient: &Patient| Ok::<_, Refusal>(follow_into_erasure(patient));
    after([merged(), erased()]).when(again).then_nothing();
    // What was decided before a backup was restored is not decided anew.
    after([placed("a lawsuit")]).when(again).then([erased()]);
}
