//! Images that arrive, go and come back; and their renditions.

use domain::event::*;
use domain::image::{
    Image, Refusal, attach_renditions, check_optics, fail_renditions, receive, void,
};
use domain::personal::Personal;

use crate::harness::{given, opened};
use crate::samples::*;

#[test]
fn a_file_is_new_a_duplicate_or_a_restoration() {
    let arrives = |image: Option<&Image>| receive(image, file(), false);
    given([]).when_maybe(arrives).then([uploaded()]);
    given([uploaded()]).when_maybe(arrives).then_nothing();
    given([uploaded(), voided(None)]).when_maybe(arrives).then([restored(blood_cell())]);
    given([uploaded(), voided(None), restored(blood_cell())]).when_maybe(arrives).then_nothing();
}

#[test]
fn equal_bytes_of_another_patient_are_suspected_once() {
    let suspected = || Event::MixUpSuspected(MixUpSuspected { image: image() });
    let arrives = |image: Option<&Image>| receive(image, file(), true);
    given([]).when_maybe(arrives).then([uploaded(), suspected()]);
    given([uploaded()]).when_maybe(arrives).then_nothing();
    let gone = [uploaded(), voided(None)];
    given(gone).when_maybe(arrives).then([restored(blood_cell()), suspected()]);
    let known = [uploaded(), suspected(), voided(None)];
    given(known).when_maybe(arrives).then([restored(blood_cell())]);
}

#[test]
fn an_image_without_a_verdict_is_voided_without_a_word() {
    let image = || given::<Image>([uploaded()]);
    image().when(|image| void(image, None)).then([voided(None)]);
    image().when(|image| void(image, some("out of focus"))).then([voided(some("out of focus"))]);
    given::<Image>([uploaded(), voided(None)]).when(|image| void(image, None)).then_nothing();
    let long = some(&"r".repeat(4_001));
    image().when(|image| void(image, long)).then_refused(Refusal::TextUnfit { pointer: "/reason" });
}

#[test]
fn an_image_with_a_verdict_is_voided_with_a_reason() {
    let read = || given::<Image>(read_as(ANNA, "basophil"));
    read().when(|image| void(image, None)).then_refused(Refusal::VoidNeedsReason);
    read().when(|image| void(image, some("  "))).then_refused(Refusal::VoidNeedsReason);
    read().when(|image| void(image, some("wrong patient"))).then([voided(some("wrong patient"))]);
}

#[test]
fn what_was_said_counts_again_after_restoration_but_not_under_another_panel() {
    let after = |panel| {
        let events = read_as(ANNA, "basophil").into_iter();
        given::<Image>(events.chain([voided(some("r")), restored(panel)])).state()
    };
    let same = after(blood_cell());
    assert!(same.verdict.is_some() && !same.voided && same.readings.len() == 1);
    let other = after(blood_disease());
    assert!(other.verdict.is_none() && !other.voided && other.readings.is_empty());
    assert_eq!(other.panel, blood_disease());
}

#[test]
fn renditions_are_attached_once() {
    let made = || RenditionsAttached {
        image: image(),
        thumbnail: (254, 256),
        preview: (360, 363),
        tiles: None,
    };
    let failure = || FunctionFailed { image: image(), reason: "cut off".to_owned() };
    let attached = || Event::<Personal>::RenditionsAttached(made());
    let failed = || Event::<Personal>::RenditionsFailed(failure());
    let attach = |image: &Image| attach_renditions(image, made());
    let fail = |image: &Image| fail_renditions(image, failure());
    given([uploaded()]).when(attach).then([attached()]);
    given([uploaded(), attached()]).when(attach).then_nothing();
    given([uploaded(), failed()]).when(attach).then([attached()]);
    given([uploaded()]).when(fail).then([failed()]);
    given([uploaded(), failed()]).when(fail).then_nothing();
    given([uploaded(), attached()]).when(fail).then_nothing();
}

#[test]
fn only_people_move_the_case_revision() {
    let mut image: Image = given(read_as(ANNA, "basophil")).state();
    assert_eq!(image.case_revision, 3);
    domain::aggregate::Aggregate::apply(&mut image, &opened(predicted(MODEL)));
    assert_eq!(image.case_revision, 3);
    domain::aggregate::Aggregate::apply(&mut image, &opened(voided(None)));
    assert_eq!(image.case_revision, 4);
}

#[test]
fn optics_are_plausible() {
    let ok = Optics {
        objective: Some("100x/1.4 oil".to_owned()),
        microns_per_pixel: Some(0.1),
        scanner: None,
    };
    assert_eq!(check_optics(&ok), Ok(()));
    let unfit = |pointer| Err(Refusal::OpticsUnfit { pointer });
    for microns in [0.0, -0.1, f64::NAN, f64::INFINITY, 1_001.0] {
        let optics = Optics { microns_per_pixel: Some(microns), ..ok.clone() };
        assert_eq!(check_optics(&optics), unfit("/microns_per_pixel"));
    }
    let long = || Some("x".repeat(201));
    assert_eq!(check_optics(&Optics { objective: long(), ..ok.clone() }), unfit("/objective"));
    assert_eq!(check_optics(&Optics { scanner: long(), ..ok }), unfit("/scanner"));
}
