//! Cases that were opened in error.

use domain::event::{CaseReinstated, Event, Priority};
use domain::ids::{CaseId, PatientId};
use infra::event_log::Position;
use uuid::Uuid;

use super::lab::{Lab, follow, reach};
use super::random::*;
use crate::cases::{CaseFilter, CaseStatus, CaseView};
use crate::history::AsOf;
use crate::statistics::StatisticsView;
use crate::{Page, ReadModels};

const PATIENT: PatientId = PatientId(Uuid::from_u128(1));
const CASE: CaseId = CaseId(Uuid::from_u128(2));
const OTHER: CaseId = CaseId(Uuid::from_u128(3));

async fn ids(models: &ReadModels, status: Option<CaseStatus>) -> Vec<CaseId> {
    let filter = CaseFilter { status, ..CaseFilter::default() };
    let page = models.cases().list(&filter, &Page::default()).await.unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.into_iter().map(|listed| listed.case.id).collect()
}

async fn view(models: &ReadModels, at: Position) -> CaseView {
    reach(models, at).await;
    models.cases().get(CASE).await.unwrap().unwrap()
}

/// Cases in work, and cases received on the one day on which any were.
async fn counted(models: &ReadModels) -> (i64, i64) {
    let noon = "2026-03-01T12:10:00Z".parse().unwrap();
    let figures: StatisticsView = models.statistics().at(30, noon).await.unwrap();
    (figures.cases, figures.cases_by_day.iter().map(|day| day.received).sum())
}

#[tokio::test]
async fn a_withdrawn_case_is_out_of_lists_and_counts_until_it_is_reinstated() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    lab.append(case_opened(CASE, PATIENT, Priority::Stat)).await;
    let before = lab.append(case_opened(OTHER, PATIENT, Priority::Routine)).await;
    let at = lab.append(withdrawn(CASE, PATIENT)).await;
    let seen = view(&models, at).await;
    assert_eq!((seen.status, seen.case_revision), (CaseStatus::Withdrawn, 2));
    assert_eq!(seen.withdrawn.unwrap().reason, "opened for the wrong patient");
    assert_eq!(ids(&models, None).await, [OTHER]);
    assert_eq!(ids(&models, Some(CaseStatus::Withdrawn)).await, [CASE]);
    assert_eq!(counted(&models).await, (1, 1));
    let late = CaseFilter { overdue: Some(true), ..CaseFilter::default() };
    assert_eq!(models.cases().count(&late).await.unwrap(), 1);
    let then = models.history().case_as_of(CASE, AsOf::Position(before)).await.unwrap().unwrap();
    assert_eq!((then.status, then.withdrawn), (CaseStatus::Open, None));

    let at = lab.append(Event::CaseReinstated(CaseReinstated { case: CASE })).await;
    let seen = view(&models, at).await;
    assert_eq!((seen.status, seen.withdrawn), (CaseStatus::Open, None));
    assert_eq!(ids(&models, None).await.len(), 2);
    assert_eq!(counted(&models).await, (2, 2));
}

#[tokio::test]
async fn a_withdrawn_case_to_which_an_image_came_is_not_lost_from_sight() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    lab.append(panel_defined("blood-cell")).await;
    lab.append(patient_registered(PATIENT, "Zoë")).await;
    lab.append(case_opened(CASE, PATIENT, Priority::Stat)).await;
    lab.append(withdrawn(CASE, PATIENT)).await;
    let at = lab.append(image_uploaded(PATIENT, CASE, "blood-cell", 1)).await;
    let seen = view(&models, at).await;
    assert_eq!((seen.status, seen.images_total), (CaseStatus::Open, 1));
    assert!(seen.withdrawn.is_some());
    assert_eq!(ids(&models, None).await, [CASE]);
    assert_eq!(ids(&models, Some(CaseStatus::Withdrawn)).await, []);
    let then = models.history().case_as_of(CASE, AsOf::Position(at)).await.unwrap().unwrap();
    assert_eq!(then.status, CaseStatus::Open);
}
