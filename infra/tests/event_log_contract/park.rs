//! Groups when something goes wrong: retries, parking, replaying.

use std::time::Instant;

use infra::event_log::{GroupSettings, Settlement};

use super::group::{next, nothing, quick, reached, status};
use super::*;

pub async fn a_retry_comes_again_after_a_while<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "a-1", events("A", 2)).await;
    let all = everything(&*log).await;
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();

    let first = next(&mut consumer).await;
    let (failed, since) = (first.event.clone(), Instant::now());
    first.settle(Settlement::Retry("the blob store is away".into()));
    let other = next(&mut consumer).await;
    assert_ne!(other.event, failed, "the others do not wait");
    other.settle(Settlement::Done);
    let again = next(&mut consumer).await;
    assert_eq!((&again.event, again.retries), (&failed, 1));
    assert!(since.elapsed() >= Duration::from_millis(50), "after {:?}", since.elapsed());
    again.settle(Settlement::Done);

    reached(&*log, "work", all[1].position).await;
    assert_eq!(log.parked("work", 10).await.unwrap(), []);
    nothing(&mut consumer).await;
}

pub async fn a_dropped_delivery_comes_again<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let appended = scatter(&*log, "A", 1).await;
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", 4).await.unwrap();
    drop(next(&mut consumer).await);
    let again = next(&mut consumer).await;
    assert_eq!((again.event.id, again.retries), (appended[0], 1));

    // A consumer that goes away with what it had.
    drop((again, consumer));
    let mut consumer = log.join_group("work", 4).await.unwrap();
    let again = next(&mut consumer).await;
    assert_eq!((again.event.id, again.retries), (appended[0], 2));
    again.settle(Settlement::Done);
}

pub async fn a_delivery_not_settled_in_time_comes_again<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let appended = scatter(&*log, "A", 1).await;
    let settings = GroupSettings { settle_timeout: Duration::from_millis(100), ..quick() };
    log.ensure_group("work", settings).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    let late = next(&mut consumer).await;
    let again = next(&mut consumer).await;
    assert_eq!((again.event.id, again.retries), (appended[0], 1));
    // What the late one says does not matter any more.
    late.settle(Settlement::Park("late".into()));
    again.settle(Settlement::Done);
    let head = log.head().await.unwrap().unwrap();
    reached(&*log, "work", head).await;
    assert_eq!(log.parked("work", 10).await.unwrap(), []);
}

pub async fn the_last_retry_parks<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let appended = scatter(&*log, "A", 1).await;
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    for retries in 0..=2 {
        let delivery = next(&mut consumer).await;
        assert_eq!((delivery.event.id, delivery.retries), (appended[0], retries));
        delivery.settle(Settlement::Retry(format!("try {retries} failed")));
    }
    nothing(&mut consumer).await;

    let head = log.head().await.unwrap().unwrap();
    reached(&*log, "work", head).await;
    let parked = log.parked("work", 10).await.unwrap();
    assert_eq!(parked.len(), 1);
    assert_eq!(parked[0].event, everything(&*log).await[0]);
    assert_eq!((parked[0].retries, parked[0].reason.as_str()), (2, "try 2 failed"));
    let status = status(&*log, "work").await;
    assert_eq!((status.in_flight, status.parked), (0, 1));
}

/// A group with these many events, all parked.
async fn all_parked(log: &dyn EventLog, count: usize) -> Vec<Uuid> {
    append(log, "a-1", events("A", count)).await;
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", count).await.unwrap();
    for _ in 0..count {
        next(&mut consumer).await.settle(Settlement::Park("no such panel".into()));
    }
    let head = log.head().await.unwrap().unwrap();
    reached(log, "work", head).await;
    ids(&everything(log).await)
}

pub async fn parked_events_are_replayed_on_request<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let appended = all_parked(&*log, 4).await;
    let parked = log.parked("work", 10).await.unwrap();
    assert_eq!(parked.iter().map(|p| p.event.id).collect::<Vec<_>>(), appended, "oldest first");
    assert!(parked.iter().all(|p| p.retries == 0 && p.reason == "no such panel"));
    assert_eq!(log.parked("work", 2).await.unwrap().len(), 2);

    let mut consumer = log.join_group("work", 10).await.unwrap();
    assert_eq!(log.replay_parked("work", Some(Uuid::now_v7())).await.unwrap(), 0);
    assert_eq!(log.replay_parked("work", Some(appended[2])).await.unwrap(), 1);
    let delivery = next(&mut consumer).await;
    assert_eq!((delivery.event.id, delivery.retries), (appended[2], 0));
    delivery.settle(Settlement::Done);
    nothing(&mut consumer).await;

    assert_eq!(log.replay_parked("work", None).await.unwrap(), 3);
    for _ in 0..3 {
        let delivery = next(&mut consumer).await;
        assert_ne!(delivery.event.id, appended[2]);
        let again = delivery.event.id == appended[0];
        delivery.settle(match again {
            true => Settlement::Park("still not".into()),
            false => Settlement::Done,
        });
    }
    eventually("one is parked again", async || status(&*log, "work").await.parked == 1).await;
    let parked = log.parked("work", 10).await.unwrap();
    assert_eq!((parked[0].event.id, parked[0].reason.as_str()), (appended[0], "still not"));
    nothing(&mut consumer).await;
}

pub async fn parked_events_stay_parked_after_a_crash<F: Fixture>() {
    let fixture = F::start().await;
    let appended = all_parked(&*fixture.log(), 3).await;
    let parked = fixture.log().parked("work", 10).await.unwrap();
    assert_eq!(fixture.log().replay_parked("work", Some(appended[1])).await.unwrap(), 1);

    let fixture = fixture.crash().await;
    let log = fixture.log();
    let mut consumer = log.join_group("work", 10).await.unwrap();
    let delivery = next(&mut consumer).await;
    assert_eq!(delivery.event.id, appended[1], "a replay is not forgotten");
    delivery.settle(Settlement::Done);
    nothing(&mut consumer).await;
    let kept = [parked[0].clone(), parked[2].clone()];
    assert_eq!(log.parked("work", 10).await.unwrap(), kept);
}

pub async fn retries_are_counted_across_a_crash<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "a-1", events("A", 2)).await;
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    let first = next(&mut consumer).await;
    let failed = first.event.clone();
    first.settle(Settlement::Retry("away".into()));
    next(&mut consumer).await.settle(Settlement::Done);
    let again = next(&mut consumer).await;
    assert_eq!((&again.event, again.retries), (&failed, 1));
    // Time for the group to save what it knows.
    tokio::time::sleep(Duration::from_millis(600)).await;

    drop((consumer, log));
    let fixture = fixture.crash().await;
    drop(again);
    let log = fixture.log();
    let mut consumer = log.join_group("work", 2).await.unwrap();
    let first = next(&mut consumer).await;
    let delivery = if first.event == failed { first } else { next(&mut consumer).await };
    // A log may count the delivery that the crash ended.
    assert!(delivery.event == failed && (1..=2).contains(&delivery.retries), "{delivery:?}");
}
