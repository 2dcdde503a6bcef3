//! What holds of a case whatever readers ask for.

use domain::aggregate::{Aggregate, Decision, fold};
use domain::case::{Case, Refusal, claim, conclude, declare_critical, escalate_critical};
use domain::case::{notify_critical, reinstate, release, withdraw};
use domain::event::{Event, Stage};
use domain::ids::UserId;
use domain::personal::Opened;
use proptest::prelude::*;

use crate::case_conclusions::{consistent_with, diseases};
use crate::case_critical::telling;
use crate::harness::opened;
use crate::samples::*;

/// What somebody asks for.
#[derive(Clone, Debug)]
enum Asked {
    Claim,
    Release,
    Conclude(Stage, &'static str, bool),
    Declare(&'static str),
    Notify,
    Escalate,
    Withdraw,
    Reinstate,
}

/// Who asks for what, and how many seconds after the one before.
fn asked() -> impl Strategy<Value = (UserId, i64, Asked)> {
    let stage = prop_oneof![Just(Stage::Preliminary), Just(Stage::Final)];
    let disease = prop_oneof![Just("cml"), Just("apml"), Just("normal")];
    let finding = prop_oneof![Just("blasts"), Just("Auer rods")];
    let what = prop_oneof![
        3 => Just(Asked::Claim),
        1 => Just(Asked::Release),
        3 => (stage, disease, any::<bool>()).prop_map(|(stage, disease, why)| {
            Asked::Conclude(stage, disease, why)
        }),
        1 => finding.prop_map(Asked::Declare),
        2 => Just(Asked::Notify),
        1 => Just(Asked::Escalate),
        1 => Just(Asked::Withdraw),
        1 => Just(Asked::Reinstate),
    ];
    (prop_oneof![Just(ANNA), Just(BERT)], 0..1_200_i64, what)
}

fn decide(case: &Case, reader: UserId, second: i64, asked: &Asked) -> Decision<Refusal> {
    let now = time(second);
    match asked {
        Asked::Claim => claim(case, reader, now),
        Asked::Release => release(case, reader, now),
        Asked::Conclude(stage, disease, why) => {
            let mut said = consistent_with(*stage, disease);
            said.reason = why.then(|| text("why"));
            conclude(case, &[diseases()], reader, said)
        }
        Asked::Declare(finding) => declare_critical(case, reader, text(finding)),
        Asked::Notify => notify_critical(case, reader, now, telling("Dr Weiss")),
        Asked::Escalate => escalate_critical(case, now),
        Asked::Withdraw => withdraw(case, 0, text("opened twice")),
        Asked::Reinstate => reinstate(case),
    }
}

/// Everything in turn; `look` sees the state before and what was decided on it.
fn live(
    wishes: Vec<(UserId, i64, Asked)>,
    mut look: impl FnMut(&Case, i64, &[Event<Opened>], &Case),
) {
    let mut case: Case = fold(&[opened(Event::CaseOpened(case_opened()))]).unwrap();
    let mut second = 60;
    for (reader, pause, wish) in wishes {
        second += pause;
        let Ok(events) = decide(&case, reader, second, &wish) else { continue };
        let events: Vec<_> = events.into_iter().map(opened).collect();
        let before = case.clone();
        events.iter().for_each(|event| case.apply(event));
        look(&before, second, &events, &case);
        let again = decide(&case, reader, second, &wish);
        let is_notification = matches!(wish, Asked::Notify);
        assert!(
            is_notification || again.is_ok_and(|again| again.is_empty()),
            "said twice: {wish:?}"
        );
    }
}

proptest! {
    #[test]
    fn nobody_claims_a_case_while_another_reader_does(
        wishes in proptest::collection::vec(asked(), 0..40),
    ) {
        live(wishes, |before, second, events, _| {
            for event in events {
                let Event::CaseClaimed(e) = event else { continue };
                let held = before.claim.filter(|held| held.holds(time(second)));
                assert!(held.is_none_or(|held| held.reader == e.reader));
            }
        });
    }

    #[test]
    fn a_final_conclusion_stays_final_and_changes_only_with_a_reason(
        wishes in proptest::collection::vec(asked(), 0..40),
    ) {
        live(wishes, |before, _, events, after| {
            let Some(said) = before.conclusion.as_ref().filter(|c| c.stage == Stage::Final) else {
                return;
            };
            let now = after.conclusion.as_ref().unwrap();
            assert_eq!(now.stage, Stage::Final);
            let amended = events.iter().any(|event| matches!(event, Event::ConclusionAmended(_)));
            assert!(amended || now == said);
        });
    }

    #[test]
    fn a_withdrawn_case_holds_nothing_and_nothing_comes_to_it(
        wishes in proptest::collection::vec(asked(), 0..40),
    ) {
        live(wishes, |before, _, events, after| {
            let back = |event: &Event<_>| matches!(event, Event::CaseReinstated(_));
            assert!(!before.withdrawn || events.iter().all(back), "{events:?}");
            let said = after.conclusion.is_some() || !after.critical.declared.is_empty();
            assert!(!after.withdrawn || (!said && after.claim.is_none()));
        });
    }

    #[test]
    fn a_finding_waits_until_somebody_is_told(
        wishes in proptest::collection::vec(asked(), 0..40),
    ) {
        live(wishes, |before, _, events, after| {
            let waiting = |case: &Case| case.critical.declared.iter().filter(|one| !one.told).count();
            let told = events.iter().any(|event| matches!(event, Event::CriticalResultNotified(_)));
            assert!(if told { waiting(after) == 0 } else { waiting(after) >= waiting(before) });
            assert!(after.critical.declared.len() >= before.critical.declared.len());
        });
    }
}
