//! Any history of appends and reads is answered as by a few lines of plain Rust.

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

use futures::StreamExt;
use infra::event_log::Message;

use super::*;

const STREAMS: [&str; 5] = ["a-1", "a-12", "b-1", "ü-%", "plain"];
const KINDS: [&str; 3] = ["A", "AB", "a"];

/// A step of a history.
#[derive(Clone, Debug)]
enum Step {
    /// Appends new events, expecting the stream's revision moved by some offset.
    Append {
        stream: Index,
        offset: i64,
        kinds: Vec<Index>,
    },
    /// Appends again what was accepted once.
    Again(Index),
    ReadStream {
        stream: Index,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    },
    ReadAll {
        beyond: Option<Index>,
        direction: Direction,
        filter: Filter,
        limit: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let direction = || prop_oneof![Just(Direction::Forwards), Just(Direction::Backwards)];
    let offset = prop_oneof![6 => Just(0i64), 1 => -2..3i64];
    let kinds = prop::collection::vec(any::<Index>(), 1..4);
    prop_oneof![
        6 => (any::<Index>(), offset, kinds)
            .prop_map(|(stream, offset, kinds)| Step::Append { stream, offset, kinds }),
        1 => any::<Index>().prop_map(Step::Again),
        2 => (any::<Index>(), prop::option::of(0..6u64), direction(), 1..6usize)
            .prop_map(|(stream, from, direction, limit)| {
                Step::ReadStream { stream, from, direction, limit }
            }),
        3 => (prop::option::of(any::<Index>()), direction(), filter(), 1..9usize)
            .prop_map(|(beyond, direction, filter, limit)| {
                Step::ReadAll { beyond, direction, filter, limit }
            }),
    ]
}

fn filter() -> impl Strategy<Value = Filter> {
    let kind = prop::sample::select(&KINDS[..]).prop_map(str::to_owned);
    let prefixes = &["a", "a-", "a-1", "a-12", "b-", "ü", "ü-%", "plain", "_", "%"][..];
    let prefix = prop::sample::select(prefixes).prop_map(str::to_owned);
    prop_oneof![
        Just(Filter::All),
        prop::collection::vec(kind, 1..3).prop_map(Filter::Types),
        prop::collection::vec(prefix, 1..4).prop_map(Filter::StreamPrefixes),
    ]
}

/// What a log is.
#[derive(Default)]
struct Model {
    events: Vec<RecordedEvent>,
    accepted: Vec<(String, Expected, Vec<NewEvent>, Appended)>,
}

impl Model {
    fn head(&self, stream: &str) -> Option<u64> {
        self.events.iter().rev().find(|e| e.stream == stream).map(|e| e.revision)
    }

    fn read(
        &self,
        direction: Direction,
        limit: usize,
        wanted: impl Fn(&RecordedEvent) -> bool,
    ) -> Vec<RecordedEvent> {
        let wanted = self.events.iter().filter(|event| wanted(event)).cloned();
        match direction {
            Direction::Forwards => wanted.take(limit).collect(),
            Direction::Backwards => {
                let mut wanted: Vec<_> = wanted.collect();
                wanted.reverse();
                wanted.truncate(limit);
                wanted
            }
        }
    }
}

pub fn any_history_answers_like_the_model<F: Fixture>() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = Config { cases: F::HISTORIES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&prop::collection::vec(step(), 1..40), |steps| {
            runtime.block_on(live::<F>(steps));
            Ok(())
        })
        .unwrap();
}

async fn live<F: Fixture>(steps: Vec<Step>) {
    let fixture = F::start().await;
    let log = fixture.log();
    let mut model = Model::default();
    for step in steps {
        take(&*log, &mut model, step).await;
    }
    assert_eq!(everything(&*log).await, model.events);
    assert_eq!(log.head().await.unwrap(), model.events.last().map(|event| event.position));

    let mut followed = Vec::new();
    let mut subscription = log.subscribe(None, Filter::All).await.unwrap();
    loop {
        match subscription.next().await.unwrap().unwrap() {
            Message::Event(event) => followed.push(event),
            Message::Checkpoint(_) => {}
            Message::CaughtUp(_) => break,
        }
    }
    assert_eq!(followed, model.events);
}

async fn take(log: &dyn EventLog, model: &mut Model, step: Step) {
    match step {
        Step::Append { stream, offset, kinds } => {
            let stream = STREAMS[stream.index(STREAMS.len())];
            let new = kinds.iter().map(|kind| event(KINDS[kind.index(KINDS.len())])).collect();
            append_as_model(log, model, stream, offset, new).await;
        }
        Step::Again(which) if !model.accepted.is_empty() => {
            let (stream, expected, events, answer) = which.get(&model.accepted);
            let again = log.append(stream, *expected, events.clone()).await;
            assert_eq!(again.unwrap(), *answer);
        }
        Step::Again(_) => {}
        Step::ReadStream { stream, from, direction, limit } => {
            let stream = STREAMS[stream.index(STREAMS.len())];
            let read = log.read_stream(stream, from, direction, limit).await.unwrap();
            let expected = model.read(direction, limit, |event| {
                event.stream == stream
                    && from.is_none_or(|from| match direction {
                        Direction::Forwards => event.revision >= from,
                        Direction::Backwards => event.revision <= from,
                    })
            });
            assert_eq!(read, expected);
        }
        Step::ReadAll { beyond, direction, filter, limit } => {
            let beyond = beyond
                .filter(|_| !model.events.is_empty())
                .map(|at| at.get(&model.events).position);
            let read = log.read_all(beyond, direction, &filter, limit).await.unwrap();
            let expected = model.read(direction, limit, |event| {
                filter.matches(event)
                    && beyond.is_none_or(|beyond| match direction {
                        Direction::Forwards => event.position > beyond,
                        Direction::Backwards => event.position < beyond,
                    })
            });
            assert_eq!(read, expected, "{filter:?}");
        }
    }
}

async fn append_as_model(
    log: &dyn EventLog,
    model: &mut Model,
    stream: &str,
    offset: i64,
    new: Vec<NewEvent>,
) {
    let head = model.head(stream);
    let first = head.map_or(0, |head| head + 1).saturating_add_signed(offset);
    let expected = first.checked_sub(1).map_or(Expected::NoStream, Expected::Revision);
    let answer = log.append(stream, expected, new.clone()).await;
    if head.map_or(0, |head| head + 1) != first {
        assert_eq!(actual(answer), head);
        return;
    }
    let answer = answer.unwrap();
    assert_eq!(answer.revision, first + new.len() as u64 - 1);
    // Positions and times are the log's to give: they are taken from it, and must grow.
    let stored = log.read_stream(stream, Some(first), Direction::Forwards, 100).await.unwrap();
    assert_eq!(stored.len(), new.len());
    for ((stored, new), revision) in stored.iter().zip(&new).zip(first..) {
        assert!(model.events.last().is_none_or(|last| last.position < stored.position));
        model.events.push(RecordedEvent {
            position: stored.position,
            created: stored.created,
            stream: stream.to_owned(),
            revision,
            id: new.id,
            kind: new.kind.clone(),
            data: new.data.clone(),
            metadata: new.metadata.clone(),
        });
    }
    assert_eq!(model.events.last().unwrap().position, answer.position);
    model.accepted.push((stream.to_owned(), expected, new, answer));
}
