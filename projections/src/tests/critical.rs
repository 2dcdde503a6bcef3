//! Critical findings: who suspects, who found, who was told, and where the case stands meanwhile.

use domain::event::{CriticalFindingEscalated, Event, Priority};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::verdict::Verdict;
use infra::event_log::Position;
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::DropGuard;
use uuid::Uuid;

use super::lab::{Lab, follow, reach};
use super::random::*;
use crate::cases::{AlarmState, AlarmView, CaseFilter, FindingKind};
use crate::images::ImageFilter;
use crate::{Page, ReadModels};

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));
const URGENT: CaseId = CaseId(Uuid::from_u128(3));

fn image(number: u8) -> ImageId {
    ImageId::of(PATIENT, &Sha256([number; 32]))
}

fn critical() -> Verdict {
    Verdict::Label(label("all"))
}

/// A routine case with the images 1 and 2, and an urgent one with image 3.
async fn two_cases() -> (Lab, ReadModels, DropGuard) {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let following = follow(&models);
    lab.append(panel_defined("blood-cell")).await;
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    lab.append(case_opened(CASE, PATIENT, Priority::Routine)).await;
    lab.append(case_opened(URGENT, PATIENT, Priority::Urgent)).await;
    for (number, case) in [(1, CASE), (2, CASE), (3, URGENT)] {
        lab.append(image_uploaded(PATIENT, case, "blood-cell", number)).await;
    }
    (lab, models, following)
}

async fn worklist(models: &ReadModels, at: Position) -> Vec<String> {
    reach(models, at).await;
    let page = Page { sort: Some("worklist".into()), ..Page::default() };
    let images = models.images().list(&ImageFilter::default(), &page).await.unwrap();
    images.items.into_iter().map(|listed| listed.image.file_name).collect()
}

async fn alarm(models: &ReadModels, at: Position) -> Option<AlarmView> {
    reach(models, at).await;
    let case = models.cases().get(CASE).await.unwrap().unwrap();
    let open = case.alarm.as_ref().is_some_and(|alarm| alarm.state != AlarmState::Notified);
    assert_eq!(case.critical, open);
    for number in [1, 2] {
        let image = models.images().get(image(number)).await.unwrap().unwrap();
        assert_eq!(image.case_critical, open, "the case's images know");
    }
    case.alarm
}

#[tokio::test]
async fn a_suspicion_takes_the_case_to_the_top_until_a_reader_dismisses_it() {
    let (lab, models, _following) = two_cases().await;
    let at = lab.append(predicted(image(1), "blood-cell", 1, 0.2)).await;
    assert_eq!(worklist(&models, at).await, ["smear-3.jpg", "smear-2.jpg", "smear-1.jpg"]);

    let at = lab.append(suspected(image(1), "blood-cell", 1, 0.3)).await;
    assert_eq!(worklist(&models, at).await, ["smear-2.jpg", "smear-1.jpg", "smear-3.jpg"]);
    let alarm_now = alarm(&models, at).await.unwrap();
    assert_eq!(alarm_now.state, AlarmState::Suspected);
    let finding = &alarm_now.findings[0];
    assert_eq!((finding.kind, finding.image), (FindingKind::Suspected, Some(image(1))));
    assert_eq!((finding.p, finding.at), (Some(0.3), alarm_now.since));
    let view = models.images().get(image(1)).await.unwrap().unwrap();
    assert_eq!(view.suspected.unwrap().label, label("all"));
    let cases = CaseFilter { critical: Some(true), ..CaseFilter::default() };
    assert_eq!(models.cases().count(&cases).await.unwrap(), 1);
    let images = ImageFilter { critical: Some(true), ..ImageFilter::default() };
    assert_eq!(models.images().count(&images).await.unwrap(), 2);

    let at = lab.append(final_verdict(image(1), &Verdict::Label(label("basophil")))).await;
    assert_eq!(alarm(&models, at).await, None);
    let view = models.images().get(image(1)).await.unwrap().unwrap();
    assert_eq!(view.suspected, None);
    assert_eq!(worklist(&models, at).await[0], "smear-3.jpg");
}

#[tokio::test]
async fn a_critical_verdict_waits_until_somebody_is_told_and_a_new_one_waits_again() {
    let (lab, models, _following) = two_cases().await;
    let at = lab.append(final_verdict(image(1), &critical())).await;
    let open = alarm(&models, at).await.unwrap();
    assert_eq!((open.state, open.findings[0].kind), (AlarmState::Declared, FindingKind::Verdict));

    let at = lab.append(notified(CASE, PATIENT)).await;
    let told = alarm(&models, at).await.unwrap();
    assert_eq!((told.state, told.since), (AlarmState::Notified, crate::open::micros(received())));
    assert_eq!(told.notified.unwrap().told, "Dr. Ward");
    assert_eq!(told.findings.len(), 1, "what was told of stays to be seen");

    let at = lab.append(suspected(image(2), "blood-cell", 1, 0.2)).await;
    assert_eq!(alarm(&models, at).await.unwrap().state, AlarmState::Suspected);
    let at = lab.append(declared(CASE, PATIENT)).await;
    let open = alarm(&models, at).await.unwrap();
    assert_eq!((open.state, open.findings.len()), (AlarmState::Declared, 3));
    assert_eq!(open.findings[2].finding.as_deref(), Some("blasts with Auer rods"));
    let at = lab.append(notified(CASE, PATIENT)).await;
    assert_eq!(alarm(&models, at).await.unwrap().state, AlarmState::Notified);
}

#[tokio::test]
async fn a_finding_goes_with_its_image_and_counts_in_its_new_case() {
    let (lab, models, _following) = two_cases().await;
    lab.append(final_verdict(image(3), &critical())).await;
    let told = lab.append(notified(CASE, PATIENT)).await;
    reach(&models, told).await;
    let there = models.cases().get(URGENT).await.unwrap().unwrap();
    assert!(there.critical);

    let at = lab.append(moved(image(3), PATIENT, image(3), PATIENT, CASE)).await;
    let open = alarm(&models, at).await.unwrap();
    assert_eq!(open.state, AlarmState::Declared, "who was told before did not hear of it");
    let there = models.cases().get(URGENT).await.unwrap().unwrap();
    assert_eq!((there.critical, there.alarm, there.images_total), (false, None, 0));
    let moved = models.images().get(image(3)).await.unwrap().unwrap();
    assert_eq!((moved.case_id, moved.priority), (CASE, Priority::Routine));
    assert_eq!(moved.verdict.unwrap().label, critical());
}

#[tokio::test]
async fn who_waits_for_long_is_escalated_once_for_the_time_it_waits() {
    let (lab, models, _following) = two_cases().await;
    let at = lab.append(declared(CASE, PATIENT)).await;
    let since = alarm(&models, at).await.unwrap().since;
    let later = since + SignedDuration::from_secs(1);
    assert_eq!(models.cases().waiting(since).await.unwrap(), []);
    assert_eq!(models.cases().waiting(later).await.unwrap(), [(CASE, since)]);

    let escalated = CriticalFindingEscalated { case: CASE, patient: PATIENT, since };
    let at = lab.append(Event::CriticalFindingEscalated(escalated)).await;
    assert!(alarm(&models, at).await.unwrap().escalated_at.is_some());
    let figures = models.statistics().get(30).await.unwrap().critical;
    assert_eq!((figures.unnotified, figures.escalated), (1, 1));
    assert_eq!(models.cases().waiting(Timestamp::MAX).await.unwrap(), []);

    lab.append(notified(CASE, PATIENT)).await;
    let at = lab.append(final_verdict(image(1), &critical())).await;
    let again = alarm(&models, at).await.unwrap();
    assert_eq!(again.escalated_at, None);
    assert_eq!(models.cases().waiting(Timestamp::MAX).await.unwrap(), [(CASE, again.since)]);
}
