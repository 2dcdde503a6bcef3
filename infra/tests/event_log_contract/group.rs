//! Groups: consumers share the events, and a checkpoint remembers what is settled.

use std::collections::BTreeSet;

use futures::StreamExt;
use futures::future::join_all;
use infra::event_log::{Consumer, Delivery, GroupSettings, GroupStatus, Settlement};

use super::*;

/// Settings whose waits fit a test.
pub fn quick() -> GroupSettings {
    GroupSettings {
        max_retries: 2,
        settle_timeout: Duration::from_secs(20),
        min_backoff: Duration::from_millis(80),
        max_backoff: Duration::from_millis(160),
        ..GroupSettings::new(Filter::All)
    }
}

/// The next delivery; there must be one within a few seconds.
pub async fn next(consumer: &mut Consumer) -> Delivery {
    let next = tokio::time::timeout(Duration::from_secs(20), consumer.next());
    next.await.expect("nothing was delivered").expect("it ended").unwrap()
}

/// Asserts that nothing is delivered for a while.
pub async fn nothing(consumer: &mut Consumer) {
    let waited = tokio::time::timeout(Duration::from_millis(400), consumer.next()).await;
    assert!(waited.is_err(), "nothing was to be delivered, and {waited:?} was");
}

/// Where a group stands.
pub async fn status(log: &dyn EventLog, name: &str) -> GroupStatus {
    let groups = log.groups().await.unwrap();
    groups.into_iter().find(|group| group.name == name).expect("the group is listed")
}

/// Waits until a group's saved checkpoint has reached a position.
pub async fn reached(log: &dyn EventLog, name: &str, position: Position) {
    eventually("the checkpoint is saved", async || {
        status(log, name).await.checkpoint >= Some(position)
    })
    .await;
}

pub async fn an_unknown_group_is_named<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let unknown = |error| matches!(error, LogError::NoGroup(name) if name == "absent");
    assert!(unknown(log.join_group("absent", 1).await.err().unwrap()));
    assert!(unknown(log.parked("absent", 1).await.err().unwrap()));
    assert!(unknown(log.replay_parked("absent", None).await.err().unwrap()));
    assert_eq!(log.groups().await.unwrap(), []);
}

pub async fn consumers_share_the_events<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let appended = scatter(&*log, "A", 300).await;
    log.ensure_group("work", quick()).await.unwrap();

    let consumers = (0..4).map(|_| {
        let log = log.clone();
        tokio::spawn(async move {
            let mut consumer = log.join_group("work", 8).await.unwrap();
            let mut mine = Vec::new();
            while let Ok(delivery) =
                tokio::time::timeout(Duration::from_secs(1), consumer.next()).await
            {
                let delivery = delivery.unwrap().unwrap();
                assert_eq!(delivery.retries, 0);
                mine.push(delivery.event.id);
                tokio::time::sleep(Duration::from_millis(1)).await;
                delivery.settle(Settlement::Done);
            }
            mine
        })
    });
    let shares: Vec<Vec<Uuid>> =
        join_all(consumers).await.into_iter().map(Result::unwrap).collect();

    assert!(shares.iter().all(|share| !share.is_empty()), "each had a share");
    let mut delivered = shares.concat();
    delivered.sort_unstable();
    let mut expected = appended;
    expected.sort_unstable();
    assert_eq!(delivered, expected, "each event once");
    let head = log.head().await.unwrap().unwrap();
    reached(&*log, "work", head).await;
    let GroupStatus { in_flight, parked, .. } = status(&*log, "work").await;
    assert_eq!((in_flight, parked), (0, 0));
}

pub async fn a_group_has_its_own_start_and_filter<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "a-1", [events("A", 2), events("B", 2), events("A", 2)].concat()).await;
    let all = everything(&*log).await;
    let settings = GroupSettings {
        filter: Filter::Types(vec!["A".into()]),
        from: Some(all[0].position),
        ..quick()
    };
    log.ensure_group("work", settings).await.unwrap();
    let mut consumer = log.join_group("work", 10).await.unwrap();
    let mut delivered = Vec::new();
    for _ in 0..3 {
        let delivery = next(&mut consumer).await;
        delivered.push(delivery.event.clone());
        delivery.settle(Settlement::Done);
    }
    delivered.sort_by_key(|event| event.position);
    assert_eq!(delivered, [all[1].clone(), all[4].clone(), all[5].clone()]);
    nothing(&mut consumer).await;
}

pub async fn a_group_delivers_what_is_appended_later<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    nothing(&mut consumer).await;
    for _ in 0..5 {
        let appended = scatter(&*log, "A", 1).await;
        let delivery = next(&mut consumer).await;
        assert_eq!(delivery.event.id, appended[0]);
        delivery.settle(Settlement::Done);
    }
}

pub async fn a_consumer_has_at_most_its_buffer_unsettled<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    scatter(&*log, "A", 10).await;
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", 3).await.unwrap();
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(next(&mut consumer).await);
    }
    nothing(&mut consumer).await;
    assert_eq!(status(&*log, "work").await.in_flight, 3);

    // The others are there for somebody else.
    let mut other = log.join_group("work", 100).await.unwrap();
    for _ in 0..7 {
        next(&mut other).await.settle(Settlement::Done);
    }
    held.pop().unwrap().settle(Settlement::Done);
    let appended = scatter(&*log, "A", 1).await;
    drop(other);
    assert_eq!(next(&mut consumer).await.event.id, appended[0]);
}

pub async fn groups_do_not_disturb_one_another<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let appended = scatter(&*log, "A", 5).await;
    for name in ["first", "second"] {
        log.ensure_group(name, quick()).await.unwrap();
        let mut consumer = log.join_group(name, 2).await.unwrap();
        let mut delivered = BTreeSet::new();
        for _ in 0..5 {
            let delivery = next(&mut consumer).await;
            delivered.insert(delivery.event.id);
            delivery.settle(Settlement::Done);
        }
        assert_eq!(delivered, appended.iter().copied().collect());
    }
    let mut names: Vec<_> =
        log.groups().await.unwrap().into_iter().map(|group| group.name).collect();
    names.sort();
    assert_eq!(names, ["first", "second"]);
}

pub async fn ensuring_a_group_again_keeps_its_place<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    scatter(&*log, "A", 5).await;
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", 5).await.unwrap();
    for _ in 0..5 {
        next(&mut consumer).await.settle(Settlement::Done);
    }
    let head = log.head().await.unwrap().unwrap();
    reached(&*log, "work", head).await;

    // The same settings change nothing; others are taken, and the group goes on where it was.
    log.ensure_group("work", quick()).await.unwrap();
    nothing(&mut consumer).await;
    drop(consumer);
    let settings = GroupSettings { filter: Filter::Types(vec!["B".into()]), ..quick() };
    log.ensure_group("work", settings).await.unwrap();
    let mut consumer = log.join_group("work", 5).await.unwrap();
    scatter(&*log, "A", 2).await;
    let wanted = scatter(&*log, "B", 1).await;
    let delivery = next(&mut consumer).await;
    assert_eq!(delivery.event.id, wanted[0]);
    delivery.settle(Settlement::Done);
    nothing(&mut consumer).await;
}

pub async fn a_crash_delivers_what_was_not_settled<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "a-1", events("A", 40)).await;
    log.ensure_group("work", quick()).await.unwrap();
    let mut consumer = log.join_group("work", 100).await.unwrap();
    let mut deliveries = Vec::new();
    for _ in 0..40 {
        deliveries.push(next(&mut consumer).await);
    }
    deliveries.sort_by_key(|delivery| delivery.event.position);
    let unsettled: BTreeSet<_> = deliveries[25..].iter().map(|d| d.event.position).collect();
    let all: Vec<_> = deliveries.iter().map(|d| d.event.position).collect();
    let mut kept = deliveries.split_off(25);
    for delivery in deliveries {
        delivery.settle(Settlement::Done);
    }
    reached(&*log, "work", all[24]).await;
    // Settled beyond the oldest unsettled one: the checkpoint cannot pass that.
    kept.pop().unwrap().settle(Settlement::Done);
    assert!(status(&*log, "work").await.checkpoint < Some(all[25]));

    drop((consumer, log));
    let fixture = fixture.crash().await;
    // Nobody can settle what a process had that is gone.
    drop(kept);
    let log = fixture.log();
    assert_eq!(status(&*log, "work").await.checkpoint, Some(all[24]));
    let mut consumer = log.join_group("work", 100).await.unwrap();
    let mut again = BTreeSet::new();
    while let Ok(delivery) = tokio::time::timeout(Duration::from_secs(1), consumer.next()).await {
        let delivery = delivery.unwrap().unwrap();
        again.insert(delivery.event.position);
        delivery.settle(Settlement::Done);
    }
    assert!(again.is_superset(&unsettled.iter().copied().take(14).collect()));
    assert!(again.iter().all(|position| *position > all[24]), "settled below the checkpoint");
    let head = log.head().await.unwrap().unwrap();
    reached(&*log, "work", head).await;
}
