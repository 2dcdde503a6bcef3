//! Who works on a case.

use domain::case::{CLAIM_FOR, Case, Refusal, claim, release};
use domain::event::*;
use domain::ids::UserId;
use domain::personal::Personal;

use crate::harness::{When, given};
use crate::samples::*;

const MINUTES: i64 = 60;

fn opened() -> Event<Personal> {
    Event::CaseOpened(case_opened())
}

/// Claimed at this minute, for as long as claims are.
fn claimed(reader: UserId, minute: i64) -> Event<Personal> {
    let until = time(minute * MINUTES) + CLAIM_FOR;
    Event::CaseClaimed(CaseClaimed { case: CASE, reader, until })
}

fn released(reader: UserId) -> Event<Personal> {
    Event::ClaimReleased(ClaimReleased { case: CASE, reader })
}

fn claims(events: Vec<Event<Personal>>, reader: UserId, minute: i64) -> When<Refusal> {
    given::<Case>(events).when(|case| claim(case, reader, time(minute * MINUTES)))
}

fn releases(events: Vec<Event<Personal>>, reader: UserId, minute: i64) -> When<Refusal> {
    given::<Case>(events).when(|case| release(case, reader, time(minute * MINUTES)))
}

#[test]
fn one_reader_at_a_time_works_on_a_case() {
    claims(vec![opened()], ANNA, 0).then([claimed(ANNA, 0)]);
    let events = vec![opened(), claimed(ANNA, 0)];
    let refusal = Refusal::Claimed { until: time(15 * MINUTES) };
    claims(events.clone(), BERT, 14).then_refused(refusal.clone());
    assert!(refusal.to_string().contains("2025-11-24T16:15:00Z"), "{refusal}");
    claims(events, BERT, 15).then([claimed(BERT, 15)]);
}

#[test]
fn a_claim_is_extended_by_claiming_again() {
    let events = vec![opened(), claimed(ANNA, 0)];
    claims(events.clone(), ANNA, 10).then([claimed(ANNA, 10)]);
    claims(events.clone(), ANNA, 0).then_nothing();
    let extended = [events, vec![claimed(ANNA, 10)]].concat();
    claims(extended.clone(), ANNA, 9).then_nothing();
    claims(extended.clone(), BERT, 24).then_refused(Refusal::Claimed { until: time(25 * MINUTES) });
    let case: Case = given(extended).state();
    assert_eq!(case.case_revision, 1, "a claim changes nothing of the case");
}

#[test]
fn only_an_own_claim_that_holds_is_given_up() {
    let events = vec![opened(), claimed(ANNA, 0)];
    releases(events.clone(), ANNA, 14).then([released(ANNA)]);
    releases(events.clone(), BERT, 14).then_nothing();
    releases(events.clone(), ANNA, 15).then_nothing();
    releases(vec![opened()], ANNA, 0).then_nothing();
    let given_up = [events, vec![released(ANNA)]].concat();
    releases(given_up.clone(), ANNA, 14).then_nothing();
    claims(given_up, BERT, 1).then([claimed(BERT, 1)]);
}
