//! Subscriptions, which outlive the connection: whatever ends one on the way, it goes on after the last
//! position that was seen.

use std::sync::Arc;
use std::time::Duration;

use async_stream::stream;
use kurrentdb::{Client, Error, StreamPosition, SubscribeToAllOptions, SubscriptionEvent};
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;
use tracing::instrument::WithSubscriber;

use super::super::{Filter, LogError, Message, Position, Subscription};
use super::connection::{Connection, log_error};
use super::filter::filter;
use super::guard::Guard;
use super::read::passes;
use super::record::{place, recorded};

/// Messages that wait for a slow subscriber; the rest stay at the server.
const WAITING: usize = 256;
/// The first and the longest pause before subscribing again.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Events after a position, those there and those to come, for ever.
pub(super) fn follow(
    connection: Arc<Connection>,
    after: Option<Position>,
    wanted: Filter,
) -> Subscription {
    Box::pin(stream! {
        // Everything up to here was looked at.
        let mut at = after;
        let mut pause = PAUSE;
        loop {
            let (sender, mut messages) = mpsc::channel(WAITING);
            // A task of its own, so that a client that never comes back is nobody's but the task's.
            let listening = listen(connection.clone(), at, wanted.clone(), sender);
            let task = AbortOnDropHandle::new(tokio::spawn(listening));
            while let Some(message) = messages.recv().await {
                pause = PAUSE;
                match message {
                    Heard::Event(event) => {
                        at = at.max(Some(event.position));
                        yield Ok(Message::Event(event));
                    }
                    Heard::Checkpoint(position) => {
                        at = at.max(Some(position));
                        yield Ok(Message::Checkpoint(position));
                    }
                    Heard::CaughtUp(position) => {
                        at = at.max(position);
                        yield Ok(Message::CaughtUp(at));
                    }
                }
            }
            connection.doubt();
            match task.await {
                Ok(error) => tracing::warn!(%error, "a subscription to the event log ended"),
                Err(_) => tracing::warn!("the server ended a subscription to the event log"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    })
}

/// What the server says, as far as it matters here.
enum Heard {
    Event(super::super::RecordedEvent),
    Checkpoint(Position),
    CaughtUp(Option<Position>),
}

/// Subscribes once and passes on what is said, until it ends.
async fn listen(
    connection: Arc<Connection>,
    after: Option<Position>,
    wanted: Filter,
    to: mpsc::Sender<Heard>,
) -> LogError {
    let guard = Guard::default();
    let listened = connection.call(|client| {
        let (wanted, to, guard) = (wanted.clone(), to.clone(), guard.clone());
        async move {
            // Once something was heard, subscribing again is for who knows how far that was.
            match hear(client, after, wanted, to, guard).await {
                (true, error) => Ok(error),
                (false, error) => Err(error),
            }
        }
    });
    match listened.with_subscriber(guard.clone()).await {
        Ok(error) | Err(error) => log_error(error),
    }
}

/// Passes on what is said; says whether anything was, and what ended it.
async fn hear(
    client: Client,
    after: Option<Position>,
    wanted: Filter,
    to: mpsc::Sender<Heard>,
    guard: Guard,
) -> (bool, Error) {
    let start = after.map_or(StreamPosition::Start, |at| StreamPosition::Position(place(at)));
    let options = SubscribeToAllOptions::default().position(start).filter(filter(&wanted));
    let mut events = client.subscribe_to_all(&options).await;
    let mut heard = false;
    loop {
        let said = match events.next_subscription_event().await {
            Ok(said) => said,
            Err(error) => return (heard, error),
        };
        guard.came_back();
        heard = true;
        let message = match said {
            SubscriptionEvent::EventAppeared(event) => match recorded(event) {
                Ok(Some(event)) if Some(event.position) > after && passes(&wanted, &event) => {
                    Heard::Event(event)
                }
                Ok(_) => continue,
                Err(error) => return (heard, Error::InternalParsingError(error.to_string())),
            },
            SubscriptionEvent::Checkpoint(position) => Heard::Checkpoint(Position(position.commit)),
            SubscriptionEvent::CaughtUp(caught_up) => {
                let position = caught_up.and_then(|caught_up| caught_up.position);
                Heard::CaughtUp(position.map(|position| Position(position.commit)))
            }
            _ => continue,
        };
        if to.send(message).await.is_err() {
            return (heard, Error::ConnectionClosed);
        }
    }
}
