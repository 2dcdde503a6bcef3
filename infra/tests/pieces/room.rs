use bytes::Bytes;
use infra::event_log::sqlite::SqliteLog;
use infra::event_log::{EventLog, Expected, LogError, NewEvent};
use infra::room::Room;
use infra::spool::{Spool, SpoolError};
use infra::sql::sqlite_url;
use infra::state::State;
use uuid::Uuid;

#[test]
fn a_disk_has_room_for_a_reserve_that_is_smaller_than_what_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let free = Room::new(folder.path(), 0).free().unwrap();
    assert!(free > 0);
    assert!(Room::new(folder.path(), free / 2).check().is_ok());
    let lacking = Room::new(folder.path(), u64::MAX).check().unwrap_err();
    assert!(lacking.to_string().contains("kept back"), "{lacking}");
    assert!(Room::new(folder.path().join("gone"), 0).check().is_err(), "nothing is known of it");
}

#[test]
fn a_probe_writes_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Room::new(folder.path(), 0).probe().is_ok());
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    assert!(Room::new(folder.path().join("gone"), 0).probe().is_err());
}

#[tokio::test]
async fn a_log_without_room_takes_only_what_is_always_written() {
    let folder = tempfile::tempdir().unwrap();
    let state = State::open(&sqlite_url(&folder.path().join("state.db"))).await.unwrap();
    let path = folder.path().join("events.db");
    let room = Room::new(folder.path(), u64::MAX);
    let log = SqliteLog::open(&path, state.pool().clone()).await.unwrap();
    let log = log.reserving(room, &["always-"]);
    let append = async |stream: &str| {
        let id = Uuid::new_v4();
        let (data, metadata) = (Bytes::from_static(b"{}"), Bytes::from_static(b"{}"));
        let event = NewEvent { id, kind: "Seen".into(), data, metadata };
        log.append(stream, Expected::NoStream, vec![event]).await
    };
    let refused = append("other-1").await;
    assert!(matches!(refused, Err(LogError::Full(_))), "{refused:?}");
    assert!(append("always-1").await.is_ok());
    assert_eq!(log.head().await.unwrap().map(|head| head.0), Some(1));
    log.close().await;
}

#[tokio::test]
async fn a_spool_without_room_reads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let spool = Spool::open(folder.path()).unwrap().reserving(Room::new(folder.path(), u64::MAX));
    let body = futures::stream::poll_fn(|_| -> std::task::Poll<Option<Result<Bytes, String>>> {
        panic!("nothing is read")
    });
    let refused = spool.receive(body, 1_000).await;
    assert!(matches!(refused, Err(SpoolError::Full(_))), "{refused:?}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}
