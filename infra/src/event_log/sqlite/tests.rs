//! A file that may not grow: what a full disk does to the log.

use bytes::Bytes;
use futures::StreamExt;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::event_log::{Message, chain};

fn event(size: usize) -> NewEvent {
    let data = Bytes::from(format!("{{\"text\":\"{}\"}}", "x".repeat(size)));
    let (metadata, _) = chain::seal("s", 0, Uuid::nil(), "Big", &data, b"{}");
    NewEvent { id: Uuid::now_v7(), kind: "Big".into(), data, metadata }
}

/// A log of at most half a mebibyte.
async fn small(directory: &TempDir) -> SqliteLog {
    sqlx::any::install_default_drivers();
    let groups = AnyPool::connect_lazy("sqlite::memory:").unwrap();
    SqliteLog::open_limited(&directory.path().join("events.db"), groups, Some(128)).await.unwrap()
}

#[tokio::test]
async fn without_room_nothing_is_half_done_and_with_room_it_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let log = small(&directory).await;
    log.append("a-1", Expected::NoStream, vec![event(100)]).await.unwrap();

    // Some of these would fit.
    let too_much: Vec<_> = (0..20).map(|_| event(50_000)).collect();
    let refused = log.append("a-1", Expected::Revision(0), too_much.clone()).await;
    assert!(matches!(refused, Err(LogError::Full(_))), "{refused:?}");
    let refused = log.append("a-1", Expected::Revision(0), too_much).await;
    assert!(matches!(refused, Err(LogError::Full(_))), "{refused:?}");

    let stored = log.read_stream("a-1", None, Direction::Forwards, 100).await.unwrap();
    assert_eq!(stored.len(), 1);
    for revision in 0..5 {
        let small = vec![event(100)];
        log.append("a-1", Expected::Revision(revision), small).await.unwrap();
    }
    let all = log.read_all(None, Direction::Forwards, &Filter::All, 100).await.unwrap();
    assert_eq!(all.iter().map(|event| event.revision).collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5]);
    log.close().await;
}

#[tokio::test]
async fn subscribers_go_on_after_the_disk_was_full() {
    let directory = tempfile::tempdir().unwrap();
    let log = small(&directory).await;
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    assert_eq!(subscription.next().await.unwrap().unwrap(), Message::CaughtUp(None));
    let too_much = (0..20).map(|_| event(50_000)).collect();
    assert!(log.append("a-1", Expected::NoStream, too_much).await.is_err());
    let fits = event(10);
    log.append("a-2", Expected::NoStream, vec![fits.clone()]).await.unwrap();

    match subscription.next().await.unwrap().unwrap() {
        Message::Event(event) => assert_eq!(event.id, fits.id),
        other => panic!("{other:?} instead of the event that fitted"),
    }
}
