//! Events, from here to the client and back.

use jiff::Timestamp;
use kurrentdb::{EventData, ResolvedEvent};
use serde_json::value::RawValue;

use super::super::{LogError, NewEvent, Position, RecordedEvent};

/// An event for the client, its bytes as they are.
///
/// As JSON, KurrentDB's own pages and projections can show it; the client takes JSON only as a value, and a
/// raw value writes the same bytes again unless there are spaces around it. Such data go as binary.
pub(super) fn proposed(event: &NewEvent) -> EventData {
    let json = std::str::from_utf8(&event.data)
        .ok()
        .and_then(|text| serde_json::from_str::<&RawValue>(text).ok())
        .filter(|raw| raw.get().len() == event.data.len())
        .and_then(|raw| EventData::json(&event.kind, &raw).ok());
    json.unwrap_or_else(|| EventData::binary(&event.kind, event.data.clone()))
        .id(event.id)
        .metadata(event.metadata.clone())
}

/// An event that the client gave. None when it is a link to an event that is not there.
pub(super) fn recorded(resolved: ResolvedEvent) -> Result<Option<RecordedEvent>, LogError> {
    let Some(event) = resolved.event else { return Ok(None) };
    // The client has not looked whether the name is text.
    let stream = std::str::from_utf8(event.stream_id().as_bytes())
        .map_err(|_| LogError::Invalid("a stream's name is not UTF-8".into()))?
        .to_owned();
    let created = created(&event)?;
    Ok(Some(RecordedEvent {
        position: Position(event.position.commit),
        stream,
        revision: event.revision,
        id: event.id,
        kind: event.event_type,
        data: event.data,
        metadata: event.custom_metadata,
        created,
    }))
}

/// When the server took it: in its metadata in ticks of 100 nanoseconds, in the client's own field in whole
/// seconds only.
fn created(event: &kurrentdb::RecordedEvent) -> Result<Timestamp, LogError> {
    let ticks: Option<i64> = event.metadata.get("created").and_then(|ticks| ticks.parse().ok());
    let microseconds = ticks.map_or_else(|| event.created.timestamp_micros(), |ticks| ticks / 10);
    Timestamp::from_microsecond(microseconds)
        .map_err(|error| LogError::Invalid(format!("an event's time: {error}")))
}

/// A position for the client.
pub(super) fn place(at: Position) -> kurrentdb::Position {
    kurrentdb::Position { commit: at.0, prepare: at.0 }
}
