//! What models say of images.

use domain::event::*;
use domain::image::{Image, Refusal, fail_prediction, record_prediction};
use domain::model::Model;
use domain::panel::{Label, Panel};
use domain::personal::Personal;

use crate::harness::{When, given};
use crate::samples::*;

fn model() -> Model {
    given([Event::ModelRegistered(registration(MODEL, blood_cell()))]).state()
}

fn records(events: Vec<Event<Personal>>, prediction: PredictionRecorded) -> When<Refusal> {
    given::<Image>(events).when(|image| record_prediction(image, &panel(), &model(), prediction))
}

fn distorted(change: impl FnOnce(&mut PredictionRecorded)) -> When<Refusal> {
    let mut distorted = prediction(MODEL);
    change(&mut distorted);
    records(vec![uploaded()], distorted)
}

#[test]
fn a_model_predicts_an_image_once() {
    records(vec![uploaded()], prediction(MODEL)).then([predicted(MODEL)]);
    records(vec![uploaded(), predicted(MODEL)], prediction(MODEL)).then_nothing();
    records(vec![uploaded(), predicted(OTHER_MODEL)], prediction(MODEL)).then([predicted(MODEL)]);
    let back = vec![uploaded(), predicted(MODEL), voided(None), restored(blood_cell())];
    records(back, prediction(MODEL)).then_nothing();
}

#[test]
fn a_prediction_of_a_voided_image_comes_too_late() {
    records(vec![uploaded(), voided(None)], prediction(MODEL)).then_nothing();
}

#[test]
fn a_prediction_is_for_the_panel_that_the_image_is_read_against() {
    let elsewhere = vec![uploaded(), voided(None), restored(blood_disease())];
    let refusal = Refusal::OtherPanel { model: blood_cell(), image: blood_disease() };
    records(elsewhere, prediction(MODEL)).then_refused(refusal);
}

#[test]
fn a_prediction_is_over_the_labels_of_its_model_and_its_panel() {
    distorted(|p| p.probabilities.swap(0, 1)).then_refused(Refusal::ForeignLabels);
    distorted(|p| drop(p.probabilities.pop())).then_refused(Refusal::ForeignLabels);
    distorted(|p| p.probabilities[0].label = label("blast")).then_refused(Refusal::ForeignLabels);
    let mut knows_more = model();
    knows_more.labels.push(label("blast"));
    let mut says_more = prediction(MODEL);
    says_more.probabilities.push(Probability { label: label("blast"), p: 0.0 });
    given::<Image>([uploaded()])
        .when(|image| record_prediction(image, &panel(), &knows_more, says_more))
        .then_refused(Refusal::ForeignLabels);
}

#[test]
fn a_prediction_is_a_distribution() {
    distorted(|p| p.probabilities[0].p = 0.5).then_refused(Refusal::NoDistribution);
    distorted(|p| p.probabilities[0].p = f64::NAN).then_refused(Refusal::NoDistribution);
    distorted(|p| p.confidence = 1.5).then_refused(Refusal::NoDistribution);
    distorted(|p| p.uncertainty = -0.5).then_refused(Refusal::NoDistribution);
    distorted(|p| p.familiarity.energy = f64::INFINITY).then_refused(Refusal::NoDistribution);
    distorted(|p| p.label = label("blast")).then_refused(Refusal::NoDistribution);
}

#[test]
fn a_failure_is_said_once_and_not_after_a_prediction() {
    let failure = |model| PredictionFailed { image: image(), model, reason: "cut off".to_owned() };
    let failed = |model| Event::<Personal>::PredictionFailed(failure(model));
    let fails = |image: &Image| fail_prediction(image, failure(MODEL));
    given([uploaded()]).when(fails).then([failed(MODEL)]);
    given([uploaded(), failed(MODEL)]).when(fails).then_nothing();
    given([uploaded(), predicted(MODEL)]).when(fails).then_nothing();
    given([uploaded(), voided(None)]).when(fails).then_nothing();
    given([uploaded(), failed(OTHER_MODEL)]).when(fails).then([failed(MODEL)]);
    records(vec![uploaded(), failed(MODEL)], prediction(MODEL)).then([predicted(MODEL)]);
}

/// What is suspected when these labels of the panel are critical from this probability on.
fn suspects(
    critical: &[&str],
    threshold: f64,
    prediction: PredictionRecorded,
) -> Vec<(String, f64, bool)> {
    let mut panel = panel();
    panel.critical_threshold = threshold;
    let is_critical = |label: &mut Label| label.critical = critical.contains(&label.id.as_str());
    panel.labels.iter_mut().for_each(is_critical);
    suspected_by(&panel, prediction)
}

/// The labels that are suspected, with what the model gives each and whether it knows such images.
fn suspected_by(panel: &Panel, prediction: PredictionRecorded) -> Vec<(String, f64, bool)> {
    let image: Image = given([uploaded()]).state();
    let decided = record_prediction(&image, panel, &model(), prediction.clone()).unwrap();
    let (first, suspected) = decided.split_first().unwrap();
    assert_eq!(*first, Event::PredictionRecorded(prediction), "beside its prediction");
    let suspicion = |event: &Event<Personal>| {
        let Event::CriticalFindingSuspected(found) = event else { panic!("{event:?}") };
        assert_eq!((found.image, found.model), (image.id, MODEL));
        assert_eq!((&found.panel, found.threshold), (&panel.id, panel.critical_threshold));
        (found.label.to_string(), found.p, found.inside)
    };
    suspected.iter().map(suspicion).collect()
}

#[test]
fn a_critical_label_is_suspected_though_another_one_leads() {
    let found = suspects(&["ig"], 0.05, prediction(MODEL));
    assert_eq!(found, [("ig".to_owned(), 0.1, true)]);
    let found = suspects(&["basophil"], 0.05, prediction(MODEL));
    assert_eq!(found, [("basophil".to_owned(), 0.3, true)], "and when it leads");
}

#[test]
fn a_critical_label_is_suspected_from_the_panels_threshold_on() {
    assert_eq!(suspects(&["ig"], 0.1, prediction(MODEL)).len(), 1, "exactly at it");
    assert_eq!(suspects(&["ig"], 0.1 + f64::EPSILON, prediction(MODEL)), [], "below it");
    assert_eq!(suspects(&[], 0.05, prediction(MODEL)), [], "no label is critical");
}

#[test]
fn every_critical_label_that_passes_is_suspected() {
    let found = suspects(&["basophil", "ig", "erythroblast"], 0.1, prediction(MODEL));
    let labels: Vec<_> = found.iter().map(|(label, ..)| label.as_str()).collect();
    assert_eq!(labels, ["basophil", "ig", "erythroblast"]);
    let found = suspects(&["basophil", "ig", "erythroblast"], 0.2, prediction(MODEL));
    assert_eq!(found, [("basophil".to_owned(), 0.3, true)]);
}

#[test]
fn a_critical_label_that_is_offered_no_longer_is_suspected_still() {
    let mut panel = panel();
    let ig = panel.labels.iter_mut().find(|one| one.id == label("ig")).unwrap();
    (ig.critical, ig.retired) = (true, true);
    assert_eq!(suspected_by(&panel, prediction(MODEL)), [("ig".to_owned(), 0.1, true)]);
}

#[test]
fn a_suspicion_tells_when_the_model_knows_no_such_images() {
    let mut outside = prediction(MODEL);
    outside.familiarity.inside = false;
    assert_eq!(suspects(&["ig"], 0.1, outside), [("ig".to_owned(), 0.1, false)]);
}

#[test]
fn nothing_is_suspected_twice_by_one_model() {
    let mut panel = panel();
    panel.labels.iter_mut().for_each(|label| label.critical = true);
    given::<Image>([uploaded(), predicted(MODEL)])
        .when(|image| record_prediction(image, &panel, &model(), prediction(MODEL)))
        .then_nothing();
}
