//! What readers conclude of a case.

use domain::case::{Case, Conclusion, MOST_IMPRESSIONS, Refusal, conclude};
use domain::event::*;
use domain::ids::UserId;
use domain::panel::Panel;
use domain::personal::Personal;

use crate::harness::{When, given};
use crate::samples::*;

pub fn impression(word: &str) -> Impression {
    Impression { panel: blood_disease(), label: label(word) }
}

pub fn diseases() -> Panel {
    given(vec![panel_defined(&blood_disease())]).state()
}

pub fn consistent_with(stage: Stage, word: &str) -> Conclusion {
    let impressions = vec![impression(word)];
    Conclusion { stage, impressions, comment: None, suggested_tests: None, reason: None }
}

fn because(said: Conclusion, reason: &str) -> Conclusion {
    Conclusion { reason: some(reason), ..said }
}

fn opened() -> Event<Personal> {
    Event::CaseOpened(case_opened())
}

fn issued(reader: UserId, said: &Conclusion) -> Event<Personal> {
    Event::ConclusionIssued(ConclusionIssued {
        case: CASE,
        patient: PATIENT,
        stage: said.stage,
        impressions: said.impressions.clone(),
        comment: said.comment.clone(),
        suggested_tests: said.suggested_tests.clone(),
        reader,
    })
}

fn amended(reader: UserId, said: &Conclusion) -> Event<Personal> {
    Event::ConclusionAmended(ConclusionAmended {
        case: CASE,
        patient: PATIENT,
        impressions: said.impressions.clone(),
        comment: said.comment.clone(),
        suggested_tests: said.suggested_tests.clone(),
        reader,
        reason: said.reason.clone().unwrap(),
    })
}

fn concludes(events: Vec<Event<Personal>>, reader: UserId, said: Conclusion) -> When<Refusal> {
    given::<Case>(events).when(|case| conclude(case, &[panel(), diseases()], reader, said))
}

#[test]
fn a_conclusion_is_preliminary_as_often_as_need_be_and_then_final() {
    let first = consistent_with(Stage::Preliminary, "ida");
    let second = consistent_with(Stage::Preliminary, "cml");
    let last = Conclusion {
        comment: some("basophilia"),
        suggested_tests: some("BCR-ABL1"),
        ..consistent_with(Stage::Final, "cml")
    };
    let mut events = vec![opened()];
    concludes(events.clone(), ANNA, first.clone()).then([issued(ANNA, &first)]);
    events.push(issued(ANNA, &first));
    concludes(events.clone(), BERT, second.clone()).then([issued(BERT, &second)]);
    events.push(issued(BERT, &second));
    concludes(events.clone(), ANNA, last.clone()).then([issued(ANNA, &last)]);
    events.push(issued(ANNA, &last));
    let case: Case = given(events).state();
    let concluded = case.conclusion.unwrap();
    assert_eq!((concluded.stage, concluded.impressions), (Stage::Final, last.impressions));
    assert_eq!(case.case_revision, 4);
}

#[test]
fn a_conclusion_can_be_final_at_once() {
    let said = consistent_with(Stage::Final, "normal");
    concludes(vec![opened()], ANNA, said.clone()).then([issued(ANNA, &said)]);
}

#[test]
fn a_final_conclusion_is_amended_with_a_reason_and_never_preliminary_again() {
    let first = consistent_with(Stage::Final, "ida");
    let events = vec![opened(), issued(ANNA, &first)];
    let better = consistent_with(Stage::Final, "cml");
    concludes(events.clone(), BERT, better.clone()).then_refused(Refusal::AmendmentNeedsReason);
    concludes(events.clone(), BERT, because(better.clone(), " "))
        .then_refused(Refusal::AmendmentNeedsReason);
    let preliminary = because(consistent_with(Stage::Preliminary, "cml"), "BCR-ABL1");
    concludes(events.clone(), BERT, preliminary).then_refused(Refusal::AlreadyFinal);
    let same_but_preliminary = consistent_with(Stage::Preliminary, "ida");
    concludes(events.clone(), ANNA, same_but_preliminary).then_refused(Refusal::AlreadyFinal);

    let better = because(better, "BCR-ABL1");
    concludes(events.clone(), BERT, better.clone()).then([amended(BERT, &better)]);
    let amended_once = [events, vec![amended(BERT, &better)]].concat();
    let back = consistent_with(Stage::Final, "ida");
    concludes(amended_once, ANNA, back).then_refused(Refusal::AmendmentNeedsReason);
}

#[test]
fn the_same_conclusion_again_is_nothing_new() {
    let first =
        Conclusion { comment: some("basophilia"), ..consistent_with(Stage::Preliminary, "cml") };
    let events = vec![opened(), issued(ANNA, &first)];
    concludes(events.clone(), ANNA, first.clone()).then_nothing();
    let blank = Conclusion { suggested_tests: some(" "), ..first.clone() };
    concludes(events.clone(), BERT, blank).then_nothing();
    let last = Conclusion { stage: Stage::Final, ..first.clone() };
    let ended = vec![opened(), issued(ANNA, &last)];
    concludes(ended.clone(), ANNA, because(last, "sure")).then_nothing();
    let silent = Conclusion { comment: None, ..first };
    concludes(events, ANNA, silent.clone()).then([issued(ANNA, &silent)]);
}

#[test]
fn a_conclusion_says_something() {
    let nothing = || Conclusion { impressions: vec![], ..consistent_with(Stage::Final, "cml") };
    concludes(vec![opened()], ANNA, nothing()).then_refused(Refusal::ConclusionEmpty);
    let blank = Conclusion { comment: some("\n"), suggested_tests: some("PCR"), ..nothing() };
    concludes(vec![opened()], ANNA, blank).then_refused(Refusal::ConclusionEmpty);
    let words = Conclusion { comment: some("no blasts"), ..nothing() };
    concludes(vec![opened()], ANNA, words.clone()).then([issued(ANNA, &words)]);
}

#[test]
fn an_impression_is_a_label_that_its_panel_offers() {
    let unknown = consistent_with(Stage::Final, "basophil");
    let (label_id, panel_id) = (label("basophil"), blood_disease());
    concludes(vec![opened()], ANNA, unknown)
        .then_refused(Refusal::UnknownLabel { label: label_id, panel: panel_id.clone() });
    let said = consistent_with(Stage::Final, "cml");
    given::<Case>([opened()])
        .when(|case| conclude(case, &[panel()], ANNA, said.clone()))
        .then_refused(Refusal::UnknownPanel(panel_id.clone()));

    let mut revised = diseases();
    let cml = revised.labels.iter_mut().find(|one| one.id == label("cml")).unwrap();
    cml.retired = true;
    given::<Case>([opened()])
        .when(|case| conclude(case, std::slice::from_ref(&revised), ANNA, said.clone()))
        .then_refused(Refusal::RetiredLabel { label: label("cml"), panel: panel_id });
    let more = because(Conclusion { comment: some("typical"), ..said.clone() }, "forgotten");
    given::<Case>([opened(), issued(ANNA, &said)])
        .when(|case| conclude(case, &[revised], ANNA, more.clone()))
        .then([amended(ANNA, &more)]);
}

#[test]
fn impressions_are_few_and_each_is_there_once() {
    let with = |impressions| Conclusion { impressions, ..consistent_with(Stage::Final, "cml") };
    let twice = with(vec![impression("cml"), impression("apml"), impression("cml")]);
    concludes(vec![opened()], ANNA, twice).then_refused(Refusal::DuplicateImpression(label("cml")));
    let many = with(vec![impression("cml"); MOST_IMPRESSIONS + 1]);
    assert_eq!(many.panels(), Err(Refusal::TooManyImpressions));
    concludes(vec![opened()], ANNA, many).then_refused(Refusal::TooManyImpressions);
    let both = with(vec![impression("cml"), impression("apml")]);
    assert_eq!(both.panels().unwrap().into_iter().collect::<Vec<_>>(), [&blood_disease()]);
}

#[test]
fn words_have_an_end() {
    let long = some(&"w".repeat(4_001));
    let said = consistent_with(Stage::Final, "cml");
    let unfit = |pointer| Refusal::TextUnfit { pointer };
    concludes(vec![opened()], ANNA, Conclusion { comment: long.clone(), ..said.clone() })
        .then_refused(unfit("/comment"));
    concludes(vec![opened()], ANNA, Conclusion { suggested_tests: long.clone(), ..said.clone() })
        .then_refused(unfit("/suggested_tests"));
    concludes(vec![opened()], ANNA, Conclusion { reason: long, ..said.clone() })
        .then_refused(unfit("/reason"));
    let longest = Conclusion { comment: some(&"w".repeat(4_000)), ..said };
    concludes(vec![opened()], ANNA, longest.clone()).then([issued(ANNA, &longest)]);
}

#[test]
fn a_reason_that_no_event_would_hold_is_not_dropped_in_silence() {
    let said = because(consistent_with(Stage::Preliminary, "cml"), "why not");
    concludes(vec![opened()], ANNA, said).then_refused(Refusal::ReasonWithoutAmendment);
}
