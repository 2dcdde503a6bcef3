//! Cases that were opened in error.

use domain::case::{Case, Correction, Refusal};
use domain::case::{
    claim, conclude, correct, declare_critical, escalate_critical, notify_critical, reinstate,
    withdraw,
};
use domain::event::*;
use domain::personal::Personal;

use crate::case_conclusions::{consistent_with, diseases};
use crate::case_critical::telling;
use crate::harness::{When, given};
use crate::samples::*;

fn opened() -> Event<Personal> {
    Event::CaseOpened(case_opened())
}

fn withdrawn() -> Event<Personal> {
    let reason = text("opened for the wrong patient");
    Event::CaseWithdrawn(CaseWithdrawn { case: CASE, patient: PATIENT, reason })
}

fn reinstated() -> Event<Personal> {
    Event::CaseReinstated(CaseReinstated { case: CASE })
}

fn withdraws(events: Vec<Event<Personal>>, images: usize, reason: &str) -> When<Refusal> {
    given::<Case>(events).when(|case| withdraw(case, images, text(reason)))
}

const WHY: &str = "opened for the wrong patient";

#[test]
fn an_empty_case_is_withdrawn_with_a_reason() {
    withdraws(vec![opened()], 0, WHY).then([withdrawn()]);
    withdraws(vec![opened(), withdrawn()], 0, "again").then_nothing();
    let needed = Refusal::WithdrawalNeedsReason;
    withdraws(vec![opened()], 0, " ").then_refused(needed.clone());
    withdraws(vec![opened()], 0, &"w".repeat(4_001)).then_refused(needed);
}

#[test]
fn a_case_that_holds_something_is_not_withdrawn() {
    withdraws(vec![opened()], 2, WHY).then_refused(Refusal::HoldsImages { images: 2 });
    let concluded = Event::ConclusionIssued(ConclusionIssued {
        case: CASE,
        patient: PATIENT,
        stage: Stage::Preliminary,
        impressions: vec![],
        comment: some("hypersegmented"),
        suggested_tests: None,
        reader: ANNA,
    });
    withdraws(vec![opened(), concluded], 0, WHY).then_refused(Refusal::HoldsConclusion);
    let declared = Event::CriticalFindingDeclared(CriticalFindingDeclared {
        case: CASE,
        patient: PATIENT,
        finding: text("blasts"),
        reader: ANNA,
    });
    withdraws(vec![opened(), declared], 0, WHY).then_refused(Refusal::HoldsFinding);
}

#[test]
fn nothing_is_done_to_a_withdrawn_case() {
    let case = || given::<Case>([opened(), withdrawn()]);
    let refused = |decided: When<Refusal>| decided.then_refused(Refusal::Withdrawn);
    refused(case().when(|case| claim(case, ANNA, time(0))));
    refused(case().when(|case| correct(case, Correction::default())));
    let said = || consistent_with(Stage::Final, "cml");
    refused(case().when(|case| conclude(case, &[diseases()], ANNA, said())));
    refused(case().when(|case| declare_critical(case, ANNA, text("blasts"))));
    refused(case().when(|case| notify_critical(case, ANNA, time(120), telling("Dr Weiss"))));
    case().when(|case| escalate_critical(case, time(120))).then_nothing();
}

#[test]
fn withdrawing_ends_a_claim_and_moves_the_revision() {
    let until = time(900);
    let claimed = Event::CaseClaimed(CaseClaimed { case: CASE, reader: ANNA, until });
    let case: Case = given([opened(), claimed, withdrawn()]).state();
    assert_eq!(
        (case.claim, case.case_revision, case.in_work()),
        (None, 2, Err(Refusal::Withdrawn))
    );
}

#[test]
fn a_withdrawn_case_is_reinstated_and_all_can_be_done_again() {
    given::<Case>([opened(), withdrawn()]).when(reinstate).then([reinstated()]);
    given::<Case>([opened()]).when(reinstate).then_nothing();
    let events = || vec![opened(), withdrawn(), reinstated()];
    let case: Case = given(events()).state();
    assert_eq!((case.case_revision, case.in_work()), (3, Ok(())));
    withdraws(events(), 0, WHY).then([withdrawn()]);
}
