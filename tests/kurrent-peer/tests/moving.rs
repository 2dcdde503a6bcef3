//! A log that moves from one engine to the other and back, with its groups.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../../../infra/tests/event_log_contract/mod.rs"]
#[macro_use]
mod event_log_contract;
mod peer;

use std::collections::BTreeSet;
use std::sync::Arc;

use event_log_contract::group::{next, nothing, quick, reached};
use event_log_contract::{append, events, eventually, everything, ids, scatter};
use infra::event_log::moving::Movable;
use infra::event_log::sqlite::SqliteLog;
use infra::event_log::{EventLog, Filter, GroupSettings, LogError, RecordedEvent, Settlement};
use infra::state::State;
use infra::transfer::{TransferError, append_events, compare_events, lay_groups};
use peer::Peer;
use tempfile::TempDir;
use uuid::Uuid;

/// A log and what it needs to be there.
struct Engine {
    log: Arc<dyn Movable>,
    _peer: Option<Peer>,
    _folder: TempDir,
}

async fn embedded() -> Engine {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("state.db").display());
    let state = State::open(&url).await.unwrap();
    let path = folder.path().join("events.db");
    let log = SqliteLog::open(&path, state.pool().clone()).await.unwrap();
    Engine { log: Arc::new(log), _peer: None, _folder: folder }
}

async fn on_the_peer() -> Engine {
    let folder = tempfile::tempdir().unwrap();
    let peer = Peer::start(folder.path());
    Engine { log: peer.log(), _peer: Some(peer), _folder: folder }
}

/// Moves all. How many events there are, and how many were there before.
async fn moved(from: &Engine, to: &Engine) -> (u64, u64) {
    let (from, to) = (&*from.log, &*to.log);
    let before = append_events(from, to, &mut |_, _| {}).await.unwrap();
    let same = compare_events(from, to, &mut |_, _| {}).await.unwrap();
    lay_groups(&same, to).await.unwrap();
    (same.events, before)
}

/// What the hash chain covers.
fn covered(events: Vec<RecordedEvent>) -> Vec<impl PartialEq + std::fmt::Debug> {
    let all = events.into_iter();
    all.map(|e| (e.stream, e.revision, e.id, e.kind, e.data, e.metadata)).collect()
}

/// What a group of this name still has to do.
struct Work {
    parked: Vec<Uuid>,
    open: BTreeSet<Uuid>,
}

fn settings() -> GroupSettings {
    GroupSettings { filter: Filter::Types(vec!["A".to_owned()]), ..quick() }
}

/// Forty events of which the group has settled the first thirty: two of them are parked, one was
/// parked and is to be delivered again, and the last ten nobody has seen.
async fn busy(log: &dyn EventLog) -> Work {
    log.ensure_group("work", settings()).await.unwrap();
    append(log, "b-1", events("B", 3)).await;
    for _ in 0..10 {
        append(log, "a-1", events("A", 2)).await;
        append(log, "b-1", events("B", 1)).await;
        scatter(log, "A", 1).await;
    }
    let all: Vec<_> = everything(log).await.into_iter().filter(|e| e.kind == "A").collect();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    for (number, event) in all.iter().enumerate() {
        let delivery = next(&mut consumer).await;
        assert_eq!(delivery.event.id, event.id);
        delivery.settle(match number {
            4 | 12 | 20 => Settlement::Park(format!("number {number} is odd")),
            _ => Settlement::Done,
        });
    }
    let last = all.last().unwrap().position;
    reached(log, "work", last).await;
    drop(consumer);
    assert_eq!(log.replay_parked("work", Some(all[12].id)).await.unwrap(), 1);
    let mut open = scatter(log, "A", 10).await.into_iter().collect::<BTreeSet<_>>();
    open.insert(all[12].id);
    Work { parked: vec![all[4].id, all[20].id], open }
}

/// The group goes on where it was: what is parked is parked, what is open comes, nothing else does.
async fn goes_on(log: &dyn EventLog, work: &Work) {
    let parked = log.parked("work", 10).await.unwrap();
    assert_eq!(parked.iter().map(|p| p.event.id).collect::<Vec<_>>(), work.parked);
    assert_eq!(parked[0].reason, "number 4 is odd");
    log.ensure_group("work", settings()).await.unwrap();
    let mut consumer = log.join_group("work", 4).await.unwrap();
    let mut came = BTreeSet::new();
    while came.len() < work.open.len() {
        let delivery = next(&mut consumer).await;
        assert!(work.open.contains(&delivery.event.id), "settled before: {delivery:?}");
        came.insert(delivery.event.id);
        delivery.settle(Settlement::Done);
    }
    nothing(&mut consumer).await;
    assert_eq!(log.replay_parked("work", None).await.unwrap(), 2);
    for _ in 0..2 {
        let delivery = next(&mut consumer).await;
        assert!(work.parked.contains(&delivery.event.id), "{delivery:?}");
        delivery.settle(Settlement::Done);
    }
    eventually("nothing is parked any more", async || {
        log.parked("work", 10).await.unwrap().is_empty()
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_and_groups_move_to_kurrentdb() {
    let (old, new) = (embedded().await, on_the_peer().await);
    let work = busy(&*old.log).await;
    let before = old.log.parked("work", 10).await.unwrap();
    assert_eq!(moved(&old, &new).await, (53, 0));
    assert_eq!(covered(everything(&*new.log).await), covered(everything(&*old.log).await));
    let after = new.log.parked("work", 10).await.unwrap();
    let told = |all: Vec<infra::event_log::Parked>| {
        all.into_iter().map(|p| (p.event.id, p.retries, p.reason, p.parked_at)).collect::<Vec<_>>()
    };
    assert_eq!(told(after), told(before), "with the reason and since when");
    goes_on(&*new.log, &work).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_and_back_is_the_same() {
    let (old, between, new) = (embedded().await, on_the_peer().await, embedded().await);
    let mut work = busy(&*old.log).await;
    moved(&old, &between).await;
    moved(&between, &new).await;
    assert_eq!(covered(everything(&*new.log).await), covered(everything(&*old.log).await));
    // On KurrentDB the one that was to come again has come with everything after it.
    let standing = &new.log.standings().await.unwrap()[0];
    let all = everything(&*old.log).await;
    let open =
        all.iter().filter(|event| event.kind == "A" && Some(event.position) > standing.checkpoint);
    let again: BTreeSet<_> =
        open.map(|event| event.id).filter(|id| !work.parked.contains(id)).collect();
    assert!(again.is_superset(&work.open), "nothing is lost");
    work.open = again;
    goes_on(&*new.log, &work).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_broken_off_goes_on() {
    for new in [embedded().await, on_the_peer().await] {
        let old = embedded().await;
        append(&*old.log, "a-1", events("A", 700)).await;
        scatter(&*old.log, "A", 600).await;
        let all = everything(&*old.log).await;
        new.log.take_over(&all[..777]).await.unwrap();
        assert_eq!(moved(&old, &new).await, (1_300, 777));
        assert_eq!(ids(&everything(&*new.log).await), ids(&all));
        assert_eq!(moved(&old, &new).await, (1_300, 1_300), "again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_wrote_is_refused() {
    for new in [embedded().await, on_the_peer().await] {
        let old = embedded().await;
        append(&*old.log, "a-1", events("A", 3)).await;
        let all = everything(&*old.log).await;

        // At its end, where nothing of this log belongs.
        new.log.take_over(&all).await.unwrap();
        append(&*new.log, "theirs-1", events("B", 1)).await;
        let refused = append_events(&*old.log, &*new.log, &mut |_, _| {}).await.unwrap_err();
        let compared = compare_events(&*old.log, &*new.log, &mut |_, _| {}).await;
        assert!(matches!(compared, Err(TransferError::Diverged { number: 4, .. })));
        let words = refused.to_string();
        assert!(matches!(refused, TransferError::Diverged { number: 4, .. }), "{words}");
        assert!(words.contains("revision 0 of theirs-1"), "{words}");

        // In a stream that is about to go on.
        append(&*new.log, "a-1", events("B", 1)).await;
        append(&*old.log, "a-1", events("A", 1)).await;
        let next = everything(&*old.log).await.split_off(3);
        let refused = new.log.take_over(&next).await.unwrap_err();
        let guarded = matches!(refused, LogError::WrongRevision { .. } | LogError::Invalid(_));
        assert!(guarded, "{refused:?}");
        assert_eq!(everything(&*new.log).await.len(), 5);
    }
}
