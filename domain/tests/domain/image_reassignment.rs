//! Images that go to the patient or the case whose they are.

use domain::event::*;
use domain::ids::{CaseId, ImageId, PatientId};
use domain::image::{
    Arrival, Destination, Image, RecordVerdict, Refusal, arrival, reassign, record_verdict,
    take_over, void,
};
use domain::personal::Personal;
use uuid::Uuid;

use crate::harness::{Given, given};
use crate::samples::*;

const RIGHT: PatientId = PatientId(Uuid::from_u128(0x11));
const RIGHT_CASE: CaseId = CaseId(Uuid::from_u128(0x21));

/// The same bytes as an image of the right patient.
fn there() -> ImageId {
    ImageId::of(RIGHT, &CONTENT)
}

fn to_patient() -> Destination {
    Destination { image: there(), patient: RIGHT, case: RIGHT_CASE }
}

fn to_case() -> Destination {
    Destination { image: image(), patient: PATIENT, case: RIGHT_CASE }
}

fn reassigned(to: Destination) -> Event<Personal> {
    Event::ImageReassigned(ImageReassigned {
        image: image(),
        patient: PATIENT,
        to_image: to.image,
        to_patient: to.patient,
        to_case: to.case,
        reason: text("labels swapped"),
    })
}

fn at_work(events: Vec<Event<Personal>>) -> Given<Image> {
    given(events)
}

fn said(label: &str) -> RecordVerdict {
    RecordVerdict { verdict: label.parse().unwrap(), comment: None, reason: None, bulk: false }
}

#[test]
fn within_a_patient_an_image_keeps_what_was_said_of_it() {
    let go = |image: &Image| reassign(image, to_case(), text("labels swapped"));
    at_work(read_as(ANNA, "basophil")).when(go).then([reassigned(to_case())]);
    let events = read_as(ANNA, "basophil").into_iter().chain([reassigned(to_case())]);
    let moved = given::<Image>(events).state();
    assert_eq!((moved.case, moved.voided, moved.reassigned_to), (RIGHT_CASE, false, None));
    assert!(moved.verdict.is_some() && moved.case_revision == 4);
}

#[test]
fn with_another_patient_an_image_leaves_work_and_names_what_it_is() {
    let go = |image: &Image| reassign(image, to_patient(), text("labels swapped"));
    at_work(vec![uploaded()]).when(go).then([reassigned(to_patient())]);
    let gone = given::<Image>([uploaded(), reassigned(to_patient())]);
    let refusal = || Refusal::Reassigned { to: there() };
    gone.when(go).then_refused(refusal());
    gone.when(|image| record_verdict(image, &panel(), ANNA, said("basophil")))
        .then_refused(refusal());
    gone.when(|image| void(image, None)).then_nothing();
    assert_eq!(gone.state().reassigned_to, Some(there()));
}

#[test]
fn a_reassignment_goes_somewhere_else_and_says_why() {
    let reassign_to = |to, reason: &str| {
        let reason = text(reason);
        at_work(vec![uploaded()]).when(|image| reassign(image, to, reason))
    };
    let here = Destination { case: CASE, ..to_case() };
    reassign_to(here, "labels swapped").then_refused(Refusal::SamePlace);
    reassign_to(to_patient(), " ").then_refused(Refusal::ReassignmentNeedsReason);
    let long = "r".repeat(4_001);
    reassign_to(to_case(), &long).then_refused(Refusal::TextUnfit { pointer: "/reason" });
    at_work(vec![uploaded(), voided(None)])
        .when(|image| reassign(image, to_patient(), text("r")))
        .then_refused(Refusal::Voided);
}

/// The file as an image of the right patient.
fn moved_file() -> ImageUploaded<Personal> {
    ImageUploaded { image: there(), patient: RIGHT, case: RIGHT_CASE, ..file() }
}

#[test]
fn the_other_patient_s_image_is_new_or_back_or_there_already() {
    let uploaded = || Event::ImageUploaded(moved_file());
    let taken_over = || Event::ImageTakenOver(ImageTakenOver { image: there(), from: image() });
    let gone = || Event::ImageVoided(ImageVoided { image: there(), patient: RIGHT, reason: None });
    let back = Event::ImageRestored(ImageRestored {
        image: there(),
        patient: RIGHT,
        case: RIGHT_CASE,
        panel: blood_cell(),
        file_name: text("BA_1.jpg"),
    });
    let takes =
        |mixed_up| move |known: Option<&Image>| take_over(known, moved_file(), image(), mixed_up);
    given([]).when_maybe(takes(false)).then([uploaded(), taken_over()]);
    given([uploaded(), gone()]).when_maybe(takes(false)).then([back, taken_over()]);
    given([uploaded()]).when_maybe(takes(true)).then_nothing();
    let suspected = Event::MixUpSuspected(MixUpSuspected { image: there() });
    given([]).when_maybe(takes(true)).then([uploaded(), suspected, taken_over()]);
    let state: Image = given([uploaded(), taken_over()]).state();
    assert_eq!(state.taken_over_from, Some(image()));
    assert_eq!((state.case_revision, state.uploaded_at, state.uploaded_by), (1, time(0), ANNA));
}

#[test]
fn an_image_that_is_uploaded_again_is_back_where_it_was() {
    let gone = given::<Image>([uploaded(), reassigned(to_patient())]);
    assert_eq!(arrival(Some(&gone.state())), Arrival::Restoration);
    let back = [uploaded(), reassigned(to_patient()), restored(blood_cell())];
    let state = given::<Image>(back).state();
    assert_eq!((state.voided, state.reassigned_to, state.in_work()), (false, None, Ok(())));
}
