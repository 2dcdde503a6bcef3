//! Processes that read what another one folds.

use domain::case::Targets;
use jiff::SignedDuration;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::faults::uploads;
use super::lab::{Lab, dump, follow, reach};
use crate::images::ImageFilter;
use crate::{Page, ReadModels, Settings};

/// Looks on until dropped.
fn watch(models: &ReadModels) -> DropGuard {
    let stop = CancellationToken::new();
    let (models, token) = (models.clone(), stop.clone());
    tokio::spawn(async move { models.watch(token).await });
    stop.drop_guard()
}

async fn images(models: &ReadModels) -> u64 {
    models.images().list(&ImageFilter::default(), &Page::default()).await.unwrap().total
}

#[tokio::test]
async fn an_onlooker_waits_for_read_models_of_its_own_version_and_settings() {
    let lab = Lab::new().await;
    assert!(lab.onlooker("read-models", None).await.is_none(), "there are none yet");
    let _keeper = lab.models("read-models").await;
    assert!(lab.onlooker("read-models", None).await.is_some());
    assert!(lab.onlooker("read-models", Some(&Settings::default())).await.is_some());
    let targets = Targets { stat: SignedDuration::from_mins(7), ..Targets::default() };
    let other = Settings { targets, ..Settings::default() };
    assert!(lab.onlooker("read-models", Some(&other)).await.is_none());
}

#[tokio::test]
async fn an_onlooker_sees_what_is_folded_and_that_answers_are_others_now() {
    let lab = Lab::new().await;
    let keeper = lab.models("read-models").await;
    let onlooker = lab.onlooker("read-models", None).await.unwrap();
    let _watching = watch(&onlooker);
    onlooker.until_ready().await;
    let edition = onlooker.edition();
    let _following = follow(&keeper);
    let last = uploads(&lab, 5).await;
    reach(&onlooker, last).await;
    assert_eq!(images(&onlooker).await, 5);
    assert!(onlooker.edition() > edition);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_onlooker_goes_along_to_what_was_built_anew() {
    let lab = Lab::new().await;
    let keeper = lab.models("read-models").await;
    let _following = follow(&keeper);
    let onlooker = lab.onlooker("read-models", None).await.unwrap();
    let _watching = watch(&onlooker);
    reach(&onlooker, uploads(&lab, 3).await).await;
    keeper.rebuild(|_| ()).await.unwrap();
    reach(&onlooker, uploads(&lab, 4).await).await;
    assert_eq!(images(&onlooker).await, images(&keeper).await);
    assert_eq!(
        dump(&onlooker.inner.store.get()).await,
        dump(&keeper.inner.store.get()).await,
        "both read from the same database"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looked_on_goes_on_where_the_other_stopped() {
    let lab = Lab::new().await;
    let keeper = lab.models("read-models").await;
    let onlooker = lab.onlooker("read-models", None).await.unwrap();
    let following = follow(&keeper);
    let watching = watch(&onlooker);
    reach(&onlooker, uploads(&lab, 3).await).await;
    drop((following, watching));
    let _following = follow(&onlooker);
    reach(&onlooker, uploads(&lab, 4).await).await;
    super::faults::assert_whole(&lab, &onlooker).await;
}
