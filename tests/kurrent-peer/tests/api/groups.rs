//! Persistent subscriptions: made, changed, listed, worked on, deleted.

use std::collections::BTreeSet;
use std::time::Duration;

use kurrentdb::{
    Error, NakAction, PersistentSubscription, PersistentSubscriptionEvent,
    PersistentSubscriptionOptions, PersistentSubscriptionToAllOptions, StreamPosition,
    SubscriptionFilter,
};

use crate::{Node, soon};

/// The next event's stream and revision, acknowledged.
async fn done(group: &mut PersistentSubscription) -> (String, u64) {
    let event = soon(group.next()).await;
    group.ack(&event).await.unwrap();
    let event = event.get_original_event();
    (event.stream_id().to_owned(), event.revision)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_a_stream_is_made_once_changed_described_and_deleted() {
    let node = Node::start();
    let client = &node.client;
    let usual = PersistentSubscriptionOptions::default();
    client.create_persistent_subscription("smear-1", "readers", &usual).await.unwrap();
    let again = client.create_persistent_subscription("smear-1", "readers", &usual).await;
    assert!(matches!(again, Err(Error::ResourceAlreadyExists)), "{again:?}");

    let patient = PersistentSubscriptionOptions::default().max_retry_count(1_000);
    client.update_persistent_subscription("smear-1", "readers", &patient).await.unwrap();
    let options = Default::default();
    let info = client.get_persistent_subscription_info("smear-1", "readers", &options);
    let info = info.await.unwrap();
    assert_eq!((&*info.event_source, &*info.group_name), ("smear-1", "readers"));
    let settings = info.settings.expect("it says how it is set");
    assert_eq!((settings.max_retry_count, settings.start_from), (1_000, StreamPosition::End));

    let options = Default::default();
    client.delete_persistent_subscription("smear-1", "readers", &options).await.unwrap();
    for missing in [
        client.delete_persistent_subscription("smear-1", "readers", &options).await,
        client.update_persistent_subscription("smear-1", "readers", &patient).await,
    ] {
        assert!(matches!(missing, Err(Error::ResourceNotFound)), "{missing:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_all_is_made_once_changed_described_and_deleted() {
    let node = Node::start();
    let client = &node.client;
    let usual = PersistentSubscriptionToAllOptions::default();
    client.create_persistent_subscription_to_all("readers", &usual).await.unwrap();
    let again = client.create_persistent_subscription_to_all("readers", &usual).await;
    assert!(matches!(again, Err(Error::ResourceAlreadyExists)), "{again:?}");
    let patient = PersistentSubscriptionToAllOptions::default().max_retry_count(1_000);
    client.update_persistent_subscription_to_all("readers", &patient).await.unwrap();
    let options = Default::default();
    let info = client.get_persistent_subscription_info_to_all("readers", &options);
    let info = info.await.unwrap();
    let settings = info.settings.expect("it says how it is set");
    assert_eq!((settings.max_retry_count, settings.start_from), (1_000, StreamPosition::End));
    let options = Default::default();
    client.delete_persistent_subscription_to_all("readers", &options).await.unwrap();
    let missing = client.delete_persistent_subscription_to_all("readers", &options).await;
    assert!(matches!(missing, Err(Error::ResourceNotFound)), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_listed_all_of_one_stream_and_of_all_streams() {
    let node = Node::start();
    let client = &node.client;
    for (stream, group) in [("smear-1", "a"), ("smear-1", "b"), ("/smear/2", "/a/b")] {
        client.create_persistent_subscription(stream, group, &Default::default()).await.unwrap();
    }
    client.create_persistent_subscription_to_all("c", &Default::default()).await.unwrap();
    let names = |groups: Vec<(String, String)>| groups.into_iter().collect::<BTreeSet<_>>();
    let said = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(stream, group)| (stream.to_string(), group.to_string())).collect()
    };

    let all = client.list_all_persistent_subscriptions(&Default::default()).await.unwrap();
    let all = all.into_iter().map(|group| (group.event_source, group.group_name)).collect();
    let expected: BTreeSet<_> =
        said(&[("smear-1", "a"), ("smear-1", "b"), ("/smear/2", "/a/b"), ("$all", "c")]);
    assert_eq!(names(all), expected);
    let options = Default::default();
    let one = client.list_persistent_subscriptions_for_stream("smear-1", &options);
    let one = one.await.unwrap();
    let one = one.into_iter().map(|group| (group.event_source, group.group_name)).collect();
    assert_eq!(names(one), said(&[("smear-1", "a"), ("smear-1", "b")]));
    let of_all = client.list_persistent_subscriptions_to_all(&Default::default()).await.unwrap();
    let of_all = of_all.into_iter().map(|group| (group.event_source, group.group_name)).collect();
    assert_eq!(names(of_all), said(&[("$all", "c")]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_gives_each_event_until_it_is_acknowledged_and_says_who_is_connected() {
    let node = Node::start();
    let client = &node.client;
    let start = PersistentSubscriptionOptions::default().start_from(StreamPosition::Start);
    node.append("smear-1", 2).await;
    client.create_persistent_subscription("smear-1", "readers", &start).await.unwrap();
    let options = Default::default();
    let mut group =
        client.subscribe_to_persistent_subscription("smear-1", "readers", &options).await.unwrap();
    node.append("smear-1", 2).await;
    for revision in 0..4 {
        assert_eq!(done(&mut group).await, ("smear-1".to_owned(), revision));
    }
    let options = Default::default();
    let info = client.get_persistent_subscription_info("smear-1", "readers", &options);
    assert_eq!(info.await.unwrap().connections.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_tried_again_comes_again_and_what_is_skipped_does_not() {
    let node = Node::start();
    let client = &node.client;
    let start = PersistentSubscriptionOptions::default().start_from(StreamPosition::Start);
    node.append("smear-1", 3).await;
    client.create_persistent_subscription("smear-1", "readers", &start).await.unwrap();
    let options = Default::default();
    let mut group =
        client.subscribe_to_persistent_subscription("smear-1", "readers", &options).await.unwrap();
    let event = soon(group.next()).await;
    group.nack(&event, NakAction::Skip, "not wanted").await.unwrap();
    let event = soon(group.next()).await;
    assert_eq!(event.get_original_event().revision, 1);
    group.nack(&event, NakAction::Retry, "once more").await.unwrap();
    let mut seen = Vec::new();
    while seen.len() < 2 {
        if let PersistentSubscriptionEvent::EventAppeared { event, retry_count } =
            soon(group.next_subscription_event()).await
        {
            group.ack(&event).await.unwrap();
            seen.push((event.get_original_event().revision, retry_count));
        }
    }
    seen.sort_unstable();
    assert_eq!(seen, [(1, 1), (2, 0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_parked_waits_and_comes_back_when_it_is_replayed() {
    let node = Node::start();
    let client = &node.client;
    let filter = SubscriptionFilter::on_stream_name().add_prefix("smear-");
    let start = PersistentSubscriptionToAllOptions::default();
    let start = start.start_from(StreamPosition::Start).filter(filter);
    client.create_persistent_subscription_to_all("readers", &start).await.unwrap();
    node.append("slide-1", 1).await;
    node.append("smear-1", 2).await;
    let options = Default::default();
    let mut group =
        client.subscribe_to_persistent_subscription_to_all("readers", &options).await.unwrap();
    for revision in 0..2 {
        let event = soon(group.next()).await;
        assert_eq!(event.get_original_event().stream_id(), "smear-1", "the filter holds");
        assert_eq!(event.get_original_event().revision, revision);
        group.nack(&event, NakAction::Park, "nobody can read it").await.unwrap();
    }
    let parked = async {
        loop {
            let options = Default::default();
            let info = client.get_persistent_subscription_info_to_all("readers", &options);
            if info.await?.stats.parked_message_count == 2 {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon(parked).await;
    client.replay_parked_messages_to_all("readers", &Default::default()).await.unwrap();
    let mut again = vec![done(&mut group).await.1, done(&mut group).await.1];
    again.sort_unstable();
    assert_eq!(again, [0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_of_groups_can_be_asked_to_begin_anew() {
    let node = Node::start();
    let options = Default::default();
    node.client.restart_persistent_subscription_subsystem(&options).await.unwrap();
}
