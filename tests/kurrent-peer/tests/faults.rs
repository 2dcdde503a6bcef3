//! The known faults of KurrentDB's client, and that the adapter lives with each.

#![allow(clippy::unwrap_used, missing_docs)]

mod peer;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures::StreamExt;
use infra::event_log::kurrent::KurrentLog;
use infra::event_log::{
    Direction, EventLog, Expected, Filter, GroupSettings, LogError, Message, NewEvent, Settlement,
    Subscription,
};
use kurrent_peer::{Ending, Faults};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use peer::Peer;

fn event() -> NewEvent {
    NewEvent {
        id: Uuid::now_v7(),
        kind: "Happened".into(),
        data: Bytes::from_static(b"{}"),
        metadata: Bytes::from_static(b"{}"),
    }
}

/// Appends one event to a stream of its own; its identifier.
async fn append(log: &dyn EventLog) -> Uuid {
    let new = event();
    let (id, stream) = (new.id, format!("a-{}", new.id));
    log.append(&stream, Expected::NoStream, vec![new]).await.unwrap();
    id
}

/// The next event of a subscription.
async fn next(subscription: &mut Subscription) -> Uuid {
    let next = async {
        loop {
            if let Message::Event(event) = subscription.next().await.unwrap().unwrap() {
                return event.id;
            }
        }
    };
    timeout(Duration::from_secs(20), next).await.expect("no event came")
}

/// A peer in this process, whose faults can be had.
async fn peer_with_faults(directory: &Path) -> (Arc<KurrentLog>, Faults) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("kurrentdb://{}?tls=false", listener.local_addr().unwrap());
    let (faults, directory) = (Faults::default(), directory.to_owned());
    let ends = faults.clone();
    tokio::spawn(async move { kurrent_peer::serve(listener, &directory, ends).await.unwrap() });
    (Arc::new(KurrentLog::new(&url).unwrap()), faults)
}

/// Ends all subscriptions, as soon as there is one.
async fn end(faults: &Faults, ending: Ending) {
    while faults.end_subscriptions(ending) == 0 {
        sleep(Duration::from_millis(10)).await;
    }
}

fn unavailable<T: std::fmt::Debug>(outcome: Result<T, LogError>) {
    assert!(matches!(outcome, Err(LogError::Unavailable(_))), "{outcome:?}");
}

/// A client that was refused once answers "closed" for ever; the adapter makes another.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_said_to_be_and_found_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut peer = Peer::start(directory.path());
    let log = peer.log();
    let identity = log.identity().await.unwrap();
    let first = append(&*log).await;
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    assert_eq!(next(&mut subscription).await, first);

    peer.kill();
    for _ in 0..3 {
        let begun = Instant::now();
        let new = vec![event()];
        unavailable(log.append("b-1", Expected::NoStream, new).await);
        unavailable(log.head().await);
        unavailable(log.groups().await);
        assert!(begun.elapsed() < Duration::from_secs(2), "it took {:?}", begun.elapsed());
    }

    let again = Peer::start_at(directory.path(), peer.address);
    let found = Instant::now();
    while log.head().await.is_err() {
        assert!(found.elapsed() < Duration::from_secs(5), "it is not found again");
        sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(log.identity().await.unwrap(), identity);
    assert_eq!(again.log().identity().await.unwrap(), identity, "it is kept at the server");
    let second = append(&*log).await;
    assert_eq!(next(&mut subscription).await, second, "no gap, and nothing twice");
    assert_eq!(log.read_stream("b-1", None, Direction::Forwards, 9).await.unwrap(), []);
}

/// An append whose answer was lost with the connection is asked again, and is there once.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_appended_before_a_crash_is_not_appended_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut peer = Peer::start(directory.path());
    let log = peer.log();
    let (one, two) = (event(), event());
    let answer = log.append("a-1", Expected::NoStream, vec![one.clone()]).await.unwrap();
    peer.kill();
    unavailable(log.append("a-1", Expected::Revision(0), vec![two.clone()]).await);
    let _again = Peer::start_at(directory.path(), peer.address);
    sleep(Duration::from_secs(1)).await;
    let same = log.append("a-1", Expected::NoStream, vec![one]).await.unwrap();
    assert_eq!(same, answer);
    log.append("a-1", Expected::Revision(0), vec![two]).await.unwrap();
    assert_eq!(log.read_stream("a-1", None, Direction::Forwards, 9).await.unwrap().len(), 2);
}

/// Ended with OK, the client's subscription would keep a processor busy and never come back. With one
/// thread for everything nothing would ever happen again.
#[tokio::test]
async fn a_subscription_that_the_server_completed_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let (log, faults) = peer_with_faults(directory.path()).await;
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    for ending in [Ending::Completed, Ending::Unavailable, Ending::Completed] {
        let id = append(&*log).await;
        assert_eq!(next(&mut subscription).await, id);
        end(&faults, ending).await;
        let id = append(&*log).await;
        assert_eq!(next(&mut subscription).await, id, "after {ending:?}");
    }
}

/// Ended with OK, the client's persistent subscription panics.
#[tokio::test]
async fn a_group_that_the_server_ended_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let (log, faults) = peer_with_faults(directory.path()).await;
    log.ensure_group("work", GroupSettings::new(Filter::All)).await.unwrap();
    let mut consumer = log.join_group("work", 2).await.unwrap();
    for ending in [Ending::Completed, Ending::Unavailable, Ending::Completed] {
        let before = append(&*log).await;
        let held = timeout(Duration::from_secs(20), consumer.next()).await.unwrap().unwrap();
        let held = held.unwrap();
        assert_eq!(held.event.id, before);
        end(&faults, ending).await;
        // Settled while there is no connection: said when the event comes again.
        sleep(Duration::from_millis(20)).await;
        held.settle(Settlement::Done);

        let after = append(&*log).await;
        let next = timeout(Duration::from_secs(20), consumer.next()).await.unwrap().unwrap();
        let next = next.unwrap();
        assert_eq!(next.event.id, after, "after {ending:?}");
        next.settle(Settlement::Done);
    }
    let last = log.head().await.unwrap();
    let begun = Instant::now();
    while log.groups().await.unwrap()[0].checkpoint < last {
        assert!(begun.elapsed() < Duration::from_secs(10), "something was never settled");
        sleep(Duration::from_millis(50)).await;
    }
}

/// A group in which consumers wait lives through a restart of the server.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_finds_its_server_again() {
    let directory = tempfile::tempdir().unwrap();
    let mut peer = Peer::start(directory.path());
    let log = peer.log();
    log.ensure_group("work", GroupSettings::new(Filter::All)).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    let first = append(&*log).await;
    let delivery = consumer.next().await.unwrap().unwrap();
    assert_eq!(delivery.event.id, first);
    delivery.settle(Settlement::Done);
    sleep(Duration::from_millis(500)).await;

    peer.kill();
    sleep(Duration::from_millis(500)).await;
    let _again = Peer::start_at(directory.path(), peer.address);
    let other = KurrentLog::new(&peer.url()).unwrap();
    let second = append(&other).await;
    let next = timeout(Duration::from_secs(20), consumer.next()).await.unwrap().unwrap().unwrap();
    assert_eq!(next.event.id, second);
}

/// In a batch one refusal ends the batch's client. Appends are calls of their own.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_append_costs_the_others_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let peer = Peer::start(directory.path());
    let log = peer.log();
    log.append("a-1", Expected::NoStream, vec![event()]).await.unwrap();
    let appends = (0..40).map(|n| {
        let log = log.clone();
        tokio::spawn(async move {
            let stream = if n % 2 == 0 { "a-1".to_owned() } else { format!("b-{n}") };
            log.append(&stream, Expected::NoStream, vec![event()]).await
        })
    });
    let appends: Vec<_> = appends.collect();
    for (n, append) in appends.into_iter().enumerate() {
        match append.await.unwrap() {
            Ok(_) => assert_eq!(n % 2, 1),
            Err(LogError::WrongRevision { actual, .. }) => {
                assert_eq!((n % 2, actual), (0, Some(0)))
            }
            Err(error) => panic!("{error}"),
        }
    }
}

/// A group that is not told where to begin would begin at the end.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_delivers_what_was_there_before_it() {
    let directory = tempfile::tempdir().unwrap();
    let peer = Peer::start(directory.path());
    let log = peer.log();
    let before = append(&*log).await;
    log.ensure_group("work", GroupSettings::new(Filter::All)).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    assert_eq!(consumer.next().await.unwrap().unwrap().event.id, before);
}

/// A new filter is a new group at the server, in the old one's place: what was parked is not lost with it.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_filter_leaves_nothing_parked_behind() {
    let directory = tempfile::tempdir().unwrap();
    let peer = Peer::start(directory.path());
    let log = peer.log();
    let parked = append(&*log).await;
    log.ensure_group("work", GroupSettings::new(Filter::All)).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    consumer.next().await.unwrap().unwrap().settle(Settlement::Park("no such panel".into()));
    while log.parked("work", 9).await.unwrap().is_empty() {
        sleep(Duration::from_millis(20)).await;
    }
    drop(consumer);

    let filter = Filter::Types(vec!["Happened".into()]);
    log.ensure_group("work", GroupSettings::new(filter)).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    let again = timeout(Duration::from_secs(20), consumer.next()).await.unwrap().unwrap().unwrap();
    assert_eq!(again.event.id, parked);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_own_streams_are_not_written_and_not_seen() {
    let directory = tempfile::tempdir().unwrap();
    let peer = Peer::start(directory.path());
    let log = peer.log();
    log.identity().await.unwrap();
    log.ensure_group("work", GroupSettings::new(Filter::All)).await.unwrap();
    let refused = log.append("$settings", Expected::NoStream, vec![event()]).await;
    assert!(matches!(refused, Err(LogError::Invalid(_))), "{refused:?}");
    assert_eq!(log.head().await.unwrap(), None);
    for filter in [Filter::All, Filter::StreamPrefixes(vec![String::new()])] {
        let seen = log.read_all(None, Direction::Forwards, &filter, 9).await.unwrap();
        assert_eq!(seen, []);
    }
}

/// A process that ended while a group was being made leaves it half made; the next one to ask finishes.
#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_was_deleted_under_its_consumers_is_made_again() {
    let directory = tempfile::tempdir().unwrap();
    let peer = Peer::start(directory.path());
    let log = peer.log();
    let settings = GroupSettings::new(Filter::All);
    log.ensure_group("work", settings.clone()).await.unwrap();
    let mut consumer = log.join_group("work", 1).await.unwrap();
    let settings_of_kurrentdb = format!("kurrentdb://{}?tls=false", peer.address).parse().unwrap();
    let operator = kurrentdb::Client::new(settings_of_kurrentdb).unwrap();
    operator.delete_persistent_subscription_to_all("work", &Default::default()).await.unwrap();
    let ended = timeout(Duration::from_secs(20), consumer.next()).await.unwrap().unwrap();
    unavailable(ended);

    log.ensure_group("work", settings).await.unwrap();
    let id = append(&*log).await;
    let mut consumer = log.join_group("work", 1).await.unwrap();
    assert_eq!(consumer.next().await.unwrap().unwrap().event.id, id);
}

/// What answers at the address by now may be another log: none of this one's goes there.
#[tokio::test(flavor = "multi_thread")]
async fn another_log_at_the_same_address_is_neither_read_nor_written() {
    let (directory, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut peer = Peer::start(directory.path());
    let log = peer.log();
    log.identity().await.unwrap();
    let first = append(&*log).await;
    let head = log.head().await.unwrap();
    // Whoever follows it notices that the server was away.
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    assert_eq!(next(&mut subscription).await, first);
    let _following = tokio::spawn(async move { while subscription.next().await.is_some() {} });

    peer.kill();
    let mut other = Peer::start_at(elsewhere.path(), peer.address);
    sleep(Duration::from_millis(500)).await;
    for _ in 0..3 {
        unavailable(log.append("b-1", Expected::NoStream, vec![event()]).await);
        unavailable(log.head().await);
        sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(other.log().head().await.unwrap(), None, "nothing came to the other");

    other.kill();
    let _back = Peer::start_at(directory.path(), peer.address);
    let found_again = async {
        while log.head().await.ok() != Some(head) {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(Duration::from_secs(20), found_again).await.expect("it finds its own log again");
    append(&*log).await;
}
