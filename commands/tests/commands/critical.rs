//! Critical findings of cases.

use commands::testing::Laboratory;
use commands::{CommandError, Context, Notification};
use domain::event::NotificationWay;
use domain::ids::CaseId;
use domain::personal::Personal;
use jiff::Timestamp;

use crate::common::{code, kinds, open_case};

fn telling(told: &str) -> Notification {
    Notification {
        told: Personal::new(told),
        way: NotificationWay::Phone,
        at: None,
        read_back: true,
        remark: None,
        finding: None,
    }
}

async fn declare(lab: &Laboratory, context: &Context, case: CaseId) -> Result<bool, CommandError> {
    let finding = Personal::new("blasts");
    Ok(lab.commands.declare_critical(context, case, finding, None).await?.changed)
}

async fn notify(lab: &Laboratory, case: CaseId, said: Notification) -> Result<bool, CommandError> {
    let context = lab.technologist();
    Ok(lab.commands.notify_critical(&context, case, said, None).await?.changed)
}

async fn escalate(lab: &Laboratory, case: CaseId, since: Timestamp) -> bool {
    let context = lab.system("escalation");
    lab.commands.escalate_critical(&context, case, since).await.unwrap().changed
}

#[tokio::test]
async fn a_finding_is_declared_told_and_found_again() {
    let lab = Laboratory::open().await;
    let case = open_case(&lab, lab.patient("P-1").await).await;
    let context = lab.technologist();
    assert!(declare(&lab, &context, case).await.unwrap());
    assert!(declare(&lab, &context, case).await.unwrap(), "the same command, the same answer");
    assert!(!declare(&lab, &lab.hematologist(), case).await.unwrap(), "it is known");
    assert!(notify(&lab, case, telling("Dr Weiss")).await.unwrap());
    assert!(declare(&lab, &lab.hematologist(), case).await.unwrap());
    let expected = ["CriticalFindingDeclared", "CriticalResultNotified", "CriticalFindingDeclared"];
    assert_eq!(kinds(&lab, &case.stream()).await[1..], expected);
}

#[tokio::test]
async fn with_nothing_declared_finding_and_notification_come_together_or_not_at_all() {
    for appends in 0..=1 {
        let lab = Laboratory::open().await;
        let case = open_case(&lab, lab.patient("P-1").await).await;
        let refused = notify(&lab, case, telling("Dr Weiss")).await.unwrap_err();
        assert_eq!(code(&refused), "finding-needed");

        let finding = Some(Personal::new("blasts"));
        let said = Notification { finding, ..telling("Dr Weiss") };
        let context = lab.hematologist();
        lab.faults.die_after(appends);
        let cut_off = lab.commands.notify_critical(&context, case, said.clone(), Some(1)).await;
        assert_eq!(cut_off.is_ok(), appends == 1);
        let lab = lab.restart().await;
        let again = lab.commands.notify_critical(&context, case, said, Some(1)).await.unwrap();
        assert!(again.changed);
        let expected = ["CaseOpened", "CriticalFindingDeclared", "CriticalResultNotified"];
        assert_eq!(kinds(&lab, &case.stream()).await, expected);
    }
}

#[tokio::test]
async fn somebody_is_told_at_a_time_that_can_be() {
    let lab = Laboratory::open().await;
    let case = open_case(&lab, lab.patient("P-1").await).await;
    declare(&lab, &lab.hematologist(), case).await.unwrap();
    let now = Timestamp::now();
    let at = |seconds| Notification {
        at: Some(now + jiff::SignedDuration::from_secs(seconds)),
        ..telling("Dr Weiss")
    };
    assert_eq!(code(&notify(&lab, case, at(600)).await.unwrap_err()), "notified-in-future");
    assert_eq!(code(&notify(&lab, case, at(-600)).await.unwrap_err()), "notified-before-received");
    lab.clock.advance(600);
    assert!(notify(&lab, case, at(600)).await.unwrap());
    assert!(!notify(&lab, case, at(600)).await.unwrap(), "said again");
}

#[tokio::test]
async fn a_finding_on_what_was_changed_meanwhile_is_refused() {
    let lab = Laboratory::open().await;
    let case = open_case(&lab, lab.patient("P-1").await).await;
    declare(&lab, &lab.hematologist(), case).await.unwrap();
    let (context, finding) = (lab.hematologist(), Personal::new("Auer rods"));
    let stale = lab.commands.declare_critical(&context, case, finding, Some(1)).await;
    assert!(matches!(stale.unwrap_err(), CommandError::Precondition { actual: 2 }));
    let context = lab.hematologist();
    let stale = lab.commands.notify_critical(&context, case, telling("Dr Weiss"), Some(1)).await;
    assert!(matches!(stale.unwrap_err(), CommandError::Precondition { actual: 2 }));
}

#[tokio::test]
async fn what_waits_is_escalated_once_by_the_installation_alone() {
    let lab = Laboratory::open().await;
    lab.clock.stop();
    let case = open_case(&lab, lab.patient("P-1").await).await;
    declare(&lab, &lab.hematologist(), case).await.unwrap();
    let since = lab.commands.load_case(case).await.unwrap().received_at;
    let person = lab.hematologist();
    let refused = lab.commands.escalate_critical(&person, case, since).await.unwrap_err();
    assert!(matches!(refused, CommandError::Forbidden { .. }));
    assert!(escalate(&lab, case, since).await);
    assert!(!escalate(&lab, case, since).await);

    lab.clock.advance(60);
    notify(&lab, case, telling("Dr Weiss")).await.unwrap();
    let told_at = lab.commands.load_case(case).await.unwrap().critical.notified.unwrap().at;
    assert!(!escalate(&lab, case, told_at).await, "somebody was told since");
    let later = told_at + jiff::SignedDuration::from_secs(1);
    assert!(escalate(&lab, case, later).await, "something came after that");
    let escalations = kinds(&lab, &case.stream()).await;
    let escalations = escalations.iter().filter(|kind| *kind == "CriticalFindingEscalated");
    assert_eq!(escalations.count(), 2);
}

#[tokio::test]
async fn nothing_is_reported_of_a_removed_patient_or_by_who_may_not() {
    let lab = Laboratory::open().await;
    let patient = lab.patient("P-1").await;
    let case = open_case(&lab, patient).await;
    let refused = declare(&lab, &lab.admin(), case).await.unwrap_err();
    assert!(matches!(refused, CommandError::Forbidden { .. }));
    lab.commands.remove_patient(&lab.technologist(), patient, None, None).await.unwrap();
    let refused = declare(&lab, &lab.hematologist(), case).await.unwrap_err();
    assert_eq!(code(&refused), "patient-removed");
    let refused = notify(&lab, case, telling("Dr Weiss")).await.unwrap_err();
    assert_eq!(code(&refused), "patient-removed");
    let context = lab.system("escalation");
    let refused = lab.commands.escalate_critical(&context, case, Timestamp::now()).await;
    assert_eq!(code(&refused.unwrap_err()), "patient-removed");
}
