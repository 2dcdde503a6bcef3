//! What every event log must do, written against the trait.
//!
//! An adapter's test file implements [`Fixture`] and calls `suite!`:
//!
//! ```ignore
//! #[macro_use]
//! mod event_log_contract;
//! suite!(MyFixture);
//! ```

// An adapter's test file may leave some helpers unused.
#![allow(dead_code)]

pub mod append;
pub mod group;
pub mod model;
pub mod park;
pub mod read;
pub mod subscribe;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use infra::event_log::{
    Appended, Direction, EventLog, Expected, Filter, LogError, NewEvent, Position, RecordedEvent,
};
use uuid::Uuid;

/// A log of one's own for each test.
pub trait Fixture: Sized + Send + 'static {
    /// How many histories are tried.
    const HISTORIES: u32 = 24;

    /// An empty log.
    fn start() -> BoxFuture<'static, Self>;

    /// The log.
    fn log(&self) -> Arc<dyn EventLog>;

    /// Ends without an orderly close and starts again on the same data. The caller has dropped all
    /// that [`Fixture::log`] gave.
    fn crash(self) -> BoxFuture<'static, Self>;
}

/// Defines a test for each case of the contract.
#[macro_export]
macro_rules! suite {
    ($fixture:ty) => {
        cases!($fixture, append: [
            a_stream_begins_at_revision_zero,
            a_wrong_expectation_appends_nothing,
            events_of_one_append_appear_together,
            the_same_events_again_give_the_same_answer,
            the_same_events_after_a_crash_give_the_same_answer,
            known_events_in_another_order_are_refused,
            of_many_at_once_exactly_one_wins,
            bytes_are_kept_as_they_are,
            names_may_hold_any_character,
            what_makes_no_sense_is_refused,
            a_log_keeps_its_identity,
        ]);
        cases!($fixture, read: [
            a_missing_stream_is_empty,
            a_stream_is_read_in_both_directions,
            the_log_is_read_in_both_directions,
            pages_join_without_seam,
            types_filter_exactly,
            prefixes_filter_exactly,
        ]);
        cases!($fixture, subscribe: [
            an_empty_log_is_caught_up_at_once,
            what_is_there_comes_before_what_follows,
            a_subscription_begins_after_its_position,
            a_filtered_subscription_gets_on,
            nothing_is_lost_or_doubled_under_load,
            a_slow_subscriber_falls_behind_and_catches_up,
        ]);
        group_suite!($fixture);

        #[test]
        fn any_history_answers_like_the_model() {
            event_log_contract::model::any_history_answers_like_the_model::<$fixture>();
        }
    };
}

/// The part of the contract that is about groups.
#[macro_export]
macro_rules! group_suite {
    ($fixture:ty) => {
        cases!($fixture, group: [
            an_unknown_group_is_named,
            consumers_share_the_events,
            a_group_has_its_own_start_and_filter,
            a_group_delivers_what_is_appended_later,
            a_consumer_has_at_most_its_buffer_unsettled,
            groups_do_not_disturb_one_another,
            ensuring_a_group_again_keeps_its_place,
            a_crash_delivers_what_was_not_settled,
        ]);
        cases!($fixture, park: [
            a_retry_comes_again_after_a_while,
            a_dropped_delivery_comes_again,
            a_delivery_not_settled_in_time_comes_again,
            the_last_retry_parks,
            parked_events_are_replayed_on_request,
            parked_events_stay_parked_after_a_crash,
            retries_are_counted_across_a_crash,
        ]);
    };
}

/// Defines a test for each of these functions of a module.
#[macro_export]
macro_rules! cases {
    ($fixture:ty, $module:ident: [$($case:ident),* $(,)?]) => {
        mod $module {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    let test = event_log_contract::$module::$case::<$fixture>();
                    tokio::time::timeout(std::time::Duration::from_secs(60), test)
                        .await
                        .expect("the test takes too long: something never came");
                }
            )*
        }
    };
}

/// A new event of this type.
pub fn event(kind: &str) -> NewEvent {
    let id = Uuid::now_v7();
    NewEvent {
        id,
        kind: kind.to_owned(),
        data: Bytes::from(format!("{{\"event\":\"{id}\"}}")),
        metadata: Bytes::from_static(b"{\"actor\":\"test\"}"),
    }
}

/// New events of one type.
pub fn events(kind: &str, count: usize) -> Vec<NewEvent> {
    (0..count).map(|_| event(kind)).collect()
}

/// Appends events at a stream's end, which nobody else appends to.
pub async fn append(log: &dyn EventLog, stream: &str, events: Vec<NewEvent>) -> Appended {
    let last = log.read_stream(stream, None, Direction::Backwards, 1).await.unwrap().pop();
    let expected = last.map_or(Expected::NoStream, |last| Expected::Revision(last.revision));
    log.append(stream, expected, events).await.unwrap()
}

/// Appends events of one type, each to its own stream.
pub async fn scatter(log: &dyn EventLog, kind: &str, count: usize) -> Vec<Uuid> {
    let new = events(kind, count);
    let ids = new.iter().map(|event| event.id).collect();
    let appends = new.into_iter().map(|event| async move {
        let stream = format!("scattered-{}", event.id);
        log.append(&stream, Expected::NoStream, vec![event]).await.unwrap();
    });
    futures::future::join_all(appends).await;
    ids
}

/// The whole log.
pub async fn everything(log: &dyn EventLog) -> Vec<RecordedEvent> {
    log.read_all(None, Direction::Forwards, &Filter::All, usize::MAX).await.unwrap()
}

/// The identifiers of events.
pub fn ids(events: &[RecordedEvent]) -> Vec<Uuid> {
    events.iter().map(|event| event.id).collect()
}

/// The positions of events.
pub fn positions(events: &[RecordedEvent]) -> Vec<Position> {
    events.iter().map(|event| event.position).collect()
}

/// The revision that a refused append says the stream has.
pub fn actual(result: Result<Appended, LogError>) -> Option<u64> {
    match result {
        Err(LogError::WrongRevision { actual, .. }) => actual,
        other => panic!("refused for its revision it should be, and is {other:?}"),
    }
}

/// Waits until something is so.
pub async fn eventually(what: &str, mut so: impl AsyncFnMut() -> bool) {
    for _ in 0..400 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("it never happened: {what}");
}
