//! The embedded log, answering as KurrentDB does where the two differ.

use std::path::Path;
use std::sync::Arc;

use infra::event_log::sqlite::SqliteLog;
use infra::event_log::{
    Appended, Direction, EventLog, Expected, LogError, NewEvent, RecordedEvent,
};
use infra::state::State;
use serde_json::Value;
use tonic::{Code, Status};

use crate::wire;

/// What KurrentDB takes in one append, in bytes of data.
const MAX_APPEND: usize = 1 << 20;
/// How far back an append that expects nothing looks for its own events.
const LOOK_BACK: usize = 1000;

/// Which revision a client expects.
#[derive(Clone, Copy, Debug)]
pub enum Wanted {
    /// Whatever is there.
    Any,
    /// Something is there.
    Exists,
    /// As the log knows it.
    Guarded(Expected),
}

/// What an append came to.
#[derive(Debug)]
pub enum Answer {
    /// It was taken, or had been before.
    Taken(Appended),
    /// The stream is elsewhere.
    Wrong {
        /// Its last revision; none when it does not exist.
        current: Option<u64>,
    },
}

/// The log. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Log(pub Arc<SqliteLog>);

impl Log {
    /// Opens the log in a directory, making it when there is none.
    pub async fn open(directory: &Path) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let state = directory.join("state.db");
        let state = State::open(&format!("sqlite://{}", state.display())).await?;
        let log = SqliteLog::open(&directory.join("events.db"), state.pool().clone()).await?;
        Ok(Self(Arc::new(log)))
    }

    /// Appends events, all or none.
    pub async fn append(
        &self,
        stream: &str,
        wanted: Wanted,
        events: Vec<NewEvent>,
    ) -> Result<Answer, Status> {
        check(stream, &events)?;
        loop {
            let (expected, current) = match wanted {
                Wanted::Guarded(expected) => (expected, None),
                Wanted::Any | Wanted::Exists => match self.place(stream, wanted, &events).await? {
                    Some(place) => place,
                    None => return Ok(Answer::Wrong { current: None }),
                },
            };
            match self.0.append(stream, expected, events.clone()).await {
                Ok(appended) => return Ok(Answer::Taken(appended)),
                Err(LogError::WrongRevision { actual, .. }) => match wanted {
                    Wanted::Guarded(_) => {
                        return self.wrong(stream, expected, actual, &events).await;
                    }
                    // Somebody came between; what is expected is whatever is there now.
                    _ if actual != current => {}
                    _ => return Err(invalid_transaction()),
                },
                Err(error) => return Err(status(error)),
            }
        }
    }

    /// Where an append that expects no revision goes: where it stands already, or at the end. None when
    /// there is no stream and there should be one.
    async fn place(
        &self,
        stream: &str,
        wanted: Wanted,
        events: &[NewEvent],
    ) -> Result<Option<(Expected, Option<u64>)>, Status> {
        let latest = self.latest(stream, LOOK_BACK).await?;
        let current = latest.first().map(|event| event.revision);
        if current.is_none() && matches!(wanted, Wanted::Exists) {
            return Ok(None);
        }
        let known = latest.iter().find(|known| events.iter().any(|event| event.id == known.id));
        let first = match known {
            Some(known) => {
                let nth = events.iter().position(|event| event.id == known.id).unwrap_or(0);
                known.revision.saturating_sub(nth as u64)
            }
            None => current.map_or(0, |current| current + 1),
        };
        let expected = first.checked_sub(1).map_or(Expected::NoStream, Expected::Revision);
        Ok(Some((expected, current)))
    }

    /// How KurrentDB refuses: where the append began with an event that stands at its place and went on
    /// with another, the two were never one transaction.
    async fn wrong(
        &self,
        stream: &str,
        expected: Expected,
        current: Option<u64>,
        events: &[NewEvent],
    ) -> Result<Answer, Status> {
        let first = match expected {
            Expected::NoStream => 0,
            Expected::Revision(revision) => revision.saturating_add(1),
        };
        let there = self.0.read_stream(stream, Some(first), Direction::Forwards, 1).await;
        let there = there.map_err(status)?.pop().map(|event| event.id);
        match there.is_some() && there == events.first().map(|event| event.id) {
            true => Err(invalid_transaction()),
            false => Ok(Answer::Wrong { current }),
        }
    }

    /// A stream's newest events, the last first.
    pub async fn latest(&self, stream: &str, limit: usize) -> Result<Vec<RecordedEvent>, Status> {
        self.0.read_stream(stream, None, Direction::Backwards, limit).await.map_err(status)
    }

    /// The first revision of a stream that is still to be seen, from its metadata.
    pub async fn truncated_before(&self, stream: &str) -> Result<u64, Status> {
        let metadata = self.latest(&format!("$${stream}"), 1).await?;
        let metadata = metadata.first().and_then(|last| serde_json::from_slice(&last.data).ok());
        Ok(metadata.and_then(|metadata: Value| metadata["$tb"].as_u64()).unwrap_or(0))
    }

    /// The event that a link points to; none when it is no link, or points to nothing.
    pub async fn resolve(&self, link: &RecordedEvent) -> Result<Option<RecordedEvent>, Status> {
        if link.kind != "$>" {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&link.data);
        let Some((revision, stream)) = text.split_once('@') else { return Ok(None) };
        let Ok(revision) = revision.parse() else { return Ok(None) };
        let found = self.0.read_stream(stream, Some(revision), Direction::Forwards, 1).await;
        Ok(found.map_err(status)?.pop().filter(|event| event.revision == revision))
    }
}

fn check(stream: &str, events: &[NewEvent]) -> Result<(), Status> {
    let size: usize = events.iter().map(|event| event.data.len() + event.metadata.len()).sum();
    if size > MAX_APPEND + events.len() {
        let text = format!("Maximum Append Size of {MAX_APPEND} Exceeded.");
        return Err(wire::exception(Code::InvalidArgument, "maximum-append-size-exceeded", text));
    }
    if stream.is_empty() || events.iter().any(|event| event.kind.is_empty()) {
        let text = "Required Metadata Property 'type' or the stream's name is missing";
        return Err(wire::exception(
            Code::InvalidArgument,
            "missing-required-metadata-property",
            text,
        ));
    }
    Ok(())
}

fn invalid_transaction() -> Status {
    wire::exception(Code::InvalidArgument, "invalid-transaction", "Invalid Transaction")
}

/// The embedded log's errors for a client.
pub fn status(error: LogError) -> Status {
    match error {
        LogError::Invalid(reason) => Status::invalid_argument(reason),
        LogError::NoGroup(name) => crate::groups::absent(&name),
        LogError::Full(_) | LogError::Unavailable(_) | LogError::WrongRevision { .. } => {
            Status::unavailable(error.to_string())
        }
    }
}
