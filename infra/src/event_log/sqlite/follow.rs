//! Subscriptions: the file first, then what the writer commits.
//!
//! A subscription knows up to where it has looked and always asks for what follows that, whether
//! from the file or from memory: so there is no seam at which an event could be lost or doubled.

use std::sync::Arc;

use async_stream::try_stream;
use async_trait::async_trait;

use super::super::group::Source;
use super::super::{Direction, Filter, LogError, Message, Position, RecordedEvent, Subscription};
use super::reader::{Page, Reader};
use super::tail::{Ended, Tail};

/// Events that a subscription holds in memory at once.
const PAGE: usize = 2048;
/// And bytes, about.
const PAGE_BYTES: usize = 16 << 20;

/// What can be followed: the file and its newest events.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    pub(super) reader: Reader,
    pub(super) tail: Arc<Tail>,
}

impl Feed {
    /// Events after a position, those there and those to come.
    pub(super) fn follow(&self, after: Option<Position>, filter: Filter) -> Subscription {
        let feed = self.clone();
        Box::pin(try_stream! {
            // Everything up to here was looked at.
            let mut at = after;
            loop {
                loop {
                    let (page, looked_at, more) = feed.page(at, &filter).await?;
                    at = looked_at;
                    for event in page {
                        yield Message::Event(event);
                    }
                    if !more {
                        break;
                    }
                }
                yield Message::CaughtUp(at);
                // Ends when this subscriber has fallen behind what is kept in memory.
                while let Some(events) = feed.next(at).await? {
                    let last = events.last().map(|event| event.position);
                    at = at.max(last);
                    let mut passed = None;
                    for event in events.into_iter().filter(|event| filter.matches(event)) {
                        passed = Some(event.position);
                        yield Message::Event(event);
                    }
                    if let Some(last) = last && passed < Some(last) {
                        yield Message::Checkpoint(last);
                    }
                }
            }
        })
    }

    /// A page of the file after a position, up to where that looks, and whether there is more.
    async fn page(
        &self,
        after: Option<Position>,
        filter: &Filter,
    ) -> Result<(Vec<RecordedEvent>, Option<Position>, bool), LogError> {
        // Taken before the read, so that the read sees all of it.
        let head = self.tail.progress().borrow().head;
        let forwards = Direction::Forwards;
        let Page { events, more } =
            self.reader.page(after, forwards, filter, PAGE, PAGE_BYTES).await?;
        let last = events.last().map(|event| event.position);
        let looked_at = if more { last } else { after.max(last).max(head) };
        Ok((events, looked_at, more))
    }

    /// Waits for events after a position; none when they are not in memory any more.
    async fn next(&self, at: Option<Position>) -> Result<Option<Vec<RecordedEvent>>, LogError> {
        let mut progress = self.tail.progress();
        let now = progress
            .wait_for(|now| now.head > at || now.ended.is_some())
            .await
            .map_err(|_| closed())?
            .clone();
        match now.ended {
            Some(ended) if now.head <= at => Err(match ended {
                Ended::Closed => closed(),
                Ended::Failed(reason) => LogError::Unavailable(reason),
            }),
            _ => Ok(self.tail.after(at, PAGE)),
        }
    }
}

#[async_trait]
impl Source for Feed {
    fn follow(&self, after: Option<Position>, filter: Filter) -> Subscription {
        Self::follow(self, after, filter)
    }

    async fn event(&self, at: Position) -> Result<Option<RecordedEvent>, LogError> {
        self.reader.event(at).await
    }
}

/// What is said after the log was closed.
pub(super) fn closed() -> LogError {
    LogError::Unavailable("it was closed".into())
}
