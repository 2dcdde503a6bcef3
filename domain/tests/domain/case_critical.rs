//! Critical findings of a case, and who was told.

use domain::case::{Case, Notification, Refusal};
use domain::case::{declare_critical, escalate_critical, notify_critical};
use domain::event::*;
use domain::ids::UserId;
use domain::personal::Personal;
use jiff::Timestamp;

use crate::harness::{When, given};
use crate::samples::*;

fn opened() -> Event<Personal> {
    Event::CaseOpened(case_opened())
}

fn declared(reader: UserId, finding: &str) -> Event<Personal> {
    let (case, patient, finding) = (CASE, PATIENT, text(finding));
    Event::CriticalFindingDeclared(CriticalFindingDeclared { case, patient, finding, reader })
}

fn notified(told: &str, at: Timestamp) -> CriticalResultNotified<Personal> {
    CriticalResultNotified {
        case: CASE,
        patient: PATIENT,
        told: text(told),
        way: NotificationWay::Phone,
        at,
        read_back: true,
        remark: None,
        reader: ANNA,
    }
}

fn was_told(told: &str, at: Timestamp) -> Event<Personal> {
    Event::CriticalResultNotified(notified(told, at))
}

fn escalated(since: Timestamp) -> Event<Personal> {
    let (case, patient) = (CASE, PATIENT);
    Event::CriticalFindingEscalated(CriticalFindingEscalated { case, patient, since })
}

pub fn telling(told: &str) -> Notification {
    Notification {
        told: text(told),
        way: NotificationWay::Phone,
        at: None,
        read_back: true,
        remark: None,
        finding: None,
    }
}

fn declares(events: Vec<Event<Personal>>, reader: UserId, finding: &str) -> When<Refusal> {
    given::<Case>(events).when(|case| declare_critical(case, reader, text(finding)))
}

/// Anna tells somebody ten minutes after the specimen came.
fn tells(events: Vec<Event<Personal>>, said: Notification) -> When<Refusal> {
    given::<Case>(events).when(|case| notify_critical(case, ANNA, time(660), said))
}

fn waits(events: Vec<Event<Personal>>, since: Timestamp) -> When<Refusal> {
    given::<Case>(events).when(|case| escalate_critical(case, since))
}

#[test]
fn a_finding_is_declared_once_until_somebody_was_told() {
    declares(vec![opened()], ANNA, "blasts").then([declared(ANNA, "blasts")]);
    let events = vec![opened(), declared(ANNA, "blasts")];
    declares(events.clone(), ANNA, " blasts ").then_nothing();
    declares(events.clone(), BERT, "blasts").then_nothing();
    declares(events.clone(), BERT, "Auer rods").then([declared(BERT, "Auer rods")]);
    let told = [events, vec![was_told("Dr Weiss", time(600))]].concat();
    declares(told, BERT, "blasts").then([declared(BERT, "blasts")]);
}

#[test]
fn a_finding_is_something_that_can_be_told() {
    declares(vec![opened()], ANNA, "  ").then_refused(Refusal::FindingUnfit);
    declares(vec![opened()], ANNA, &"b".repeat(4_001)).then_refused(Refusal::FindingUnfit);
    let longest = "b".repeat(4_000);
    declares(vec![opened()], ANNA, &longest).then([declared(ANNA, &longest)]);
}

#[test]
fn somebody_is_told_of_what_was_declared() {
    let events = vec![opened(), declared(BERT, "blasts")];
    tells(events.clone(), telling("Dr Weiss")).then([was_told("Dr Weiss", time(660))]);
    let earlier = Notification { at: Some(time(600)), ..telling("Dr Weiss") };
    tells(events.clone(), earlier).then([was_told("Dr Weiss", time(600))]);
    let case: Case = given([events, vec![was_told("Dr Weiss", time(660))]].concat()).state();
    assert!(case.critical.declared.iter().all(|finding| finding.told));
    assert_eq!(case.critical.notified.unwrap().told.known(), Some("Dr Weiss"));
    assert_eq!(case.case_revision, 3);
}

#[test]
fn with_nothing_declared_the_notification_says_what_was_found() {
    tells(vec![opened()], telling("Dr Weiss")).then_refused(Refusal::FindingNeeded);
    let blank = Notification { finding: some(" "), ..telling("Dr Weiss") };
    tells(vec![opened()], blank).then_refused(Refusal::FindingNeeded);
    let long = Notification { finding: some(&"b".repeat(4_001)), ..telling("Dr Weiss") };
    tells(vec![opened()], long).then_refused(Refusal::FindingUnfit);
    let whole = || Notification { finding: some("blasts"), ..telling("Dr Weiss") };
    tells(vec![opened()], whole())
        .then([declared(ANNA, "blasts"), was_told("Dr Weiss", time(660))]);
    tells(vec![opened(), declared(BERT, "blasts")], whole())
        .then([was_told("Dr Weiss", time(660))]);
    tells(vec![opened(), declared(BERT, "Auer rods")], whole())
        .then([declared(ANNA, "blasts"), was_told("Dr Weiss", time(660))]);
}

#[test]
fn a_second_person_is_told_of_the_same_finding() {
    let events = vec![opened(), declared(BERT, "blasts"), was_told("Dr Weiss", time(600))];
    tells(events, telling("Ward 3")).then([was_told("Ward 3", time(660))]);
}

#[test]
fn the_same_notification_again_is_nothing_new() {
    let events = vec![opened(), declared(BERT, "blasts"), was_told("Dr Weiss", time(600))];
    let again = || Notification { at: Some(time(600)), ..telling("Dr Weiss") };
    tells(events.clone(), again()).then_nothing();
    tells(events.clone(), Notification { finding: some("blasts"), ..again() }).then_nothing();
    let not_repeated = Notification { read_back: false, ..again() };
    let expected = CriticalResultNotified { read_back: false, ..notified("Dr Weiss", time(600)) };
    tells(events.clone(), not_repeated).then([Event::CriticalResultNotified(expected)]);
    let found_more = [events, vec![declared(BERT, "Auer rods")]].concat();
    tells(found_more, again()).then([was_told("Dr Weiss", time(600))]);
}

#[test]
fn a_notification_says_who_and_how() {
    let events = || vec![opened(), declared(BERT, "blasts")];
    tells(events(), telling(" ")).then_refused(Refusal::ToldUnfit);
    tells(events(), telling(&"t".repeat(201))).then_refused(Refusal::ToldUnfit);
    let other = || Notification { way: NotificationWay::Other, ..telling("Dr Weiss") };
    tells(events(), other()).then_refused(Refusal::OtherWayNeedsRemark);
    tells(events(), Notification { remark: some("\t"), ..other() })
        .then_refused(Refusal::OtherWayNeedsRemark);
    tells(events(), Notification { remark: some(&"r".repeat(4_001)), ..other() })
        .then_refused(Refusal::TextUnfit { pointer: "/remark" });
    let by_fax = Notification { remark: some("fax"), ..other() };
    tells(events(), by_fax).then([Event::CriticalResultNotified(CriticalResultNotified {
        way: NotificationWay::Other,
        remark: some("fax"),
        ..notified("Dr Weiss", time(660))
    })]);
}

#[test]
fn nobody_was_told_before_there_was_a_specimen_or_in_the_future() {
    let events = || vec![opened(), declared(BERT, "blasts")];
    let at = |seconds| Notification { at: Some(time(seconds)), ..telling("Dr Weiss") };
    tells(events(), at(59)).then_refused(Refusal::NotifiedBeforeReceived);
    tells(events(), at(60)).then([was_told("Dr Weiss", time(60))]);
    tells(events(), at(660 + 301)).then_refused(Refusal::NotifiedInFuture);
    // Clocks differ; but what is recorded now was not told later than now.
    tells(events(), at(660 + 300)).then([was_told("Dr Weiss", time(660))]);
}

#[test]
fn a_specimen_with_a_wrong_date_keeps_nobody_from_saying_that_somebody_is_told_now() {
    let tomorrow = CaseOpened { received_at: time(86_400), ..case_opened() };
    let events = vec![Event::CaseOpened(tomorrow), declared(BERT, "blasts")];
    tells(events, telling("Dr Weiss")).then([was_told("Dr Weiss", time(660))]);
}

#[test]
fn what_waits_too_long_is_escalated_once_for_the_time_it_waits() {
    let events = vec![opened(), declared(ANNA, "blasts")];
    waits(events.clone(), time(600)).then([escalated(time(600))]);
    let once = [events, vec![escalated(time(600))]].concat();
    waits(once.clone(), time(600)).then_nothing();
    waits(once.clone(), time(599)).then_nothing();
    let told = [once, vec![was_told("Dr Weiss", time(700))]].concat();
    waits(told.clone(), time(700)).then_nothing();
    waits(told.clone(), time(701)).then([escalated(time(701))]);
    let case: Case = given(told).state();
    assert_eq!(case.case_revision, 3, "an escalation is no person's doing");
}

#[test]
fn what_an_image_shows_is_escalated_though_the_case_declares_nothing() {
    waits(vec![opened()], time(600)).then([escalated(time(600))]);
    waits(vec![opened(), was_told("Dr Weiss", time(500))], time(600)).then([escalated(time(600))]);
}
