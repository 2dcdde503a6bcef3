//! Reads and catch-up subscriptions.

use std::pin::Pin;

use async_stream::try_stream;
use futures::{Stream, StreamExt};
use infra::event_log::{
    Direction, EventLog, Filter as Everything, Message, Position, RecordedEvent,
};
use tonic::Status;
use uuid::Uuid;

use crate::faults::Faults;
use crate::filter::Filter;
use crate::log::{Log, status};
use crate::wire;
use crate::wire::client::stream_options::RevisionOption;
use crate::wire::client::streams::read_req::all_options::AllOption;
use crate::wire::client::streams::read_req::options::{CountOption, FilterOption, StreamOption};
use crate::wire::client::streams::read_req::{AllOptions, Options};
use crate::wire::client::streams::read_resp::{
    CaughtUp, Checkpoint, Content, ReadEvent, StreamNotFound, SubscriptionConfirmation, read_event,
};
use crate::wire::client::streams::{ReadReq, ReadResp};
use crate::wire::client::{StreamIdentifier, StreamOptions};

/// What is sent to a reader, as it takes it.
pub type Responses = Pin<Box<dyn Stream<Item = Result<ReadResp, Status>> + Send>>;

/// Events fetched at once.
const PAGE: usize = 500;

/// Answers a read.
pub fn read(log: Log, faults: &Faults, request: ReadReq) -> Result<Responses, Status> {
    let options = request.options.ok_or_else(|| Status::invalid_argument("no options"))?;
    let filter = filter(&options)?;
    let backwards = options.read_direction == 1;
    let direction = if backwards { Direction::Backwards } else { Direction::Forwards };
    let links = options.resolve_links;
    let told = options.control_option.is_some_and(|control| control.compatibility >= 1);
    let Options { stream_option, count_option, .. } = options;
    let of = stream_option.ok_or_else(|| Status::invalid_argument("no stream"))?;
    match (count_option, of) {
        (Some(CountOption::Count(count)), StreamOption::All(all)) => {
            Ok(read_all(log, all, direction, filter, count, links))
        }
        (Some(CountOption::Count(count)), StreamOption::Stream(of)) => {
            read_stream(log, of, direction, count, Wishes { links, told })
        }
        (Some(CountOption::Subscription(())), StreamOption::All(all)) => {
            Ok(subscribe(log, faults, Start::All(all.all_option), filter, links))
        }
        (Some(CountOption::Subscription(())), StreamOption::Stream(of)) => {
            let stream = wire::stream(of.stream_identifier)?;
            let start = Start::Stream(stream, of.revision_option);
            Ok(subscribe(log, faults, start, filter, links))
        }
        (None, _) => Err(Status::invalid_argument("neither a count nor a subscription")),
    }
}

fn filter(options: &Options) -> Result<Option<Filter>, Status> {
    match &options.filter_option {
        Some(FilterOption::Filter(filter)) => Filter::new(filter.clone()).map(Some),
        _ => Ok(None),
    }
}

fn read_all(
    log: Log,
    all: AllOptions,
    direction: Direction,
    filter: Option<Filter>,
    count: u64,
    links: bool,
) -> Responses {
    let mut beyond = match (all.all_option, direction) {
        (Some(AllOption::Position(at)), Direction::Forwards) => wire::before(at.commit_position),
        (Some(AllOption::Position(at)), Direction::Backwards) => {
            Some(wire::from(at.commit_position))
        }
        _ => None,
    };
    Box::pin(try_stream! {
        let mut left = count;
        while left > 0 {
            let page = log.0.read_all(beyond, direction, &Everything::All, PAGE).await;
            let page = page.map_err(status)?;
            let more = page.len() == PAGE;
            beyond = page.last().map(|event| event.position).or(beyond);
            for event in page {
                if left > 0 && passes(filter.as_ref(), &event) {
                    left -= 1;
                    yield appeared(&log, event, links).await?;
                }
            }
            if !more {
                break;
            }
        }
    })
}

/// What a reader of a stream wants beside its events.
#[derive(Clone, Copy)]
struct Wishes {
    /// What links point to.
    links: bool,
    /// To be told the stream's last revision at the end.
    told: bool,
}

fn read_stream(
    log: Log,
    of: StreamOptions,
    direction: Direction,
    count: u64,
    wishes: Wishes,
) -> Result<Responses, Status> {
    let stream = wire::stream(of.stream_identifier.clone())?;
    let from = match of.revision_option {
        Some(RevisionOption::Revision(revision)) => Some(revision),
        _ => None,
    };
    Ok(Box::pin(try_stream! {
        let first = log.truncated_before(&stream).await?;
        let newest = log.latest(&stream, 1).await?.pop();
        let Some(newest) = newest.filter(|newest| newest.revision >= first) else {
            yield not_found(of.stream_identifier);
            return;
        };
        let mut newest = newest.revision;
        let mut from = match direction {
            Direction::Forwards => Some(from.unwrap_or(0).max(first)),
            Direction::Backwards => from,
        };
        let mut left = count;
        while left > 0 {
            let page = log.0.read_stream(&stream, from, direction, PAGE).await.map_err(status)?;
            let last = page.last().map(|event| event.revision);
            let more = page.len() == PAGE;
            for event in page {
                if left > 0 && event.revision >= first {
                    left -= 1;
                    yield appeared(&log, event, wishes.links).await?;
                }
            }
            from = match (direction, last) {
                (Direction::Forwards, Some(last)) => Some(last + 1),
                (Direction::Backwards, Some(last)) => last.checked_sub(1),
                (_, None) => None,
            };
            newest = newest.max(last.unwrap_or(0));
            if !more || from.is_none() {
                break;
            }
        }
        if wishes.told {
            yield said(Content::LastStreamPosition(newest));
        }
    }))
}

/// Where a subscription begins, and in what.
enum Start {
    All(Option<AllOption>),
    Stream(String, Option<RevisionOption>),
}

fn subscribe(
    log: Log,
    faults: &Faults,
    start: Start,
    filter: Option<Filter>,
    links: bool,
) -> Responses {
    let mut faults = faults.listen();
    Box::pin(try_stream! {
        let head = log.0.head().await.map_err(status)?;
        let (mut after, of, mut revision) = match start {
            Start::All(Some(AllOption::Position(at))) => (wire::seen(at.commit_position), None, None),
            Start::All(Some(AllOption::End(()))) => (head, None, None),
            Start::All(_) => (None, None, None),
            Start::Stream(stream, Some(RevisionOption::End(()))) => (head, Some(stream), None),
            Start::Stream(stream, Some(RevisionOption::Revision(at))) => (None, Some(stream), Some(at)),
            Start::Stream(stream, _) => (None, Some(stream), None),
        };
        let search = of.clone().map_or(Everything::All, |of| Everything::StreamPrefixes(vec![of]));
        yield confirmed();
        let mut events = log.0.subscribe(after, search).await.map_err(status)?;
        // Looked at since the client was last told how far this is.
        let mut looked_at = 0;
        loop {
            let message = tokio::select! {
                ended = faults.ended() => Err(ended),
                message = events.next() => Ok(message),
            };
            let message = match message {
                Ok(message) => message,
                Err(ended) => {
                    ended?;
                    return;
                }
            };
            match message {
                Some(Ok(Message::Event(event))) => {
                    after = Some(event.position);
                    looked_at += 1;
                    let wanted = match &of {
                        Some(of) => event.stream == *of && Some(event.revision) > revision,
                        None => passes(filter.as_ref(), &event),
                    };
                    if wanted {
                        revision = of.as_ref().map(|_| event.revision);
                        yield appeared(&log, event, links).await?;
                    }
                    if let Some(filter) = &filter && looked_at >= filter.interval {
                        looked_at = 0;
                        yield checkpoint(after);
                    }
                }
                Some(Ok(Message::CaughtUp(at))) => {
                    after = after.max(at);
                    yield caught_up(after, revision, of.is_some());
                }
                Some(Ok(Message::Checkpoint(_))) => {}
                Some(Err(error)) => Err(status(error))?,
                None => return,
            }
        }
    })
}

fn passes(filter: Option<&Filter>, event: &RecordedEvent) -> bool {
    filter.is_none_or(|filter| filter.matches(event))
}

async fn appeared(log: &Log, event: RecordedEvent, links: bool) -> Result<ReadResp, Status> {
    let resolved = if links { log.resolve(&event).await? } else { None };
    let commit = wire::position(event.position).commit_position;
    let (event, link) = match resolved {
        Some(resolved) => (wire::event(&resolved), Some(wire::event(&event))),
        None => (wire::event(&event), None),
    };
    let position = Some(read_event::Position::CommitPosition(commit));
    Ok(said(Content::Event(ReadEvent { event: Some(event), link, position })))
}

fn confirmed() -> ReadResp {
    let subscription_id = Uuid::new_v4().to_string();
    said(Content::Confirmation(SubscriptionConfirmation { subscription_id }))
}

fn checkpoint(at: Option<Position>) -> ReadResp {
    let wire::client::Position { commit_position, prepare_position } =
        wire::position(at.unwrap_or(Position(0)));
    let timestamp = Some(wire::now());
    said(Content::Checkpoint(Checkpoint { commit_position, prepare_position, timestamp }))
}

fn caught_up(at: Option<Position>, revision: Option<u64>, of_stream: bool) -> ReadResp {
    said(Content::CaughtUp(CaughtUp {
        timestamp: Some(wire::now()),
        stream_revision: revision.map(u64::cast_signed),
        position: at.filter(|_| !of_stream).map(wire::position),
    }))
}

fn not_found(stream_identifier: Option<StreamIdentifier>) -> ReadResp {
    said(Content::StreamNotFound(StreamNotFound { stream_identifier }))
}

fn said(content: Content) -> ReadResp {
    ReadResp { content: Some(content) }
}
