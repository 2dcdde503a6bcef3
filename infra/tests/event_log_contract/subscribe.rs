//! Subscriptions: first what is there, then what follows, each event once.

use std::collections::HashMap;

use futures::StreamExt;
use futures::future::join_all;
use infra::event_log::{Message, Subscription};

use super::*;

/// The next message; there must be one within a few seconds.
async fn next(subscription: &mut Subscription) -> Message {
    let next = tokio::time::timeout(Duration::from_secs(20), subscription.next());
    next.await.expect("nothing came").expect("it ended").unwrap()
}

/// Up to where it has looked when it says that it has caught up; no event may come before.
async fn caught_up(subscription: &mut Subscription) -> Option<Position> {
    loop {
        match next(subscription).await {
            Message::CaughtUp(position) => return position,
            Message::Checkpoint(_) => {}
            Message::Event(event) => panic!("{event:?} came before it had caught up"),
        }
    }
}

/// The next event, whatever else is said before.
async fn next_event(subscription: &mut Subscription) -> RecordedEvent {
    loop {
        if let Message::Event(event) = next(subscription).await {
            return event;
        }
    }
}

pub async fn an_empty_log_is_caught_up_at_once<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    caught_up(&mut subscription).await;
    let new = events("A", 1);
    log.append("a-1", Expected::NoStream, new.clone()).await.unwrap();
    assert_eq!(next_event(&mut subscription).await.id, new[0].id);
}

pub async fn what_is_there_comes_before_what_follows<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "a-1", events("A", 3)).await;
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    let there = everything(&*log).await;
    for event in &there {
        assert_eq!(next_event(&mut subscription).await, *event);
    }
    assert!(caught_up(&mut subscription).await >= Some(there[2].position));

    for _ in 0..5 {
        append(&*log, "a-1", events("A", 2)).await;
        let log_now = everything(&*log).await;
        for event in &log_now[log_now.len() - 2..] {
            assert_eq!(next_event(&mut subscription).await, *event);
        }
    }
}

pub async fn a_subscription_begins_after_its_position<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "a-1", events("A", 4)).await;
    let all = everything(&*log).await;
    let mut subscription = log.subscribe(Some(all[1].position), Filter::All).await.unwrap();
    assert_eq!(next_event(&mut subscription).await, all[2]);
    assert_eq!(next_event(&mut subscription).await, all[3]);

    let end = Some(all[3].position);
    let mut live = log.subscribe(end, Filter::All).await.unwrap();
    assert!(caught_up(&mut live).await >= end);
}

pub async fn a_filtered_subscription_gets_on<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "a-1", [events("A", 1), events("B", 40)].concat()).await;
    let there = everything(&*log).await;
    let filter = Filter::Types(vec!["A".into()]);
    let mut subscription = log.subscribe(None, filter).await.unwrap();
    assert_eq!(next_event(&mut subscription).await, there[0]);
    let caught_up = caught_up(&mut subscription).await;
    assert!(caught_up >= Some(there[40].position), "all was looked at");

    // Live, what does not pass still moves the checkpoint, sooner or later.
    let checkpoint = loop {
        append(&*log, "a-1", events("B", 100)).await;
        let waited = tokio::time::timeout(Duration::from_millis(200), subscription.next()).await;
        match waited.map(|message| message.unwrap().unwrap()) {
            Ok(Message::Checkpoint(position)) => break position,
            Ok(Message::CaughtUp(_)) | Err(_) => {}
            Ok(Message::Event(event)) => panic!("{event:?} is of another type"),
        }
    };
    assert!(Some(checkpoint) > caught_up);
    append(&*log, "b-1", events("A", 1)).await;
    assert_eq!(next_event(&mut subscription).await.stream, "b-1");
}

pub async fn nothing_is_lost_or_doubled_under_load<F: Fixture>() {
    const APPENDERS: usize = 8;
    const APPENDS: usize = 120;
    let fixture = F::start().await;
    let log = fixture.log();
    append(&*log, "before-1", events("A", 200)).await;

    let appending = (0..APPENDERS).map(|i| {
        let log = log.clone();
        tokio::spawn(async move {
            let stream = format!("load-{i}");
            let mut expected = Expected::NoStream;
            for n in 0..APPENDS {
                let new = events(if n % 3 == 0 { "A" } else { "B" }, 1 + n % 4);
                let appended = log.append(&stream, expected, new).await.unwrap();
                expected = Expected::Revision(appended.revision);
            }
        })
    });
    let appending: Vec<_> = appending.collect();

    // They join at different moments, from different places, with different filters.
    let subscribing = (0..8u64).map(|i| {
        let log = log.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(i * 13)).await;
            let after = if i % 2 == 0 { None } else { log.head().await.unwrap() };
            let filter = match i % 3 {
                0 => Filter::All,
                1 => Filter::Types(vec!["A".into(), "End".into()]),
                _ => Filter::StreamPrefixes(vec!["load-".into(), "end-".into()]),
            };
            let mut subscription = log.subscribe(after, filter.clone()).await.unwrap();
            let mut seen = Vec::new();
            loop {
                let event = next_event(&mut subscription).await;
                let end = event.kind == "End";
                seen.push(event);
                if end {
                    return (after, filter, seen);
                }
            }
        })
    });
    let subscribing: Vec<_> = subscribing.collect();

    for appender in appending {
        appender.await.unwrap();
    }
    append(&*log, "end-1", events("End", 1)).await;
    let all = everything(&*log).await;
    assert_eq!(all.len(), 200 + APPENDERS * APPENDS / 4 * 10 + 1);
    for subscriber in join_all(subscribing).await {
        let (after, filter, seen) = subscriber.unwrap();
        let passes = |e: &&RecordedEvent| Some(e.position) > after && filter.matches(e);
        let expected: Vec<_> = all.iter().filter(passes).cloned().collect();
        assert_eq!(ids(&seen), ids(&expected), "after {after:?}, {filter:?}");
        assert_eq!(seen, expected);
    }
    // Every stream came in its own order too.
    let mut revisions: HashMap<&str, u64> = HashMap::new();
    for event in &all {
        let next = revisions.entry(&event.stream).or_default();
        assert_eq!(event.revision, *next);
        *next += 1;
    }
}

pub async fn a_slow_subscriber_falls_behind_and_catches_up<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    caught_up(&mut subscription).await;

    for i in 0..60 {
        append(&*log, &format!("a-{i}"), events("A", 200)).await;
    }
    let mut seen = Vec::new();
    while seen.len() < 12_000 {
        if let Message::Event(event) = next(&mut subscription).await {
            seen.push(event);
        }
    }
    assert_eq!(ids(&seen), ids(&everything(&*log).await));
    append(&*log, "b-1", events("A", 1)).await;
    assert_eq!(next_event(&mut subscription).await.stream, "b-1");
}
