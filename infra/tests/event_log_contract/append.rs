//! Appending: expected revisions, atomicity, idempotency, exactness.

use std::sync::atomic::{AtomicBool, Ordering};

use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};

use super::*;

pub async fn a_stream_begins_at_revision_zero<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    assert_eq!(log.head().await.unwrap(), None);

    let first = log.append("a-1", Expected::NoStream, events("A", 2)).await.unwrap();
    let next = log.append("a-1", Expected::Revision(1), events("B", 1)).await.unwrap();

    assert_eq!((first.revision, next.revision), (1, 2));
    assert!(first.position < next.position);
    assert_eq!(log.head().await.unwrap(), Some(next.position));
    let stream = log.read_stream("a-1", None, Direction::Forwards, 10).await.unwrap();
    assert_eq!(stream.iter().map(|e| e.revision).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(stream.iter().map(|e| e.kind.as_str()).collect::<Vec<_>>(), ["A", "A", "B"]);
    assert_eq!((stream[1].position, stream[2].position), (first.position, next.position));
}

pub async fn a_wrong_expectation_appends_nothing<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    log.append("a-1", Expected::NoStream, events("A", 2)).await.unwrap();
    let before = everything(&*log).await;

    for expected in [Expected::NoStream, Expected::Revision(0), Expected::Revision(7)] {
        let refused = log.append("a-1", expected, events("A", 1)).await;
        assert_eq!(actual(refused), Some(1), "{expected:?}");
    }
    let refused = log.append("a-2", Expected::Revision(0), events("A", 1)).await;
    assert_eq!(actual(refused), None);

    assert_eq!(everything(&*log).await, before);
}

pub async fn events_of_one_append_appear_together<F: Fixture>() {
    let fixture = F::start().await;
    let (log, done) = (fixture.log(), AtomicBool::new(false));
    let appending = async {
        for _ in 0..50 {
            append(&*log, "a-1", events("A", 3)).await;
        }
        done.store(true, Ordering::SeqCst);
    };
    let reading = async {
        let mut looks = 0;
        while !done.load(Ordering::SeqCst) {
            let seen = log.read_stream("a-1", None, Direction::Forwards, 1000).await.unwrap();
            assert_eq!(seen.len() % 3, 0, "an append was seen half done");
            looks += 1;
        }
        assert!(looks > 1);
    };
    tokio::join!(appending, reading);
    assert_eq!(everything(&*log).await.len(), 150);
}

pub async fn the_same_events_again_give_the_same_answer<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let (first, next) = (events("A", 2), events("B", 2));
    let first_answer = log.append("a-1", Expected::NoStream, first.clone()).await.unwrap();
    let again = log.append("a-1", Expected::NoStream, first.clone()).await.unwrap();
    assert_eq!(again, first_answer);

    let next_answer = log.append("a-1", Expected::Revision(1), next.clone()).await.unwrap();
    let again = log.append("a-1", Expected::Revision(1), next.clone()).await.unwrap();
    assert_eq!(again, next_answer);
    let again = log.append("a-1", Expected::NoStream, first.clone()).await.unwrap();
    assert_eq!(again, first_answer, "also when others follow");

    assert_eq!(everything(&*log).await.len(), 4);
}

pub async fn the_same_events_after_a_crash_give_the_same_answer<F: Fixture>() {
    let fixture = F::start().await;
    let new = events("A", 3);
    let answer = fixture.log().append("a-1", Expected::NoStream, new.clone()).await.unwrap();
    let before = everything(&*fixture.log()).await;

    let fixture = fixture.crash().await;
    assert_eq!(everything(&*fixture.log()).await, before);
    let again = fixture.log().append("a-1", Expected::NoStream, new).await.unwrap();
    assert_eq!(again, answer);
    assert_eq!(everything(&*fixture.log()).await, before);
}

pub async fn known_events_in_another_order_are_refused<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let mut new = events("A", 2);
    log.append("a-1", Expected::NoStream, new.clone()).await.unwrap();

    new.reverse();
    let swapped = log.append("a-1", Expected::NoStream, new.clone()).await;
    assert_eq!(actual(swapped), Some(1));
    let half_new = vec![new[0].clone(), event("A")];
    assert_eq!(actual(log.append("a-1", Expected::Revision(0), half_new).await), Some(1));
    assert_eq!(everything(&*log).await.len(), 2);
}

pub async fn of_many_at_once_exactly_one_wins<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let mut expected = Expected::NoStream;
    for round in 0..10 {
        let appends = (0..16).map(|_| {
            let log = log.clone();
            tokio::spawn(async move { log.append("a-1", expected, events("A", 1)).await })
        });
        let answers = join_all(appends).await.into_iter().map(Result::unwrap);
        let (won, lost): (Vec<_>, Vec<_>) = answers.partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 15));
        for refused in lost {
            assert_eq!(actual(refused), Some(round));
        }
        expected = Expected::Revision(round);
    }
    assert_eq!(everything(&*log).await.len(), 10);
}

pub async fn bytes_are_kept_as_they_are<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let long = format!("{{\"long\":\"{}\"}}", "x".repeat(200_000));
    let texts = [
        r#"{"b":1,"a":2,"b":3}"#,
        "{ \"spaces\" :\t1.50e+003,\r\n\"null\": null }",
        r#"{"escaped":"\u00fc\u0000\/","plain":"ü漢🩸"}"#,
        r#"{"big":123456789012345678901234567890}"#,
        "{}",
        &long,
    ];
    let before = Timestamp::now();
    let new: Vec<NewEvent> = texts
        .iter()
        .zip(texts.iter().rev())
        .map(|(data, metadata)| NewEvent {
            data: Bytes::copy_from_slice(data.as_bytes()),
            metadata: Bytes::copy_from_slice(metadata.as_bytes()),
            ..event("Weird Type / ü")
        })
        .collect();
    log.append("a-1", Expected::NoStream, new.clone()).await.unwrap();

    let stream = log.read_stream("a-1", None, Direction::Forwards, 10).await.unwrap();
    assert_eq!(stream, everything(&*log).await);
    assert_eq!(stream.len(), new.len());
    for (stored, new) in stream.iter().zip(&new) {
        assert_eq!((stored.id, &stored.kind, stored.stream.as_str()), (new.id, &new.kind, "a-1"));
        assert_eq!(stored.data, new.data);
        assert_eq!(stored.metadata, new.metadata);
        let age = stored.created.duration_since(before);
        let minute = SignedDuration::from_mins(1);
        assert!((-minute..minute).contains(&age), "taken at {}", stored.created);
    }
}

pub async fn names_may_hold_any_character<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let names = [
        "reservation-ü",
        "reservation-u\u{308}",
        "漢字-🩸",
        "a'b\"c-1",
        "100%-_",
        "back\\slash-1",
        "with space-1",
        "UPPER-1",
        "upper-1",
        "{\"json\":1}",
        "é",
        "a\u{1}-1",
    ];
    for name in names {
        log.append(name, Expected::NoStream, events(name, 1)).await.unwrap();
    }
    for name in names {
        let stream = log.read_stream(name, None, Direction::Forwards, 10).await.unwrap();
        let found: Vec<_> = stream.iter().map(|e| (e.stream.as_str(), e.kind.as_str())).collect();
        assert_eq!(found, [(name, name)]);
        let refused = log.append(name, Expected::NoStream, events(name, 1)).await;
        assert_eq!(actual(refused), Some(0));
    }
}

pub async fn what_makes_no_sense_is_refused<F: Fixture>() {
    let fixture = F::start().await;
    let log = fixture.log();
    let twice = event("A");
    for (stream, new) in [
        ("a-1", vec![]),
        ("", events("A", 1)),
        ("a-1", events("", 1)),
        ("a-1", vec![twice.clone(), twice]),
    ] {
        let refused = log.append(stream, Expected::NoStream, new).await;
        assert!(matches!(refused, Err(LogError::Invalid(_))), "{refused:?}");
    }
    assert_eq!(everything(&*log).await, []);
}

pub async fn a_log_keeps_its_identity<F: Fixture>() {
    let (fixture, other) = (F::start().await, F::start().await);
    let identity = fixture.log().identity().await.unwrap();
    assert_ne!(other.log().identity().await.unwrap(), identity);
    let fixture = fixture.crash().await;
    assert_eq!(fixture.log().identity().await.unwrap(), identity);
}
