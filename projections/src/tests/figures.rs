//! Conclusions, claims and the time that cases take.

use domain::case::Targets;
use domain::event::{CaseClaimed, ClaimReleased, Event, Priority, Stage};
use domain::ids::{CaseId, PatientId};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::lab::{Lab, READER, follow, reach};
use super::random::*;
use crate::cases::{CaseFilter, CaseStatus, ConclusionStatus};
use crate::{Page, ReadModels, Settings};

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));

fn case(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(number))
}

#[tokio::test]
async fn a_conclusion_keeps_the_names_of_its_day_and_ends_the_case() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    lab.append(panel_defined("blood-cell")).await;
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    lab.append(case_opened(case(2), PATIENT, Priority::Stat)).await;
    let at = lab.append(concluded(case(2), PATIENT, Stage::Preliminary)).await;
    reach(&models, at).await;
    let view = models.cases().get(case(2)).await.unwrap().unwrap();
    assert_eq!((view.status, view.concluded_at), (CaseStatus::Open, None));
    assert_eq!(view.conclusion.unwrap().status, ConclusionStatus::Preliminary);

    let at = lab.append(concluded(case(2), PATIENT, Stage::Final)).await;
    reach(&models, at).await;
    let view = models.cases().get(case(2)).await.unwrap().unwrap();
    let conclusion = view.conclusion.unwrap();
    assert_eq!((view.status, view.concluded_at), (CaseStatus::Concluded, Some(conclusion.at)));
    let impression = &conclusion.impressions[0];
    assert_eq!(impression.name, "Acute lymphoblastic leukaemia");
    assert_eq!(impression.icd10.as_deref(), Some("C91.0"));
    assert_eq!((conclusion.comment.as_deref(), conclusion.by), (Some("many blasts"), READER));
}

#[tokio::test]
async fn turnaround_and_overdue_are_counted_by_priority() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    for number in 2..=4 {
        lab.append(case_opened(case(number), PATIENT, Priority::Stat)).await;
    }
    lab.append(case_opened(case(5), PATIENT, Priority::Routine)).await;
    for number in 2..=3 {
        lab.append(concluded(case(number), PATIENT, Stage::Final)).await;
    }
    let at = lab.append(concluded(case(2), PATIENT, Stage::Final)).await;
    reach(&models, at).await;

    let noon: Timestamp = "2026-03-01T12:10:00Z".parse().unwrap();
    let figures = models.statistics().at(30, noon).await.unwrap();
    let stat = &figures.turnaround[0];
    assert_eq!((stat.priority, stat.count), (Priority::Stat, 2));
    // Received at 08:30; the sixth event was at 12:00:05, the seventh a second later.
    assert_eq!((stat.p50_s, stat.p90_s), (Some(12_605.0), Some(12_606.0)));
    assert_eq!((figures.turnaround[2].count, figures.turnaround[2].p50_s), (0, None));
    assert_eq!(figures.overdue, 1, "the third stat case; the routine one has until tomorrow");
    let year = SignedDuration::from_hours(24 * 365);
    let later = models.statistics().at(30, noon + year).await.unwrap();
    assert_eq!((later.turnaround[0].count, later.overdue), (0, 2));

    // Now is later than March 2026, so both are late.
    let late = CaseFilter { overdue: Some(true), ..CaseFilter::default() };
    let page = Page { sort: Some("due_at".into()), ..Page::default() };
    let late: Vec<_> = ids(&models, &late, &page).await;
    assert_eq!(late, [case(4), case(5)]);
    let rest = CaseFilter { overdue: Some(false), ..CaseFilter::default() };
    assert_eq!(models.cases().count(&rest).await.unwrap(), 2);
}

async fn ids(models: &ReadModels, filter: &CaseFilter, page: &Page) -> Vec<CaseId> {
    let cases = models.cases().list(filter, page).await.unwrap();
    cases.items.into_iter().map(|listed| listed.case.id).collect()
}

#[tokio::test]
async fn a_claim_is_seen_until_it_ends_or_is_given_up() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    lab.append(case_opened(case(2), PATIENT, Priority::Stat)).await;
    lab.append(case_opened(case(3), PATIENT, Priority::Stat)).await;
    let claim = |case, until: &str| {
        let until = until.parse().unwrap();
        Event::CaseClaimed(CaseClaimed { case, reader: READER, until })
    };
    lab.append(claim(case(2), "2026-03-01T12:15:00Z")).await;
    let at = lab.append(claim(case(3), "2200-01-01T00:00:00Z")).await;
    reach(&models, at).await;
    let over = models.cases().get(case(2)).await.unwrap().unwrap();
    assert_eq!(over.claim, None);
    let held = models.cases().get(case(3)).await.unwrap().unwrap().claim.unwrap();
    assert_eq!((held.by, held.until.to_string()), (READER, "2200-01-01T00:00:00Z".into()));
    let mine = CaseFilter { claimed_by: Some(READER), ..CaseFilter::default() };
    assert_eq!(ids(&models, &mine, &Page::default()).await, [case(3)]);
    let claimed = |claimed| CaseFilter { claimed: Some(claimed), ..CaseFilter::default() };
    assert_eq!(ids(&models, &claimed(true), &Page::default()).await, [case(3)]);
    assert_eq!(ids(&models, &claimed(false), &Page::default()).await, [case(2)]);
    // As it was then, the claim that is over by now was held.
    let then = models.history().case_as_of(case(2), crate::history::AsOf::Position(at)).await;
    assert!(then.unwrap().unwrap().claim.is_some());

    let released = ClaimReleased { case: case(3), reader: READER };
    let at = lab.append(Event::ClaimReleased(released)).await;
    reach(&models, at).await;
    assert_eq!(models.cases().get(case(3)).await.unwrap().unwrap().claim, None);
}

#[tokio::test]
async fn other_settings_build_anew_and_the_same_ones_do_not() {
    let lab = Lab::new().await;
    let targets = Targets { stat: SignedDuration::from_mins(30), ..Targets::default() };
    let settings = Settings { targets, zone: "Asia/Tokyo".parse().unwrap() };
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    let at = lab.append(case_opened(case(2), PATIENT, Priority::Stat)).await;
    let usual = lab.models("read-models").await;
    usual.rebuild(|_| ()).await.unwrap();
    let due = usual.cases().get(case(2)).await.unwrap().unwrap().due_at;
    assert_eq!(due.to_string(), "2026-03-01T09:30:00Z");
    drop(usual);

    let models = lab.models_as("read-models", settings.clone()).await;
    assert_eq!(models.position(), None, "it begins anew");
    models.rebuild(|_| ()).await.unwrap();
    let due = models.cases().get(case(2)).await.unwrap().unwrap().due_at;
    assert_eq!(due.to_string(), "2026-03-01T09:00:00Z");
    let then = models.history().case_as_of(case(2), crate::history::AsOf::Position(at)).await;
    assert_eq!(then.unwrap().unwrap().due_at, due);
    drop(models);
    assert_eq!(lab.models_as("read-models", settings).await.position(), Some(at));
    // Who does not say keeps what is there.
    assert_eq!(lab.models("read-models").await.position(), Some(at));
}
