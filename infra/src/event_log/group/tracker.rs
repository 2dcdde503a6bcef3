//! Up to where a group's events are settled.

use std::collections::BTreeMap;

use super::super::Position;

/// Follows which of the events that were looked at are still open.
#[derive(Debug)]
pub(super) struct Tracker {
    /// The newest position that was looked at.
    seen: Option<Position>,
    /// How many events were taken up.
    taken: u64,
    open: BTreeMap<Position, Open>,
}

#[derive(Debug)]
struct Open {
    /// What had been looked at just before.
    before: Option<Position>,
    /// How many events had been taken up before.
    number: u64,
}

impl Tracker {
    /// Everything up to this checkpoint is settled.
    pub(super) fn new(checkpoint: Option<Position>) -> Self {
        Self { seen: checkpoint, taken: 0, open: BTreeMap::new() }
    }

    /// An event was taken up; it is open until it is settled.
    pub(super) fn open(&mut self, at: Position) {
        self.open.insert(at, Open { before: self.seen, number: self.taken });
        self.taken += 1;
        self.seen = self.seen.max(Some(at));
    }

    /// Everything up to here was looked at.
    pub(super) fn looked_at(&mut self, up_to: Option<Position>) {
        self.seen = self.seen.max(up_to);
    }

    /// An event needs no more attention.
    pub(super) fn settle(&mut self, at: Position) {
        self.open.remove(&at);
    }

    /// Everything up to here is settled.
    pub(super) fn checkpoint(&self) -> Option<Position> {
        self.open.first_key_value().map_or(self.seen, |(_, first)| first.before)
    }

    /// How many events were taken up since the oldest open one: what a crash would deliver again.
    pub(super) fn span(&self) -> u64 {
        self.open.first_key_value().map_or(0, |(_, first)| self.taken - first.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checkpoint_stays_before_the_oldest_open_event() {
        let mut tracker = Tracker::new(Some(Position(5)));
        assert_eq!(tracker.checkpoint(), Some(Position(5)));
        for position in [7, 8, 12] {
            tracker.open(Position(position));
        }
        tracker.looked_at(Some(Position(20)));
        assert_eq!((tracker.checkpoint(), tracker.span()), (Some(Position(5)), 3));

        tracker.settle(Position(8));
        assert_eq!(tracker.checkpoint(), Some(Position(5)), "7 is still open");
        tracker.settle(Position(7));
        assert_eq!((tracker.checkpoint(), tracker.span()), (Some(Position(8)), 1));
        tracker.settle(Position(12));
        assert_eq!((tracker.checkpoint(), tracker.span()), (Some(Position(20)), 0));
    }

    #[test]
    fn an_empty_log_has_no_checkpoint_until_something_is_settled() {
        let mut tracker = Tracker::new(None);
        tracker.looked_at(None);
        assert_eq!(tracker.checkpoint(), None);
        tracker.open(Position(1));
        assert_eq!(tracker.checkpoint(), None);
        tracker.settle(Position(1));
        assert_eq!(tracker.checkpoint(), Some(Position(1)));
    }
}
