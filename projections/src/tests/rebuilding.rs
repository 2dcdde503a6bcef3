//! Building anew beside what serves.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};

use super::faults::{assert_whole, uploads};
use super::lab::{Lab, dump, follow, in_files, reach};
use crate::Page;
use crate::images::ImageFilter;

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_beside_appends_and_readers_loses_nothing() {
    let lab = Lab::new().await;
    let models = lab.models("read-models").await;
    let _following = follow(&models);
    let done = AtomicBool::new(false);
    let writing = async {
        let last = uploads(&lab, 80).await;
        done.store(true, Ordering::Relaxed);
        last
    };
    let rebuilding = async {
        let mut rebuilds = 0;
        while !done.load(Ordering::Relaxed) || rebuilds < 2 {
            models.rebuild(|_| ()).await.unwrap();
            rebuilds += 1;
        }
    };
    let reading = async {
        let (mut total, mut position) = (0, None);
        while !done.load(Ordering::Relaxed) {
            let all = ImageFilter::default();
            let page = models.images().list(&all, &Page::default()).await.unwrap();
            assert!(page.total >= total && models.position() >= position, "went back");
            (total, position) = (page.total, models.position());
        }
    };
    let (last, (), ()) = futures::join!(writing, rebuilding, reading);
    reach(&models, last).await;
    assert_whole(&lab, &models).await;
}

#[tokio::test]
async fn a_rebuild_without_a_follower_repairs_and_tells_how_far_it_is() {
    let lab = Lab::new().await;
    let last = uploads(&lab, 5).await;
    let models = lab.models("read-models").await;
    let mut seen = Vec::new();
    models.rebuild(|progress| seen.push(progress)).await.unwrap();
    assert_eq!(models.position(), Some(last));
    let end = seen.last().unwrap();
    assert_eq!((end.events, end.position, end.head), (12, Some(last.0), Some(last.0)));
    assert_whole(&lab, &models).await;

    let sql = "UPDATE images SET status = 'verified'";
    sqlx::query(sql).execute(&models.inner.store.get().pool).await.unwrap();
    models.rebuild(|_| ()).await.unwrap();
    assert_whole(&lab, &models).await;
}

#[tokio::test]
async fn what_a_crashed_rebuild_left_is_deleted_and_does_not_count() {
    let lab = Lab::new().await;
    let last = uploads(&lab, 3).await;
    let models = lab.models("read-models").await;
    let left = models.inner.place.another().await.unwrap();
    if in_files() {
        fs::write(lab.path("read-models").join(&left.name), "half a database").unwrap();
        fs::write(lab.path("read-models").join("current.new"), &left.name).unwrap();
    }
    assert_eq!(models.inner.place.names().await.unwrap().len(), 2);
    let _following = follow(&models);
    reach(&models, last).await;
    let rows = dump(&models.inner.store.get()).await;
    drop(models);
    let models = lab.models("read-models").await;
    assert_eq!(dump(&models.inner.store.get()).await, rows);
    models.rebuild(|_| ()).await.unwrap();
    let mut names = models.inner.place.names().await.unwrap();
    for _ in 0..200 {
        if names.len() == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        names = models.inner.place.names().await.unwrap();
    }
    assert_eq!(names, [models.inner.store.get().database.name.clone()]);
}
