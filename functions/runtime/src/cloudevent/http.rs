//! CloudEvents in messages of HTTP: structured, in a batch, or binary.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue};
use bytes::Bytes;

use super::{BadCloudEvent, CloudEvent, binary};

/// The media type of one event in the structured form.
pub const STRUCTURED: &str = "application/cloudevents+json";
/// The media type of several.
pub const BATCH: &str = "application/cloudevents-batch+json";

/// How a message holds its events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One event, all of it in the body.
    Structured,
    /// Any number of events in the body.
    Batch,
    /// One event, its attributes in headers and its data in the body.
    Binary,
}

/// How a message with these headers holds its events.
///
/// # Errors
/// [`BadCloudEvent::Form`] when it does not say.
pub fn mode(headers: &HeaderMap) -> Result<Mode, BadCloudEvent> {
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media.as_str() {
        STRUCTURED => Ok(Mode::Structured),
        BATCH => Ok(Mode::Batch),
        _ if headers.contains_key("ce-specversion") && binary::is_json(&media) => Ok(Mode::Binary),
        _ => Err(BadCloudEvent::Form(media)),
    }
}

/// The events of a message.
///
/// # Errors
/// [`BadCloudEvent`] when it holds something else.
pub fn decode(headers: &HeaderMap, body: &[u8]) -> Result<Vec<CloudEvent>, BadCloudEvent> {
    match mode(headers)? {
        Mode::Structured => Ok(vec![serde_json::from_slice(body)?]),
        Mode::Batch => Ok(serde_json::from_slice(body)?),
        Mode::Binary => Ok(vec![binary::decode(headers, body)?]),
    }
}

/// Headers and body of a message with these events. [`Mode::Batch`] when they are not exactly one.
///
/// # Errors
/// An event that JSON cannot hold.
pub fn encode(events: &[CloudEvent], mode: Mode) -> Result<(HeaderMap, Bytes), BadCloudEvent> {
    let (media, body) = match (events, mode) {
        ([event], Mode::Binary) => return binary::encode(event),
        ([event], Mode::Structured) => (STRUCTURED, serde_json::to_vec(event)?),
        (events, _) => (BATCH, serde_json::to_vec(events)?),
    };
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media))]);
    Ok((headers, body.into()))
}
