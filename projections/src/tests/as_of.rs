//! How things stood: the same folds over the beginning of the log.

use std::time::Duration;

use domain::event::{Event, PatientErased, Priority};
use domain::ids::{CaseId, PatientId};
use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::histories::{block_on, choices, write};
use super::lab::Lab;
use super::random::*;
use crate::cases::CaseRow;
use crate::history::AsOf;
use crate::images::ImageRow;
use crate::patients::PatientRow;
use crate::{History, PatientView, ReadModels};

/// Whatever of the world the read models hold now is what the log says of this position.
async fn assert_same(
    models: &ReadModels,
    history: &History,
    world: &World,
    moment: AsOf,
    now: Timestamp,
) {
    for &id in &world.patients {
        let row = models.one::<PatientRow>(&id).await.unwrap();
        let then = history.patient_as_of(id, moment).await.unwrap();
        assert_eq!(then, row.map(PatientView::from), "at {moment:?}");
    }
    for &(id, _) in &world.cases {
        let row = models.one::<CaseRow>(&id).await.unwrap();
        let view = match row {
            Some(row) => Some(models.cases().whole(row, now).await.unwrap()),
            None => None,
        };
        assert_eq!(history.case_as_of(id, moment).await.unwrap(), view, "at {moment:?}");
    }
    for id in world.images() {
        let row = models.one::<ImageRow>(&id).await.unwrap();
        let mut views = models.images().whole(row.as_slice()).await.unwrap();
        let then = history.image_as_of(id, moment).await.unwrap();
        assert_eq!(then, views.remove(&id), "at {moment:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 50, ..Default::default() })]

    #[test]
    fn every_position_is_the_fold_of_what_came_before(choices in choices(60)) {
        block_on(async {
            let lab = Lab::new().await;
            // Models first: a statement is told as it is registered, whenever that was.
            lab.append(model_registered(0, "blood-cell")).await;
            lab.append(model_registered(1, "blood-cell")).await;
            lab.append(model_registered(2, "blood-cell")).await;
            let (world, _) = write(&lab, &choices).await;
            let models = lab.models("read-models").await;
            let history = History::new(lab.log.clone(), lab.vault.clone());
            let store = models.inner.store.get();
            let mut checkpoint = store.checkpoint().await.unwrap();
            let mut now = Timestamp::MIN;
            for fact in lab.facts().await {
                checkpoint = store.fold(checkpoint, std::slice::from_ref(&fact)).await.unwrap();
                let moment = AsOf::Position(fact.at.position);
                now = fact.at.recorded_at;
                assert_same(&models, &history, &world, moment, now).await;
            }
            // With the read models as an index the answers are the same.
            if let Some(last) = checkpoint.position {
                let last = AsOf::Position(last);
                assert_same(&models, &models.history(), &world, last, now).await;
            }
        });
    }
}

#[tokio::test]
async fn a_time_means_the_last_event_recorded_at_or_before_it() {
    let lab = Lab::new().await;
    let (patient, case) = (PatientId(Uuid::from_u128(1)), CaseId(Uuid::from_u128(2)));
    lab.append(patient_registered(patient, "Zoë")).await;
    lab.append(case_opened(case, patient, Priority::Routine)).await;
    let history = History::new(lab.log.clone(), lab.vault.clone());
    let start: Timestamp = "2026-03-01T12:00:00.000000123Z".parse().unwrap();
    let before = AsOf::Time(start - Duration::from_secs(1));
    assert_eq!(history.patient_as_of(patient, before).await.unwrap(), None);
    let at = AsOf::Time(start);
    let view = history.patient_as_of(patient, at).await.unwrap().unwrap();
    assert_eq!((view.name.as_str(), view.images_total), ("Zoë", 0));
    assert_eq!(history.case_as_of(case, at).await.unwrap(), None);
    let still: AsOf = "2026-03-01T12:00:00.999999Z".parse().unwrap();
    assert!(history.case_as_of(case, still).await.unwrap().is_none());
    let later: AsOf = "2026-03-01T13:00:01.5+01:00".parse().unwrap();
    assert!(history.case_as_of(case, later).await.unwrap().is_some());
}

#[tokio::test]
async fn an_erased_patient_reads_as_erased_before_and_as_nothing_after() {
    let lab = Lab::new().await;
    let (patient, case) = (PatientId(Uuid::from_u128(1)), CaseId(Uuid::from_u128(2)));
    let entered = lab.append(patient_registered(patient, "Zoë")).await;
    lab.append(case_opened(case, patient, Priority::Routine)).await;
    let erased = lab.append(Event::PatientErased(PatientErased { patient })).await;
    lab.vault.destroy(patient.0).await.unwrap();
    let history = History::new(lab.log.clone(), lab.vault.clone());
    let view = history.patient_as_of(patient, AsOf::Position(entered)).await.unwrap().unwrap();
    assert_eq!((view.name.as_str(), view.erased), ("erased", true));
    assert_eq!(history.patient_as_of(patient, AsOf::Position(erased)).await.unwrap(), None);
    assert_eq!(history.case_as_of(case, AsOf::Position(erased)).await.unwrap(), None);
}
