//! The log's newest events in memory, and the word that there are new ones.
//!
//! The writer pushes what it committed, subscriptions wait for the head to move and take what they
//! have not seen. Who comes too late for this memory reads the file. So live events cost no query,
//! and no subscriber, however slow, costs memory.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use tokio::sync::watch;

use super::super::{Position, RecordedEvent};
use super::reader::size;

const MAX_EVENTS: usize = 4096;
const MAX_BYTES: usize = 16 << 20;

/// How far the log is, and whether it still goes on.
#[derive(Clone, Debug)]
pub(super) struct Progress {
    /// The last committed event.
    pub(super) head: Option<Position>,
    /// Why nothing more will be committed; none while it goes on.
    pub(super) ended: Option<Ended>,
}

/// Why a log ended.
#[derive(Clone, Debug)]
pub(super) enum Ended {
    /// It was closed.
    Closed,
    /// Its writer had to stop.
    Failed(String),
}

#[derive(Debug)]
pub(super) struct Tail {
    recent: RwLock<Recent>,
    pushes: AtomicU64,
    full: AtomicBool,
    progress: watch::Sender<Progress>,
}

#[derive(Debug)]
struct Recent {
    /// Every event after this one is in `events`.
    after: Option<Position>,
    events: VecDeque<RecordedEvent>,
    bytes: usize,
}

impl Tail {
    pub(super) fn new(head: Option<Position>) -> Self {
        let recent = Recent { after: head, events: VecDeque::new(), bytes: 0 };
        let progress = watch::Sender::new(Progress { head, ended: None });
        let (pushes, full) = (AtomicU64::new(0), AtomicBool::new(false));
        Self { recent: RwLock::new(recent), pushes, full, progress }
    }

    /// Takes what was committed, in order, and tells everybody.
    pub(super) fn push(&self, before: Option<Position>, committed: Vec<RecordedEvent>) {
        let Some(head) = committed.last().map(|event| event.position) else { return };
        self.recent.write().unwrap_or_else(PoisonError::into_inner).push(before, committed);
        self.pushes.fetch_add(1, Ordering::Relaxed);
        self.full.store(false, Ordering::Relaxed);
        self.progress.send_modify(|progress| progress.head = Some(head));
    }

    /// How often something was committed.
    pub(super) fn pushes(&self) -> u64 {
        self.pushes.load(Ordering::Relaxed)
    }

    /// Notes that there was no room for a commit.
    pub(super) fn found_full(&self) {
        self.full.store(true, Ordering::Relaxed);
    }

    /// Whether there was no room for the last commit.
    pub(super) fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }

    /// Says that nothing more will come. The first reason stays.
    pub(super) fn end(&self, ended: Ended) {
        self.progress.send_modify(|progress| {
            progress.ended.get_or_insert(ended);
        });
    }

    pub(super) fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// The events after a position, at most `limit`; none when not all of them are here any more.
    pub(super) fn after(
        &self,
        position: Option<Position>,
        limit: usize,
    ) -> Option<Vec<RecordedEvent>> {
        let recent = self.recent.read().unwrap_or_else(PoisonError::into_inner);
        if position < recent.after {
            return None;
        }
        let seen = recent.events.partition_point(|event| Some(event.position) <= position);
        Some(recent.events.iter().skip(seen).take(limit).cloned().collect())
    }
}

impl Recent {
    fn push(&mut self, before: Option<Position>, committed: Vec<RecordedEvent>) {
        let last = self.events.back().map_or(self.after, |event| Some(event.position));
        if last != before {
            // Somebody else wrote to the file in between: this memory has a hole.
            *self = Self { after: before, events: VecDeque::new(), bytes: 0 };
        }
        for event in committed {
            self.bytes += size(&event);
            self.events.push_back(event);
        }
        while self.events.len() > MAX_EVENTS || self.bytes > MAX_BYTES {
            let Some(oldest) = self.events.pop_front() else { break };
            self.bytes -= size(&oldest);
            self.after = Some(oldest.position);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use bytes::Bytes;
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn events(positions: std::ops::RangeInclusive<u64>, size: usize) -> Vec<RecordedEvent> {
        let event = |position| RecordedEvent {
            position: Position(position),
            stream: "a-1".into(),
            revision: position - 1,
            id: Uuid::from_u128(position.into()),
            kind: "A".into(),
            data: Bytes::from(vec![b'x'; size]),
            metadata: Bytes::new(),
            created: Timestamp::UNIX_EPOCH,
        };
        positions.map(event).collect()
    }

    fn found(tail: &Tail, after: u64, limit: usize) -> Option<Vec<u64>> {
        let events = tail.after(Some(Position(after)), limit)?;
        Some(events.iter().map(|event| event.position.0).collect())
    }

    #[test]
    fn it_gives_what_follows_or_says_that_it_cannot() {
        let tail = Tail::new(Some(Position(4)));
        assert_eq!(found(&tail, 4, 9), Some(vec![]));
        assert_eq!(found(&tail, 3, 9), None, "4 was committed before it was there");
        tail.push(Some(Position(4)), events(5..=6, 1));
        tail.push(Some(Position(6)), events(7..=7, 1));
        assert_eq!(found(&tail, 4, 2), Some(vec![5, 6]));
        assert_eq!(found(&tail, 6, 9), Some(vec![7]));
        assert_eq!(tail.progress().borrow().head, Some(Position(7)));
    }

    #[test]
    fn it_is_bounded_by_events_and_by_bytes() {
        let tail = Tail::new(None);
        tail.push(None, events(1..=5000, 1));
        let kept = MAX_EVENTS as u64;
        assert_eq!(found(&tail, 5000 - kept - 1, 1), None);
        assert_eq!(found(&tail, 5000 - kept, 5000).unwrap().len(), MAX_EVENTS);

        let mebibyte = 1 << 20;
        tail.push(Some(Position(5000)), events(5001..=5020, mebibyte));
        assert_eq!(found(&tail, 5004, 1), None);
        assert_eq!(found(&tail, 5005, 99).unwrap().len(), 15);
    }

    #[test]
    fn a_hole_is_not_bridged() {
        let tail = Tail::new(None);
        tail.push(None, events(1..=2, 1));
        tail.push(Some(Position(9)), events(10..=11, 1));
        assert_eq!(found(&tail, 1, 9), None);
        assert_eq!(found(&tail, 9, 9), Some(vec![10, 11]));
    }
}
