//! Model packs that were seen.

use domain::event::*;
use domain::model::{Model, Refusal, evaluate, register};

use crate::harness::{When, given};
use crate::samples::*;

fn registered(change: impl FnOnce(&mut ModelRegistered)) -> When<Refusal> {
    let mut pack = registration(MODEL, blood_cell());
    change(&mut pack);
    given::<Model>([]).when_maybe(|model| register(model, &panel(), pack))
}

#[test]
fn a_pack_is_registered_once() {
    let pack = || registration(MODEL, blood_cell());
    registered(|_| {}).then([Event::ModelRegistered(pack())]);
    given([Event::ModelRegistered(pack())])
        .when_maybe(|model: Option<&Model>| register(model, &panel(), pack()))
        .then_nothing();
}

#[test]
fn a_pack_says_only_what_its_panel_knows() {
    registered(|pack| pack.labels.clear()).then_refused(Refusal::NoLabels);
    registered(|pack| pack.labels.push(label("ig")))
        .then_refused(Refusal::DuplicateLabel(label("ig")));
    registered(|pack| pack.labels.push(label("blast")))
        .then_refused(Refusal::ForeignLabel(label("blast")));
    registered(|pack| pack.panel_version = 2)
        .then_refused(Refusal::PanelTooOld { wanted: 2, actual: 1 });
}

#[test]
fn how_often_a_model_is_right_is_recorded_when_it_is_said_anew() {
    let pack = || Event::ModelRegistered(registration(MODEL, blood_cell()));
    let seen = |right| Event::ModelEvaluated(evaluation(MODEL, right));
    let says = |right| move |model: &Model| evaluate(model, evaluation(MODEL, right));
    given([pack()]).when(says(71)).then([seen(71)]);
    given([pack(), seen(71)]).when(says(71)).then_nothing();
    given([pack(), seen(71)]).when(says(72)).then([seen(72)]);
    let silent = ModelEvaluated { model: MODEL, calibrated: false, answers: None };
    given([pack(), seen(71)])
        .when(|model: &Model| evaluate(model, silent.clone()))
        .then([Event::ModelEvaluated(silent.clone())]);
}

#[test]
fn answers_that_make_no_sense_are_refused() {
    let band = |from, to, images, right| AnswerBand { from, to, images, right };
    let sound = band(0.0, 0.5, 10, 5);
    let said = |bad: AnswerBand| {
        let AnswerBand { from, to, images, right } = bad;
        let (from, to) = (from.to_string(), to.to_string());
        Refusal::BadBand { from, to, right, images }
    };
    for bad in [
        band(0.5, 0.8, 10, 11),
        band(0.4, 0.8, 10, 5),
        band(0.8, 0.8, 10, 5),
        band(0.9, 0.8, 10, 5),
        band(0.5, 1.1, 10, 5),
        band(0.5, f64::NAN, 10, 5),
    ] {
        let bands = vec![sound, bad];
        let answers = Some(Answers { set: "validation".to_owned(), bands });
        let seen = ModelEvaluated { model: MODEL, calibrated: true, answers };
        given([Event::ModelRegistered(registration(MODEL, blood_cell()))])
            .when(|model: &Model| evaluate(model, seen))
            .then_refused(said(bad));
    }
}
