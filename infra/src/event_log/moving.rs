//! Moving a log to another engine: its events as they are, and where its groups stand.
//!
//! An event keeps its stream, revision, id, type and bytes. Its position is the engine's own, and so
//! is what groups remember by position: it is said anew in the positions of the other log.

use async_trait::async_trait;

pub use super::group::{Remembered, State};
use super::{EventLog, GroupSettings, LogError, Position, RecordedEvent};

/// Where a group stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its name.
    pub name: String,
    /// How it delivers.
    pub settings: GroupSettings,
    /// Every event up to here is settled, or remembered; none when nothing is.
    pub checkpoint: Option<Position>,
    /// What it remembers of events: those put aside, and those to be delivered again.
    pub remembered: Vec<Remembered>,
}

impl Standing {
    /// Every position that it speaks of.
    pub fn positions(&self) -> impl Iterator<Item = Position> {
        let own = [self.checkpoint, self.settings.from].into_iter().flatten();
        own.chain(self.remembered.iter().map(|remembered| remembered.position))
    }

    /// The same in another log, where the last event up to a position stands at another; none when
    /// there is no event up to it.
    pub fn moved(mut self, to: impl Fn(Position) -> Option<Position>) -> Self {
        self.checkpoint = self.checkpoint.and_then(&to);
        self.settings.from = self.settings.from.and_then(&to);
        for remembered in &mut self.remembered {
            remembered.position = to(remembered.position).unwrap_or(remembered.position);
        }
        self
    }

    /// What it has put aside.
    pub(super) fn in_state(&self, state: State) -> impl Iterator<Item = &Remembered> {
        self.remembered.iter().filter(move |remembered| remembered.state == state)
    }
}

/// A log that events and groups can be moved from and to.
#[async_trait]
pub trait Movable: EventLog {
    /// Appends events of another log behind those that are here, in their order, each at the revision
    /// that it has. After a failure a beginning of them may be here.
    ///
    /// # Errors
    /// [`LogError::WrongRevision`] or [`LogError::Invalid`] when their streams do not end where these
    /// begin: somebody else has written here. As [`EventLog::append`].
    async fn take_over(&self, events: &[RecordedEvent]) -> Result<(), LogError>;

    /// Where every group stands.
    ///
    /// # Errors
    /// [`LogError::Unavailable`].
    async fn standings(&self) -> Result<Vec<Standing>, LogError>;

    /// Makes groups that stand so, in place of what was there. Nobody may have joined them.
    ///
    /// # Errors
    /// [`LogError::Unavailable`]: some may be there; do it again.
    async fn lay_groups(&self, standings: &[Standing]) -> Result<(), LogError>;
}
