//! Where models see labels in images.

use domain::access::{Role, Viewer};
use domain::event::*;
use domain::ids::{LabelId, ModelId};
use domain::image::{Image, Refusal, fail_explanation, record_explanation, request_explanation};
use domain::model::Model;
use domain::panel::Panel;
use domain::personal::Personal;

use crate::harness::{When, given};
use crate::samples::*;

const VIEWER: Viewer = Viewer { user: BERT, role: Role::Hematologist };

fn asks(events: Vec<Event<Personal>>, of: ModelId, about: &str) -> When<Refusal> {
    asks_as(VIEWER, &panel(), events, of, label(about))
}

fn asks_as(
    viewer: Viewer,
    panel: &Panel,
    events: Vec<Event<Personal>>,
    of: ModelId,
    about: LabelId,
) -> When<Refusal> {
    let model: Model = given([Event::ModelRegistered(registration(of, blood_cell()))]).state();
    given::<Image>(events).when(|image| request_explanation(image, panel, &model, viewer, about))
}

fn requested(about: &str) -> Event<Personal> {
    let (image, model, label) = (image(), MODEL, label(about));
    Event::ExplanationRequested(ExplanationRequested { image, model, label })
}

fn found(about: &str) -> ExplanationRecorded {
    ExplanationRecorded {
        image: image(),
        model: MODEL,
        label: label(about),
        area: Area { left: 0, top: 0, width: 360, height: 363 },
        columns: 56,
        rows: 56,
        logit: 2.5,
        support: 3.25,
        opposition: -1.5,
        bias: 0.75,
        peak: 0.0625,
    }
}

fn failure(about: &str) -> ExplanationFailed {
    let reason = "the original is missing".to_owned();
    ExplanationFailed { image: image(), model: MODEL, label: label(about), reason }
}

fn seen() -> Vec<Event<Personal>> {
    vec![uploaded(), predicted(MODEL)]
}

fn with(mut events: Vec<Event<Personal>>, more: Event<Personal>) -> Vec<Event<Personal>> {
    events.push(more);
    events
}

#[test]
fn a_label_is_asked_about_once_until_there_is_no_answer() {
    asks(seen(), MODEL, "basophil").then([requested("basophil")]);
    let asked = with(seen(), requested("basophil"));
    asks(asked.clone(), MODEL, "basophil").then_nothing();
    asks(asked.clone(), MODEL, "platelet").then([requested("platelet")]);
    let told = with(asked.clone(), Event::ExplanationRecorded(found("basophil")));
    asks(told, MODEL, "basophil").then_nothing();
    let failed = with(asked, Event::ExplanationFailed(failure("basophil")));
    asks(failed, MODEL, "basophil").then([requested("basophil")]);
}

#[test]
fn only_a_model_that_predicted_the_image_is_asked_and_only_about_its_labels() {
    asks(vec![uploaded()], MODEL, "basophil").then_refused(Refusal::NotPredicted);
    asks(seen(), OTHER_MODEL, "basophil").then_refused(Refusal::NotPredicted);
    let unknown = Refusal::UnknownLabel { label: "blast".to_owned(), panel: blood_cell() };
    asks(seen(), MODEL, "blast").then_refused(unknown);
    asks(with(seen(), voided(None)), MODEL, "basophil").then_refused(Refusal::Voided);
}

#[test]
fn who_is_yet_to_read_blind_may_not_ask_and_others_may() {
    let mut panel = panel();
    panel.blind = true;
    let ask = |viewer| asks_as(viewer, &panel, seen(), MODEL, label("basophil"));
    ask(VIEWER).then_refused(Refusal::YetToRead);
    ask(Viewer { role: Role::Technologist, ..VIEWER }).then([requested("basophil")]);
}

#[test]
fn what_was_found_is_recorded_once() {
    let record = |events: Vec<Event<Personal>>, found: ExplanationRecorded| {
        given::<Image>(events).when(|image| record_explanation(image, found))
    };
    let told = Event::ExplanationRecorded(found("basophil"));
    let asked = with(seen(), requested("basophil"));
    record(asked.clone(), found("basophil")).then([told.clone()]);
    record(with(asked.clone(), told.clone()), found("basophil")).then_nothing();
    record(with(asked.clone(), voided(None)), found("basophil")).then_nothing();
    let late = with(asked.clone(), Event::ExplanationFailed(failure("basophil")));
    record(late, found("basophil")).then([told]);

    let beside = Area { left: 1, top: 0, width: 360, height: 363 };
    let nowhere = Area { left: 0, top: 0, width: 0, height: 363 };
    for area in [beside, nowhere] {
        let found = ExplanationRecorded { area, ..found("basophil") };
        record(asked.clone(), found).then_refused(Refusal::ExplanationUnfit);
    }
    let unreal = ExplanationRecorded { logit: f64::NAN, ..found("basophil") };
    record(asked, unreal).then_refused(Refusal::ExplanationUnfit);
}

#[test]
fn a_failure_is_said_once_and_not_of_what_was_found() {
    let fail = |events: Vec<Event<Personal>>| {
        given::<Image>(events).when(|image| fail_explanation(image, failure("basophil")))
    };
    let failed = Event::ExplanationFailed(failure("basophil"));
    let asked = with(seen(), requested("basophil"));
    fail(asked.clone()).then([failed.clone()]);
    fail(with(asked.clone(), failed)).then_nothing();
    fail(with(asked, Event::ExplanationRecorded(found("basophil")))).then_nothing();
    fail(seen()).then_nothing();
}

#[test]
fn a_question_spoils_no_verdict() {
    let image: Image = given(with(seen(), requested("basophil"))).state();
    assert_eq!(image.case_revision, 1);
}
