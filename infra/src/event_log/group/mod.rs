//! Subscription groups for a log that has none of its own: consumers of one process share a group's
//! events, each event going to one of them until somebody settles it.
//!
//! Delivered at least once. A group's checkpoint says up to where everything is settled; it is
//! saved a moment after the settling, so that after a crash what was settled above the saved
//! checkpoint is delivered again. Parked events and the retries of unsettled ones are saved in the
//! same transaction as the checkpoint that passes them.

mod backoff;
mod consumer;
mod journal;
mod registry;
mod runner;
mod running;
mod store;
mod time;
mod tracker;

use async_trait::async_trait;
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use uuid::Uuid;

pub(super) use self::backoff::wait;
pub(super) use self::consumer::consumer;
pub(super) use self::registry::Groups;
pub(super) use self::running::Running;
pub(super) use self::store::Store;
pub use self::store::{Remembered, State};
pub(super) use self::time::{at, settlement};
use super::{Delivery, Filter, LogError, Position, RecordedEvent, Subscription};

/// What a group reads from.
#[async_trait]
pub(super) trait Source: Send + Sync {
    /// Events after a position, those there and those to come.
    fn follow(&self, after: Option<Position>, filter: Filter) -> Subscription;

    /// The event at a position; none when there is none.
    async fn event(&self, at: Position) -> Result<Option<RecordedEvent>, LogError>;
}

/// What a running group is told.
enum Command {
    /// A consumer wants its next delivery.
    Want(Want),
    /// Saves everything; answers how many events are delivered or wait for a retry.
    Save(oneshot::Sender<Result<u64, LogError>>),
    /// Delivers parked events again; answers how many.
    Replay(Option<Uuid>, oneshot::Sender<Result<u64, LogError>>),
    /// Saves everything and ends.
    Stop(oneshot::Sender<()>),
}

/// A consumer that waits for a delivery, and the slot that the delivery holds until it is settled.
pub(super) struct Want {
    pub(super) deliver: oneshot::Sender<Delivery>,
    pub(super) slot: OwnedSemaphorePermit,
}

impl From<Want> for Command {
    fn from(want: Want) -> Self {
        Self::Want(want)
    }
}
