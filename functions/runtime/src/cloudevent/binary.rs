//! The binary form: attributes in headers, data in the body.

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use bytes::Bytes;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value};

use super::{BadCloudEvent, CloudEvent};

/// What every header of an attribute begins with.
const PREFIX: &str = "ce-";

/// What a header's value does not hold as it is (3.1.3.2 of the binding).
const ENCODED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%');

/// Whether data of this media type is JSON.
pub(super) fn is_json(media: &str) -> bool {
    media == "application/json" || media.ends_with("+json")
}

pub(super) fn encode(event: &CloudEvent) -> Result<(HeaderMap, Bytes), BadCloudEvent> {
    let Value::Object(mut attributes) = serde_json::to_value(event)? else {
        return Err(BadCloudEvent::Attribute("data"));
    };
    attributes.remove("data");
    attributes.remove("datacontenttype");
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in attributes {
        let text = value.as_str().unwrap_or_default();
        let value = utf8_percent_encode(text, ENCODED).to_string();
        // Names are this program's own, and what is encoded so is printable.
        if let (Ok(name), Ok(value)) =
            (HeaderName::try_from(format!("{PREFIX}{name}")), HeaderValue::try_from(value))
        {
            headers.insert(name, value);
        }
    }
    Ok((headers, Bytes::copy_from_slice(event.data.get().as_bytes())))
}

pub(super) fn decode(headers: &HeaderMap, body: &[u8]) -> Result<CloudEvent, BadCloudEvent> {
    let mut attributes = Map::new();
    for (name, value) in headers {
        let Some(name) = name.as_str().strip_prefix(PREFIX) else { continue };
        let value = value.to_str().map_err(|_| BadCloudEvent::Attribute("in a header"))?;
        let value = percent_decode_str(value).decode_utf8_lossy().into_owned();
        attributes.insert(name.to_owned(), Value::String(value));
    }
    // No attribute carries the data.
    attributes.remove("data");
    attributes.insert("datacontenttype".to_owned(), Value::from("application/json"));
    let data = std::str::from_utf8(body).map_err(|_| BadCloudEvent::Attribute("data"))?;
    // Joined as text: numbers and spaces of the data stay as they are.
    let attributes = serde_json::to_string(&attributes)?;
    let attributes = attributes.trim_end_matches('}');
    let data: &serde_json::value::RawValue = serde_json::from_str(data)?;
    Ok(serde_json::from_str(&format!("{attributes},\"data\":{data}}}"))?)
}
