//! A log read from its first event to its last, a page at a time.

use std::collections::VecDeque;

use crate::event_log::{Direction, EventLog, Filter, LogError, Position, RecordedEvent};

/// Events read, and written, at once.
const PAGE: usize = 500;

/// A reader of a whole log.
pub(super) struct Pages<'a, L: ?Sized> {
    log: &'a L,
    read: VecDeque<RecordedEvent>,
    beyond: Option<Position>,
    ended: bool,
}

impl<'a, L: EventLog + ?Sized> Pages<'a, L> {
    pub(super) fn new(log: &'a L) -> Self {
        Self { log, read: VecDeque::new(), beyond: None, ended: false }
    }

    /// The next event; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<RecordedEvent>, LogError> {
        if self.read.is_empty() && !self.ended {
            self.fill().await?;
        }
        Ok(self.read.pop_front())
    }

    /// Those of a page that were not taken yet; none at the end.
    pub(super) async fn rest(&mut self) -> Result<Vec<RecordedEvent>, LogError> {
        if self.read.is_empty() && !self.ended {
            self.fill().await?;
        }
        Ok(self.read.drain(..).collect())
    }

    async fn fill(&mut self) -> Result<(), LogError> {
        let page = self.log.read_all(self.beyond, Direction::Forwards, &Filter::All, PAGE).await?;
        self.ended = page.len() < PAGE;
        self.beyond = page.last().map(|event| event.position).or(self.beyond);
        self.read = page.into();
        Ok(())
    }
}
