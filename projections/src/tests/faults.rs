//! What may go wrong: two who fold, a crash, a vault that is away, a key that is not there, a
//! database of another log.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use domain::ids::PatientId;
use infra::event_log::{EventLog as _, Expected, NewEvent, Position};
use infra::vault::{KeyState, SubjectKey, Vault, VaultError};
use uuid::Uuid;

use super::lab::{Lab, dump, follow, reach, status_where};
use super::random::*;
use crate::{ReadError, ReadModels};

fn patient(number: u128) -> PatientId {
    PatientId(Uuid::from_u128(number))
}

/// The real vault behind a line that can be cut.
struct Line {
    vault: Arc<dyn Vault>,
    cut: AtomicBool,
}

#[async_trait]
impl Vault for Line {
    async fn create(&self, owner: Uuid) -> Result<SubjectKey, VaultError> {
        self.vault.create(owner).await
    }
    async fn key(&self, owner: Uuid) -> Result<KeyState, VaultError> {
        match self.cut.load(Ordering::Relaxed) {
            true => Err(VaultError::Unavailable("the line is cut".into())),
            false => self.vault.key(owner).await,
        }
    }
    async fn destroy(&self, owner: Uuid) -> Result<(), VaultError> {
        self.vault.destroy(owner).await
    }
}

#[tokio::test]
async fn a_vault_that_is_away_stops_the_fold_and_nothing_is_skipped() {
    let lab = Lab::new().await;
    let line = Arc::new(Line { vault: lab.vault.clone(), cut: AtomicBool::new(true) });
    let models = lab.models_with("read-models", line.clone()).await;
    let _following = follow(&models);
    let panel = lab.append(panel_defined("blood-cell")).await;
    lab.append(patient_registered(patient(1), "Zoë")).await;
    let last = lab.append(panel_defined("blood-disease")).await;
    let status = status_where(&models, |status| status.stopped.is_some()).await;
    assert!(status.stopped.unwrap().contains("the line is cut"));
    reach(&models, panel).await;
    assert_eq!((models.position(), models.ready()), (Some(panel), false));
    assert_eq!(models.status().await.unwrap().read_models[0].lag, 2);
    assert!(models.wait_for(last, Duration::from_millis(10)).await.is_err());

    line.cut.store(false, Ordering::Relaxed);
    reach(&models, last).await;
    status_where(&models, |status| status.stopped.is_none()).await;
    assert!(models.ready());
    assert_eq!(models.patients().get(patient(1)).await.unwrap().unwrap().name, "Zoë");
}

#[tokio::test]
async fn a_missing_key_is_not_an_erasure() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    lab.foreign_key(patient(1).0);
    lab.append(patient_registered(patient(1), "Zoë")).await;
    let status = status_where(&models, |status| status.stopped.is_some()).await;
    assert!(status.stopped.unwrap().contains("the vault has no key"));
    assert_eq!(models.position(), None);
    let failed = models.rebuild(|_| ()).await.unwrap_err();
    assert!(matches!(failed, ReadError::Vault(_)), "{failed}");
}

#[tokio::test]
async fn an_event_that_cannot_be_read_stops_the_fold() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let foreign = NewEvent {
        id: Uuid::now_v7(),
        kind: "Surprise".into(),
        data: "{}".into(),
        metadata: "{}".into(),
    };
    lab.log.append("image-x", Expected::NoStream, vec![foreign]).await.unwrap();
    lab.append(panel_defined("blood-cell")).await;
    let status = status_where(&models, |status| status.stopped.is_some()).await;
    assert!(status.stopped.unwrap().contains("Surprise"));
    assert!(models.panels().list().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_fold_into_one_database_never_count_twice() {
    let lab = Lab::new().await;
    let (one, other) = (lab.models("read-models").await, lab.models("read-models").await);
    let _following = (follow(&one), follow(&other));
    let last = uploads(&lab, 40).await;
    reach(&one, last).await;
    reach(&other, last).await;
    assert_whole(&lab, &one).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fold_that_crashes_between_batches_goes_on_where_it_was() {
    let lab = Lab::new().await;
    let writing = uploads(&lab, 60);
    let crashing = async {
        for round in 0..12_u64 {
            let models = lab.models("read-models").await;
            let task = tokio::spawn(async move { models.run(Default::default()).await });
            tokio::time::sleep(Duration::from_millis(3 + round * 5)).await;
            task.abort();
        }
    };
    let (last, ()) = futures::join!(writing, crashing);
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    reach(&models, last).await;
    assert_whole(&lab, &models).await;
}

/// Images of one patient, each with a prediction.
pub(super) async fn uploads(lab: &Lab, images: u8) -> Position {
    let case = domain::ids::CaseId(Uuid::from_u128(2));
    lab.append(patient_registered(patient(1), "Zoë")).await;
    let mut last = lab.append(case_opened(case, patient(1), domain::event::Priority::Stat)).await;
    for number in 0..images {
        let uploaded = image_uploaded(patient(1), case, "blood-cell", number);
        let image = domain::ids::ImageId::of(patient(1), &domain::ids::Sha256([number; 32]));
        lab.append(uploaded).await;
        last = lab.append(predicted(image, "blood-cell", 1, 0.5)).await;
    }
    last
}

/// The rows are what the log comes to, once.
pub(super) async fn assert_whole(lab: &Lab, models: &ReadModels) {
    let rows = dump(&models.inner.store.get()).await;
    assert_eq!(rows, lab.folded(&lab.facts().await, 5_000).await);
}

#[tokio::test]
async fn read_models_of_another_log_are_refused() {
    let (lab, other) = (Lab::new().await, Lab::new().await);
    drop(lab.models("read-models").await);
    let (log, vault, blobs) = (other.log.clone(), other.vault.clone(), other.blobs.clone());
    let opened = ReadModels::open(lab.place("read-models").await, log, vault, blobs, None).await;
    let refused = opened.err().unwrap();
    assert!(matches!(refused, ReadError::OtherLog { .. }));
    assert!(refused.to_string().contains("another event log"));
}
