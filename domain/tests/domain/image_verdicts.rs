//! What readers say of images.

use domain::event::*;
use domain::ids::UserId;
use domain::image::{Image, RecordVerdict, Refusal, record_verdict};
use domain::panel::{Panel, Unit};
use domain::personal::Personal;
use domain::verdict::ReadingMode;

use crate::harness::{When, given};
use crate::samples::*;

fn say(verdict: &str) -> RecordVerdict {
    RecordVerdict { verdict: verdict.parse().unwrap(), comment: None, reason: None, bulk: false }
}

fn because(said: RecordVerdict, reason: &str) -> RecordVerdict {
    RecordVerdict { reason: some(reason), ..said }
}

fn remarking(said: RecordVerdict, comment: &str) -> RecordVerdict {
    RecordVerdict { comment: some(comment), ..said }
}

fn says(events: Vec<Event<Personal>>, reader: UserId, said: RecordVerdict) -> When<Refusal> {
    given::<Image>(events).when(|image| record_verdict(image, &panel(), reader, said))
}

fn read(reading: ReadingRecorded<Personal>) -> Event<Personal> {
    Event::ReadingRecorded(reading)
}

#[test]
fn the_first_verdict_is_a_reading_and_final() {
    says(vec![uploaded()], ANNA, say("basophil"))
        .then([read(reading(ANNA, "basophil")), verdict_recorded(ANNA, "basophil")]);
}

#[test]
fn the_same_again_by_the_same_reader_is_nothing_new() {
    says(read_as(ANNA, "basophil"), ANNA, say("basophil")).then_nothing();
    says(read_as(ANNA, "basophil"), ANNA, because(say("basophil"), "sure")).then_nothing();
    let other = ReadingRecorded { comment: some("smudge cell"), ..reading(ANNA, "other") };
    let events = vec![uploaded(), read(other), verdict_recorded(ANNA, "other")];
    says(events.clone(), ANNA, remarking(say("other"), "smudge cell")).then_nothing();
    let refusal = Refusal::AmendmentNeedsReason;
    says(events, ANNA, remarking(say("other"), "plasma cell")).then_refused(refusal);
}

#[test]
fn an_abstention_is_a_verdict_and_says_why() {
    says(vec![uploaded()], ANNA, say("uncertain"))
        .then([read(reading(ANNA, "uncertain")), verdict_recorded(ANNA, "uncertain")]);
    says(vec![uploaded()], ANNA, say("other")).then_refused(Refusal::OtherNeedsComment);
    let empty = remarking(say("other"), " ");
    says(vec![uploaded()], ANNA, empty).then_refused(Refusal::OtherNeedsComment);
    says(vec![uploaded()], ANNA, remarking(say("other"), "smudge cell")).then([
        read(ReadingRecorded { comment: some("smudge cell"), ..reading(ANNA, "other") }),
        verdict_recorded(ANNA, "other"),
    ]);
    says(vec![uploaded()], ANNA, say("unsuitable")).then_refused(Refusal::UnsuitableNeedsReason);
    says(vec![uploaded()], ANNA, because(say("unsuitable"), "blurred")).then([
        read(ReadingRecorded { reason: some("blurred"), ..reading(ANNA, "unsuitable") }),
        verdict_recorded(ANNA, "unsuitable"),
    ]);
}

#[test]
fn a_label_is_one_that_the_panel_offers() {
    let (blast, panel_id) = ("blast".to_owned(), blood_cell());
    says(vec![uploaded()], ANNA, say("blast"))
        .then_refused(Refusal::UnknownLabel { label: blast, panel: panel_id.clone() });
    let mut retired: Panel = panel();
    retired.labels[4].retired = true;
    given::<Image>([uploaded()])
        .when(|image| record_verdict(image, &retired, ANNA, say("basophil")))
        .then_refused(Refusal::RetiredLabel { label: "basophil".to_owned(), panel: panel_id });
    given::<Image>(read_as(ANNA, "basophil"))
        .when(|image| record_verdict(image, &retired, ANNA, say("basophil")))
        .then_nothing();
}

#[test]
fn a_later_verdict_amends_with_a_reason_and_overwrites_nothing() {
    let events = read_as(ANNA, "basophil");
    says(events.clone(), ANNA, say("ig")).then_refused(Refusal::AmendmentNeedsReason);
    says(events.clone(), BERT, say("ig")).then_refused(Refusal::AmendmentNeedsReason);
    says(events, BERT, because(say("ig"), "coarse granules")).then([
        read(ReadingRecorded { reason: some("coarse granules"), ..reading(BERT, "ig") }),
        verdict_amended(BERT, "basophil", "ig", "coarse granules"),
    ]);
}

#[test]
fn another_reader_who_agrees_only_reads() {
    let second = read(reading(BERT, "basophil"));
    says(read_as(ANNA, "basophil"), BERT, say("basophil")).then([second.clone()]);
    let mut events = read_as(ANNA, "basophil");
    events.push(second);
    says(events, BERT, say("basophil")).then_nothing();
    let other = ReadingRecorded { comment: some("smudge cell"), ..reading(ANNA, "other") };
    let events = vec![uploaded(), read(other), verdict_recorded(ANNA, "other")];
    let agreeing = ReadingRecorded { comment: some("smudge cell"), ..reading(BERT, "other") };
    says(events.clone(), BERT, remarking(say("other"), "smudge cell")).then([read(agreeing)]);
    says(events, BERT, remarking(say("other"), "artefact"))
        .then_refused(Refusal::AmendmentNeedsReason);
}

#[test]
fn one_who_goes_back_to_an_earlier_verdict_amends() {
    let mut events = read_as(ANNA, "basophil");
    events.push(read(ReadingRecorded { reason: some("r"), ..reading(BERT, "ig") }));
    events.push(verdict_amended(BERT, "basophil", "ig", "r"));
    says(events.clone(), ANNA, say("basophil")).then_refused(Refusal::AmendmentNeedsReason);
    says(events, ANNA, because(say("basophil"), "no, look again")).then([
        read(ReadingRecorded { reason: some("no, look again"), ..reading(ANNA, "basophil") }),
        verdict_amended(ANNA, "ig", "basophil", "no, look again"),
    ]);
}

#[test]
fn a_voided_image_is_not_read() {
    says(vec![uploaded(), voided(None)], ANNA, say("basophil")).then_refused(Refusal::Voided);
    let mut events = read_as(ANNA, "basophil");
    events.push(voided(some("r")));
    says(events, ANNA, say("basophil")).then_refused(Refusal::Voided);
}

#[test]
fn words_have_an_end() {
    let long = "w".repeat(4_001);
    says(vec![uploaded()], ANNA, remarking(say("basophil"), &long))
        .then_refused(Refusal::TextUnfit { pointer: "/comment" });
    says(vec![uploaded()], ANNA, because(say("basophil"), &long))
        .then_refused(Refusal::TextUnfit { pointer: "/reason" });
}

/// How the reading was recorded: its mode, and how many predictions there were to see.
fn mode(events: Vec<Event<Personal>>, said: RecordVerdict) -> (ReadingMode, usize) {
    let image: Image = given(events).state();
    let decided = record_verdict(&image, &panel(), ANNA, said).unwrap();
    let Event::ReadingRecorded(reading) = &decided[0] else { panic!("{decided:?}") };
    (reading.mode, reading.models.len())
}

#[test]
fn the_mode_tells_what_the_reader_had_seen() {
    assert_eq!(mode(vec![uploaded()], say("ig")), (ReadingMode::Unaided, 0));
    let seen = vec![uploaded(), predicted(MODEL)];
    assert_eq!(mode(seen, say("ig")), (ReadingMode::Aided, 1));
    let amend = || because(say("ig"), "r");
    assert_eq!(mode(read_as(ANNA, "basophil"), amend()), (ReadingMode::Unaided, 0));
    let mut shown_after = read_as(ANNA, "basophil");
    shown_after.push(predicted(MODEL));
    assert_eq!(mode(shown_after.clone(), amend()), (ReadingMode::Revised, 1));
    let mut of_another = read_as(BERT, "basophil");
    of_another.push(predicted(MODEL));
    assert_eq!(mode(of_another, amend()), (ReadingMode::Aided, 1));
    let failed = PredictionFailed { image: image(), model: MODEL, reason: "r".to_owned() };
    let failed = vec![uploaded(), Event::PredictionFailed(failed)];
    assert_eq!(mode(failed, say("ig")), (ReadingMode::Unaided, 0));
}

fn blind_panel() -> Panel {
    let mut panel = panel();
    panel.blind = true;
    panel
}

fn blindly(events: Vec<Event<Personal>>, reader: UserId, said: RecordVerdict) -> When<Refusal> {
    given::<Image>(events).when(|image| record_verdict(image, &blind_panel(), reader, said))
}

#[test]
fn who_reads_blind_reads_unaided_and_the_first_verdict_is_final() {
    let unaided = ReadingRecorded { models: vec![MODEL], ..reading(ANNA, "ig") };
    blindly(vec![uploaded(), predicted(MODEL)], ANNA, say("ig"))
        .then([read(unaided), verdict_recorded(ANNA, "ig")]);
}

#[test]
fn a_second_blind_reading_stands_beside_the_verdict_and_tells_nothing_of_it() {
    for second in ["ig", "basophil"] {
        blindly(read_as(ANNA, "basophil"), BERT, say(second)).then([read(reading(BERT, second))]);
    }
}

#[test]
fn who_has_read_sees_the_rest_and_amends_with_a_reason() {
    let mut events = vec![uploaded(), predicted(MODEL)];
    events.extend(read_as(ANNA, "basophil").split_off(1));
    events.push(read(ReadingRecorded { models: vec![MODEL], ..reading(BERT, "ig") }));
    blindly(events.clone(), BERT, say("ig")).then_refused(Refusal::AmendmentNeedsReason);
    let aided = ReadingRecorded {
        mode: ReadingMode::Aided,
        models: vec![MODEL],
        reason: some("toxic granules"),
        ..reading(BERT, "ig")
    };
    blindly(events.clone(), BERT, because(say("ig"), "toxic granules"))
        .then([read(aided), verdict_amended(BERT, "basophil", "ig", "toxic granules")]);
    let revised = ReadingRecorded {
        mode: ReadingMode::Revised,
        models: vec![MODEL],
        ..reading(BERT, "basophil")
    };
    blindly(events, BERT, say("basophil")).then([read(revised)]);
}

#[test]
fn blind_reads_are_never_confirmed_with_others() {
    let seen = || vec![uploaded(), predicted(MODEL)];
    for label in ["basophil", "eosinophil"] {
        blindly(seen(), ANNA, confirms(label)).then_refused(not_in_bulk("the image is read blind"));
    }
    let read = [seen(), read_as(ANNA, "basophil").split_off(1)].concat();
    blindly(read, BERT, confirms("basophil")).then_refused(not_in_bulk("the image is read blind"));
}

/// A cell that the model takes for a basophil, confirmed with others.
fn confirms(label: &str) -> RecordVerdict {
    RecordVerdict { bulk: true, ..say(label) }
}

fn not_in_bulk(why: &'static str) -> Refusal {
    Refusal::NotInBulk { why }
}

#[test]
fn many_cells_of_one_class_are_confirmed_at_once_and_it_stays_on_record() {
    let aided = ReadingRecorded {
        mode: ReadingMode::Aided,
        bulk: true,
        models: vec![MODEL],
        ..reading(ANNA, "basophil")
    };
    says(vec![uploaded(), predicted(MODEL)], ANNA, confirms("basophil"))
        .then([read(aided), verdict_recorded(ANNA, "basophil")]);
}

#[test]
fn what_needs_a_look_of_its_own_is_not_confirmed_with_others() {
    let seen = || vec![uploaded(), predicted(MODEL)];
    says(vec![uploaded()], ANNA, confirms("basophil"))
        .then_refused(not_in_bulk("no model has said anything of the image"));
    says(seen(), ANNA, confirms("eosinophil"))
        .then_refused(not_in_bulk("the model says something else"));
    says(seen(), ANNA, confirms("uncertain"))
        .then_refused(not_in_bulk("only what the model says can be confirmed so"));
    let mut strange = prediction(MODEL);
    strange.familiarity.inside = false;
    says(vec![uploaded(), Event::PredictionRecorded(strange)], ANNA, confirms("basophil"))
        .then_refused(not_in_bulk("the image is outside what the model knows"));
    let read_before = [seen(), read_as(BERT, "eosinophil").split_off(1)].concat();
    says(read_before, ANNA, confirms("basophil"))
        .then_refused(not_in_bulk("the image has a verdict"));
}

#[test]
fn whole_fields_and_critical_labels_are_never_confirmed_with_others() {
    let mut fields = panel();
    fields.unit = Unit::Field;
    let seen = || given::<Image>(vec![uploaded(), predicted(MODEL)]);
    seen()
        .when(|image| record_verdict(image, &fields, ANNA, confirms("basophil")))
        .then_refused(not_in_bulk("the image shows a whole field, not one cell"));
    let mut alarming = panel();
    alarming.labels.iter_mut().for_each(|label| label.critical = true);
    seen()
        .when(|image| record_verdict(image, &alarming, ANNA, confirms("basophil")))
        .then_refused(not_in_bulk("the label is critical"));
}
