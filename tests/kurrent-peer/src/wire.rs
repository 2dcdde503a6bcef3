//! The protocol's messages, and how this log's events look in them.

/// What the services have in common.
#[allow(missing_docs, clippy::all, clippy::unwrap_used)]
pub mod client {
    tonic::include_proto!("event_store.client");

    /// Reading and appending.
    pub mod streams {
        tonic::include_proto!("event_store.client.streams");
    }

    /// Groups of consumers.
    pub mod persistent_subscriptions {
        tonic::include_proto!("event_store.client.persistent_subscriptions");
    }

    /// What the server can do.
    pub mod server_features {
        tonic::include_proto!("event_store.client.server_features");
    }

    /// Which nodes there are.
    pub mod gossip {
        tonic::include_proto!("event_store.client.gossip");
    }
}

use std::collections::HashMap;

use bytes::Bytes;
use infra::event_log::{Position, RecordedEvent};
use jiff::Timestamp;
use tonic::metadata::MetadataValue;
use tonic::{Code, Status};
use uuid::Uuid;

use client::uuid::Value;

/// Positions go out multiplied: KurrentDB's are places in a file, with holes between them, and no client
/// may come to count on neighbours.
const STEP: u64 = 64;

/// A position as clients see it.
pub fn position(at: Position) -> client::Position {
    client::Position { commit_position: at.0 * STEP, prepare_position: at.0 * STEP }
}

/// What lies before a client's position: everything after this one is at it or beyond.
pub fn before(commit: u64) -> Option<Position> {
    commit.div_ceil(STEP).checked_sub(1).map(Position)
}

/// What a client has seen when it was told this position.
pub fn seen(commit: u64) -> Option<Position> {
    Some(Position(commit / STEP)).filter(|position| position.0 > 0)
}

/// The first position that is not below a client's.
pub fn from(commit: u64) -> Position {
    Position(commit.div_ceil(STEP))
}

/// An identifier, however the client wrote it.
pub fn id(wire: Option<client::Uuid>) -> Result<Uuid, Status> {
    match wire.and_then(|wire| wire.value) {
        Some(Value::Structured(bits)) => {
            let (most, least) = (bits.most_significant_bits, bits.least_significant_bits);
            Ok(Uuid::from_u64_pair(most.cast_unsigned(), least.cast_unsigned()))
        }
        Some(Value::String(text)) => {
            text.parse().map_err(|_| Status::invalid_argument(format!("{text} is no UUID")))
        }
        None => Err(Status::invalid_argument("an identifier is missing")),
    }
}

/// An identifier as every client reads it.
pub fn uuid(id: Uuid) -> client::Uuid {
    client::Uuid { value: Some(Value::String(id.to_string())) }
}

/// A stream's name.
pub fn stream(wire: Option<client::StreamIdentifier>) -> Result<String, Status> {
    let bytes = wire.map(|wire| wire.stream_name).unwrap_or_default();
    String::from_utf8(bytes.to_vec())
        .map_err(|_| Status::invalid_argument("a stream's name is UTF-8"))
}

/// A stream's name for a client.
pub fn identifier(stream: &str) -> client::StreamIdentifier {
    client::StreamIdentifier { stream_name: Bytes::copy_from_slice(stream.as_bytes()) }
}

/// An event for a client.
pub fn event(event: &RecordedEvent) -> client::RecordedEvent {
    let (json, metadata) = unmarked(&event.metadata);
    let content = if json { "application/json" } else { "application/octet-stream" };
    // Ticks of 100 nanoseconds.
    let created = (event.created.as_microsecond() * 10).to_string();
    let at = position(event.position);
    client::RecordedEvent {
        id: Some(uuid(event.id)),
        stream_identifier: Some(identifier(&event.stream)),
        stream_revision: event.revision,
        prepare_position: at.prepare_position,
        commit_position: at.commit_position,
        metadata: HashMap::from([
            ("type".into(), event.kind.clone()),
            ("created".into(), created),
            ("content-type".into(), content.into()),
        ]),
        custom_metadata: metadata,
        data: event.data.clone(),
    }
}

/// Metadata as they are kept: whether the data are JSON, and then the client's own.
pub fn marked(json: bool, metadata: &[u8]) -> Bytes {
    [if json { b"j" } else { b"b" }, metadata].concat().into()
}

fn unmarked(kept: &Bytes) -> (bool, Bytes) {
    match kept.first() {
        Some(mark) => (*mark == b'j', kept.slice(1..)),
        None => (false, Bytes::new()),
    }
}

/// The client's own part of an event's metadata.
pub fn metadata(event: &RecordedEvent) -> Bytes {
    unmarked(&event.metadata).1
}

/// Now, for messages that say when.
pub fn now() -> prost_types::Timestamp {
    let now = Timestamp::now();
    prost_types::Timestamp { seconds: now.as_second(), nanos: now.subsec_nanosecond() }
}

/// An error as KurrentDB words it: clients look at the name in the trailer `exception`.
pub fn exception(code: Code, name: &'static str, message: impl Into<String>) -> Status {
    let mut status = Status::new(code, message);
    status.metadata_mut().insert("exception", MetadataValue::from_static(name));
    status
}
