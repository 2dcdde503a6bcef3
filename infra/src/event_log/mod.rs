//! The event log: appended, never changed. One trait, one contract suite, an adapter an engine.
//!
//! Shaped for KurrentDB: positions are given at commit, a stream that does not exist is read as
//! empty, guarded appends expect none or an exact revision, groups are persistent subscriptions.

pub mod chain;
mod check;
mod group;
pub mod kurrent;
pub mod moving;
pub mod sqlite;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where an event stands in the whole log. Grows, with holes; compare, never compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position(pub u64);

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which revision a stream must have for an append to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The stream must not exist.
    NoStream,
    /// The stream's last event must have this revision; the first event has 0.
    Revision(u64),
}

/// An event to append. Data and metadata are JSON; their bytes are kept as they are.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its identifier: the same one appends once.
    pub id: Uuid,
    /// Its type's name.
    pub kind: String,
    /// What happened.
    pub data: Bytes,
    /// Who, when and why.
    pub metadata: Bytes,
}

/// An event in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedEvent {
    /// Where in the whole log.
    pub position: Position,
    /// In which stream.
    pub stream: String,
    /// Where in the stream; the first event has 0.
    pub revision: u64,
    /// Its identifier.
    pub id: Uuid,
    /// Its type's name.
    pub kind: String,
    /// What happened, byte for byte.
    pub data: Bytes,
    /// Who, when and why, byte for byte.
    pub metadata: Bytes,
    /// When the log took it.
    pub created: Timestamp,
}

/// What an append came to: where its last event stands. The same for the same events again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The last event's revision.
    pub revision: u64,
    /// The last event's position.
    pub position: Position,
}

/// What went wrong with the log.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// Somebody else appended first. Load again, decide again.
    #[error("stream {stream} is not at the expected revision: it is at {actual:?}")]
    WrongRevision {
        /// Which stream.
        stream: String,
        /// The revision it has; none when it does not exist.
        actual: Option<u64>,
    },
    /// The log cannot be reached now. Nothing is known of what was asked; ask again.
    #[error("the event log is not available: {0}")]
    Unavailable(String),
    /// There is no room for more.
    #[error("the event log is out of space: {0}")]
    Full(String),
    /// What was asked makes no sense to this log.
    #[error("the event log refused: {0}")]
    Invalid(String),
    /// No group has this name.
    #[error("there is no subscription group {0}")]
    NoGroup(String),
}

/// Which way to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Oldest first.
    Forwards,
    /// Newest first.
    Backwards,
}

/// Which events of the whole log. The engines filter by one of the two, not both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// Every event.
    All,
    /// Events of one of these types.
    Types(Vec<String>),
    /// Events of streams whose names begin with one of these.
    StreamPrefixes(Vec<String>),
}

impl Filter {
    /// Whether it lets an event through.
    pub fn matches(&self, event: &RecordedEvent) -> bool {
        match self {
            Self::All => true,
            Self::Types(kinds) => kinds.contains(&event.kind),
            Self::StreamPrefixes(prefixes) => {
                prefixes.iter().any(|prefix| event.stream.starts_with(prefix))
            }
        }
    }
}

/// What a subscription says.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// An event that passed the filter.
    Event(RecordedEvent),
    /// Everything up to here was looked at; said now and then, so that a reader whose filter lets
    /// little through still gets on.
    Checkpoint(Position),
    /// All that was there has been sent; from here on it is live. Said again after falling behind.
    CaughtUp(Option<Position>),
}

/// Events as they come: first what is there, then what follows, without gap and without polling.
/// Ends only with an error; who wants to go on subscribes again after the last position seen.
pub type Subscription = BoxStream<'static, Result<Message, LogError>>;

/// How a group delivers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupSettings {
    /// Which events.
    pub filter: Filter,
    /// Start after this position; none starts with the first event of the log.
    pub from: Option<Position>,
    /// How often an event is delivered again before it is parked.
    pub max_retries: u32,
    /// Not settled by then, it is delivered again.
    pub settle_timeout: Duration,
    /// The wait before the first retry; each next is twice as long, with jitter.
    pub min_backoff: Duration,
    /// The longest wait between retries.
    pub max_backoff: Duration,
}

impl GroupSettings {
    /// The usual settings over these events from the log's beginning: 5 retries, half a second to a
    /// minute apart, two minutes to settle.
    pub fn new(filter: Filter) -> Self {
        Self {
            filter,
            from: None,
            max_retries: 5,
            settle_timeout: Duration::from_secs(120),
            min_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(60),
        }
    }
}

/// What a consumer says of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Done.
    Done,
    /// Deliver it again, later; the last retry parks.
    Retry(String),
    /// Put it aside for a person to look at.
    Park(String),
}

/// One event given to one consumer of a group. Dropped unsettled, it is delivered again.
#[derive(Debug)]
pub struct Delivery {
    /// The event.
    pub event: RecordedEvent,
    /// How often it was delivered before.
    pub retries: u32,
    settle: Option<tokio::sync::oneshot::Sender<Settlement>>,
}

impl Delivery {
    /// For adapters: a delivery and where its settlement comes out. Closed means dropped.
    pub fn new(
        event: RecordedEvent,
        retries: u32,
    ) -> (Self, tokio::sync::oneshot::Receiver<Settlement>) {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        (Self { event, retries, settle: Some(sender) }, receiver)
    }

    /// Says what became of it.
    pub fn settle(mut self, settlement: Settlement) {
        if let Some(sender) = self.settle.take() {
            // A receiver that is gone belonged to a group that ended: it delivers again.
            let _ = sender.send(settlement);
        }
    }
}

/// One consumer's share of a group's events. Ends with an error; join again.
pub type Consumer = BoxStream<'static, Result<Delivery, LogError>>;

/// An event put aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Parked {
    /// The event.
    pub event: RecordedEvent,
    /// How often it was tried.
    pub retries: u32,
    /// What the last try said.
    pub reason: String,
    /// Since when.
    pub parked_at: Timestamp,
}

/// Where a group stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupStatus {
    /// Its name.
    pub name: String,
    /// Which events it delivers; nothing when they were chosen elsewhere, and are not known here.
    pub filter: Filter,
    /// Every event up to here is settled; none when nothing is.
    pub checkpoint: Option<Position>,
    /// How many are to be delivered again although the checkpoint has passed them.
    pub again: u64,
    /// Delivered, not settled, or waiting for a retry.
    pub in_flight: u64,
    /// How many are parked.
    pub parked: u64,
}

/// The event log.
#[async_trait]
pub trait EventLog: Send + Sync + 'static {
    /// Which log this is; a checkpoint names it, so that it is never used on another.
    async fn identity(&self) -> Result<Uuid, LogError>;

    /// Appends events of one stream, all or none, durable before it answers.
    ///
    /// The same events (by id) again give the same answer without appending, as long as they are
    /// the ones that follow the expected revision.
    ///
    /// # Errors
    /// [`LogError::WrongRevision`] when the stream is elsewhere; nothing is appended then.
    /// [`LogError::Invalid`] without a name, without events, or with the same event twice; also,
    /// where the engine can tell, with an event that stands elsewhere in the log.
    async fn append(
        &self,
        stream: &str,
        expected: Expected,
        events: Vec<NewEvent>,
    ) -> Result<Appended, LogError>;

    /// Events of one stream, at most `limit`, from a revision on (inclusive), or from the end that
    /// the direction begins at. A stream that does not exist is empty.
    async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError>;

    /// Events of the whole log, at most `limit`, beyond a position (exclusive), or from the end
    /// that the direction begins at. Fewer than `limit` means that there are no more.
    async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError>;

    /// The last event's position; none in an empty log.
    async fn head(&self) -> Result<Option<Position>, LogError>;

    /// Events after a position (none: from the first), those there and those to come.
    async fn subscribe(
        &self,
        after: Option<Position>,
        filter: Filter,
    ) -> Result<Subscription, LogError>;

    /// Makes sure that a group exists; one that exists keeps its place and takes these settings.
    async fn ensure_group(&self, name: &str, settings: GroupSettings) -> Result<(), LogError>;

    /// Joins a group as one of its consumers, with at most `buffer` deliveries unsettled at once.
    async fn join_group(&self, name: &str, buffer: usize) -> Result<Consumer, LogError>;

    /// The groups and where they stand.
    async fn groups(&self) -> Result<Vec<GroupStatus>, LogError>;

    /// A group's parked events, oldest first, at most `limit`.
    async fn parked(&self, name: &str, limit: usize) -> Result<Vec<Parked>, LogError>;

    /// Delivers parked events again: one by its id, or all. Says how many.
    async fn replay_parked(&self, name: &str, event: Option<Uuid>) -> Result<u64, LogError>;
}
