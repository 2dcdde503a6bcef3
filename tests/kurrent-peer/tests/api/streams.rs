//! Streams: append, read, follow, describe.

use std::time::{Duration, SystemTime};

use kurrentdb::{
    Acl, AppendToStreamOptions, CurrentRevision, Error, EventData, ReadAllOptions, ReadEvent,
    ReadStream, ReadStreamOptions, RecordedEvent, StreamAclBuilder, StreamMetadataBuilder,
    StreamMetadataResult, StreamPosition, StreamState, SubscribeToAllOptions,
    SubscribeToStreamOptions, SubscriptionEvent, SubscriptionFilter,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{Node, events, soon};

/// What a read gives, to its end.
async fn all(mut read: ReadStream) -> Vec<RecordedEvent> {
    let mut found = Vec::new();
    while let Some(event) = read.next().await.unwrap() {
        found.extend(event.event);
    }
    found
}

fn numbers(events: &[RecordedEvent]) -> Vec<u64> {
    events
        .iter()
        .map(|event| event.as_json::<Value>().unwrap()["number"].as_u64().unwrap())
        .collect()
}

fn expecting(state: StreamState) -> AppendToStreamOptions {
    AppendToStreamOptions::default().stream_state(state)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_appended_is_read_as_it_was_given() {
    let node = Node::start();
    let id = Uuid::new_v4();
    let event = EventData::json("smear-stained", &json!({ "stain": "Giemsa" })).unwrap().id(id);
    let event = event.metadata_as_json(&json!({ "by": "a technologist" })).unwrap();
    let written =
        node.client.append_to_stream("smear-1", &Default::default(), event).await.unwrap();
    assert_eq!(written.next_expected_version, 0);
    assert_eq!(written.position.commit, written.position.prepare);

    let read = node.client.read_stream("smear-1", &Default::default()).await.unwrap();
    let [event] = &all(read).await[..] else { panic!("one event") };
    assert_eq!((event.id, event.revision, &*event.event_type), (id, 0, "smear-stained"));
    assert_eq!((event.stream_id(), event.position), ("smear-1", written.position));
    assert_eq!(event.as_json::<Value>().unwrap(), json!({ "stain": "Giemsa" }));
    let metadata: Value = serde_json::from_slice(&event.custom_metadata).unwrap();
    assert_eq!(metadata, json!({ "by": "a technologist" }));
    assert!(event.is_json);
    let age = SystemTime::now().duration_since(event.created.into()).unwrap_or_default();
    assert!(age < Duration::from_secs(60), "{age:?}");

    let binary = EventData::binary("scanned", b"\x00\xff".to_vec().into());
    node.client.append_to_stream("smear-2", &Default::default(), binary).await.unwrap();
    let read = node.client.read_stream("smear-2", &Default::default()).await.unwrap();
    let [event] = &all(read).await[..] else { panic!("one event") };
    assert_eq!((&event.data[..], event.is_json), (&b"\x00\xff"[..], false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_read_both_ways_from_anywhere_and_as_far_as_asked() {
    let node = Node::start();
    assert_eq!(node.append("smear-1", 10).await.next_expected_version, 9);
    for (options, expected) in [
        (ReadStreamOptions::default(), (0..10).collect::<Vec<u64>>()),
        (ReadStreamOptions::default().max_count(3), vec![0, 1, 2]),
        (ReadStreamOptions::default().position(StreamPosition::Position(8)), vec![8, 9]),
        (
            ReadStreamOptions::default().backwards().position(StreamPosition::End).max_count(2),
            vec![9, 8],
        ),
        (
            ReadStreamOptions::default().backwards().position(StreamPosition::Position(1)),
            vec![1, 0],
        ),
    ] {
        let read = node.client.read_stream("smear-1", &options).await.unwrap();
        assert_eq!(numbers(&all(read).await), expected);
    }

    let mut read = node.client.read_stream("smear-1", &Default::default()).await.unwrap();
    let mut last = None;
    while let Some(event) = read.next_read_event().await.unwrap() {
        if let ReadEvent::LastStreamPosition(position) = event {
            last = Some(position);
        }
    }
    assert_eq!(last, Some(9));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_not_there_is_not_found() {
    let node = Node::start();
    let mut read = node.client.read_stream("nothing", &Default::default()).await.unwrap();
    let missing = read.next().await;
    assert!(matches!(missing, Err(Error::ResourceNotFound)), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_append_to_a_stream_that_is_elsewhere_is_refused_and_says_where() {
    let node = Node::start();
    for (state, current) in [
        (StreamState::StreamExists, CurrentRevision::NoStream),
        (StreamState::StreamRevision(0), CurrentRevision::NoStream),
    ] {
        let refused =
            node.client.append_to_stream("smear-1", &expecting(state), events("a", 1)).await;
        is_refused(refused, state, current);
    }
    let first = expecting(StreamState::NoStream);
    node.client.append_to_stream("smear-1", &first, events("a", 2)).await.unwrap();
    for state in [StreamState::NoStream, StreamState::StreamRevision(0)] {
        let refused =
            node.client.append_to_stream("smear-1", &expecting(state), events("a", 1)).await;
        is_refused(refused, state, CurrentRevision::Current(1));
    }
    for state in [StreamState::StreamRevision(1), StreamState::StreamExists, StreamState::Any] {
        node.client.append_to_stream("smear-1", &expecting(state), events("a", 1)).await.unwrap();
    }
    let read = node.client.read_stream("smear-1", &Default::default()).await.unwrap();
    assert_eq!(all(read).await.len(), 5, "what was refused is not there");
}

fn is_refused<T: std::fmt::Debug>(
    answer: kurrentdb::Result<T>,
    state: StreamState,
    there: CurrentRevision,
) {
    match answer {
        Err(Error::WrongExpectedVersion { expected, current }) => {
            assert_eq!((expected, current), (state, there));
        }
        other => panic!("{state:?}: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_append_again_is_taken_once() {
    let node = Node::start();
    let event = || EventData::json("a", &json!({})).unwrap().id(Uuid::from_u128(7));
    for state in [StreamState::NoStream, StreamState::Any] {
        for _ in 0..2 {
            let options = expecting(state);
            let taken = node.client.append_to_stream("smear-1", &options, event()).await.unwrap();
            assert_eq!(taken.next_expected_version, 0, "{state:?}");
        }
    }
    let read = node.client.read_stream("smear-1", &Default::default()).await.unwrap();
    assert_eq!(all(read).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn all_streams_are_read_in_one_order_filtered_or_not() {
    let node = Node::start();
    for (stream, kind) in [("smear-1", "stained"), ("slide-1", "scanned"), ("smear-2", "scanned")] {
        node.client.append_to_stream(stream, &Default::default(), events(kind, 2)).await.unwrap();
    }
    let types = SubscriptionFilter::on_event_type;
    let streams = SubscriptionFilter::on_stream_name;
    for (filter, expected) in [
        (types().exclude_system_events(), "smear-1 smear-1 slide-1 slide-1 smear-2 smear-2"),
        (types().add_prefix("scan"), "slide-1 slide-1 smear-2 smear-2"),
        (types().regex("^sta"), "smear-1 smear-1"),
        (streams().add_prefix("smear-"), "smear-1 smear-1 smear-2 smear-2"),
        (streams().regex("-1$"), "smear-1 smear-1 slide-1 slide-1"),
        (streams().add_prefix("slide").add_prefix("smear-2"), "slide-1 slide-1 smear-2 smear-2"),
    ] {
        let options = ReadAllOptions::default().filter(filter.clone());
        let found = all(node.client.read_all(&options).await.unwrap()).await;
        let names: Vec<&str> = found.iter().map(RecordedEvent::stream_id).collect();
        assert_eq!(names.join(" "), expected, "{filter:?}");
        assert!(found.is_sorted_by_key(|event| event.position), "{filter:?}");
    }
    let last = ReadAllOptions::default().backwards().position(StreamPosition::End).max_count(1);
    let [last] = &all(node.client.read_all(&last).await.unwrap()).await[..] else { panic!("one") };
    let after = ReadAllOptions::default().position(StreamPosition::Position(last.position));
    let found = all(node.client.read_all(&after).await.unwrap()).await;
    assert_eq!(found.first().map(|event| event.id), Some(last.id), "a read begins at its position");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_gives_what_was_there_says_so_and_goes_on() {
    let node = Node::start();
    node.append("smear-1", 3).await;
    let start = SubscribeToStreamOptions::default().start_from(StreamPosition::Start);
    let mut subscription = node.client.subscribe_to_stream("smear-1", &start).await;
    for revision in 0..3 {
        let event = soon(subscription.next()).await;
        assert_eq!(event.get_original_event().revision, revision);
    }
    let caught_up = async {
        loop {
            if let SubscriptionEvent::CaughtUp(at) = subscription.next_subscription_event().await? {
                return Ok(at);
            }
        }
    };
    let at = soon(caught_up).await.expect("it says where");
    assert_eq!(at.stream_revision, Some(2));
    node.append("smear-1", 3).await;
    for revision in 3..6 {
        assert_eq!(soon(subscription.next()).await.get_original_event().revision, revision);
    }

    let last = SubscribeToStreamOptions::default().start_from(StreamPosition::Position(4));
    let mut subscription = node.client.subscribe_to_stream("smear-1", &last).await;
    assert_eq!(soon(subscription.next()).await.get_original_event().revision, 5, "after it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filtered_subscription_to_all_gives_only_what_passes() {
    let node = Node::start();
    node.append("smear-1", 2).await;
    let filter = SubscriptionFilter::on_stream_name().add_prefix("slide-");
    let options = SubscribeToAllOptions::default().position(StreamPosition::Start).filter(filter);
    let mut subscription = node.client.subscribe_to_all(&options).await;
    node.append("smear-2", 2).await;
    node.append("slide-1", 1).await;
    let event = soon(subscription.next()).await;
    assert_eq!(event.get_original_event().stream_id(), "slide-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_streams_metadata_is_kept_beside_it_and_hides_what_it_cuts_off() {
    let node = Node::start();
    node.append("smear-1", 5).await;
    let none = node.client.get_stream_metadata("smear-1", &Default::default()).await.unwrap();
    assert!(none.is_not_found(), "{none:?}");

    let acl = StreamAclBuilder::new().add_read_roles("admin").build();
    let metadata = StreamMetadataBuilder::new()
        .max_age(Duration::from_secs(3600))
        .truncate_before(3)
        .acl(Acl::Stream(acl))
        .insert_custom_property("laboratory", "north")
        .build();
    let options = Default::default();
    node.client.set_stream_metadata("smear-1", &options, &metadata).await.unwrap();
    let known = node.client.get_stream_metadata("smear-1", &Default::default()).await.unwrap();
    let StreamMetadataResult::Success(known) = known else { panic!("{known:?}") };
    assert_eq!((known.metadata(), known.version()), (&metadata, 0));

    let read = node.client.read_stream("smear-1", &Default::default()).await.unwrap();
    assert_eq!(numbers(&all(read).await), [3, 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_appends_over_one_call_and_nothing_of_what_is_refused_is_there() {
    let node = Node::start();
    let batch = node.client.batch_append(&Default::default()).await.unwrap();
    for smear in ["smear-1", "smear-2", "smear-3"] {
        let written = batch.append_to_stream(smear, StreamState::NoStream, events("a", 3));
        soon(written).await;
    }
    let refused = batch.append_to_stream("smear-1", StreamState::NoStream, events("a", 1)).await;
    // The client leaves the details of the answer unread, and ends the call.
    assert!(
        matches!(&refused, Err(Error::Grpc { message, .. }) if message == "WrongExpectedVersion")
    );
    let batch = node.client.batch_append(&Default::default()).await.unwrap();
    soon(batch.append_to_stream("smear-1", StreamState::StreamRevision(2), events("a", 1))).await;
    for (smear, count) in [("smear-1", 4), ("smear-2", 3), ("smear-3", 3)] {
        let read = node.client.read_stream(smear, &Default::default()).await.unwrap();
        assert_eq!(all(read).await.len(), count, "{smear}");
    }
}
