//! What a group has yet to save, and when it does.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::super::{LogError, Position, RecordedEvent};
use super::store::{Changes, Remembered, State, Store};

/// What was settled is saved after this long, or after this many events.
const DELAY: Duration = Duration::from_millis(200);
const MAX_SETTLED: usize = 256;
/// That events were passed over is worth less: looking at them again costs little.
const LAZY_DELAY: Duration = Duration::from_secs(5);
/// When the state database is away.
const RETRY_DELAY: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(super) struct Journal {
    store: Store,
    group: String,
    changes: Changes,
    settled: usize,
    saved: Option<Position>,
    due: Option<Instant>,
}

impl Journal {
    /// Nothing to save yet; the checkpoint is saved already.
    pub(super) fn new(store: Store, group: String, saved: Option<Position>) -> Self {
        Self { store, group, changes: Changes::new(), settled: 0, saved, due: None }
    }

    /// When to save next.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// How many events' entries are not saved yet.
    pub(super) fn unsaved(&self) -> usize {
        self.changes.len()
    }

    /// Notes what is to be remembered of an event from now on.
    pub(super) fn remember(
        &mut self,
        event: &RecordedEvent,
        state: State,
        retries: u32,
        reason: String,
    ) {
        let (position, event) = (event.position, event.id);
        let since = Timestamp::now();
        let entry = Remembered { position, event, state, retries, reason, since };
        self.put(entry);
    }

    /// Notes an entry.
    pub(super) fn put(&mut self, entry: Remembered) {
        self.changes.insert(entry.position, Some(entry));
    }

    /// Notes that nothing is to be remembered of an event any more.
    pub(super) fn forget(&mut self, position: Position) {
        self.changes.insert(position, None);
    }

    /// Something was settled.
    pub(super) fn settled(&mut self) {
        self.settled += 1;
        self.save_within(if self.settled < MAX_SETTLED { DELAY } else { Duration::ZERO });
    }

    /// Events were passed over.
    pub(super) fn passed(&mut self) {
        self.save_within(LAZY_DELAY);
    }

    fn save_within(&mut self, delay: Duration) {
        let at = Instant::now() + delay;
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// Saves what changed and this checkpoint; tries again later when it cannot.
    pub(super) async fn save(&mut self, checkpoint: Option<Position>) -> Result<(), LogError> {
        self.settled = 0;
        self.due = None;
        if checkpoint == self.saved && self.changes.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.store.save(&self.group, checkpoint, &self.changes).await {
            tracing::warn!(group = self.group, %error, "a subscription group could not be saved");
            self.due = Some(Instant::now() + RETRY_DELAY);
            return Err(error);
        }
        self.saved = checkpoint;
        self.changes.clear();
        Ok(())
    }
}
