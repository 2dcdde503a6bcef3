//! Small documents beside the events: the log's identity, and what the groups were told.
//!
//! Each is the metadata of a stream that holds nothing else. So they are the server's to keep and to back up
//! with the events, and are no events themselves.

use bytes::Bytes;
use kurrentdb::{Error, EventData};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::{Direction, Expected, LogError};
use super::connection::{Connection, log_error};

/// A document, and the revision that the next one expects.
pub(super) struct Document<T> {
    pub(super) value: Option<T>,
    expected: Expected,
}

impl Connection {
    /// The document of this name as it was last written.
    pub(super) async fn document<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Document<T>, LogError> {
        let stream = stream(name);
        let last = self.read_stream(&stream, None, Direction::Backwards, 1).await?.pop();
        let Some(last) = last else {
            return Ok(Document { value: None, expected: Expected::NoStream });
        };
        let value = parse(&last.data)
            .ok_or_else(|| LogError::Invalid(format!("the document {name} is damaged")))?;
        Ok(Document { value, expected: Expected::Revision(last.revision) })
    }

    /// Writes a document in the place of one that was read; false when somebody else was faster.
    pub(super) async fn put_document<T: Serialize, U>(
        &self,
        name: &str,
        instead_of: &Document<U>,
        value: &T,
    ) -> Result<bool, LogError> {
        let event = EventData::json("$metadata", &serde_json::json!({ "document": value }))
            .map_err(|error| LogError::Invalid(error.to_string()))?
            .id(uuid::Uuid::now_v7());
        let stream = stream(name);
        match self.write(&stream, instead_of.expected, vec![event]).await {
            Ok(_) => Ok(true),
            Err(Error::WrongExpectedVersion { .. }) => Ok(false),
            Err(error) => Err(log_error(error)),
        }
    }
}

/// The stream that holds a document.
pub(super) fn stream(name: &str) -> String {
    format!("$${name}")
}

/// The document in a stream's metadata; none when the metadata hold none, as after an operator's change.
pub(super) fn parse<T: DeserializeOwned>(data: &Bytes) -> Option<Option<T>> {
    let metadata: serde_json::Value = serde_json::from_slice(data).ok()?;
    match metadata.get("document") {
        Some(document) => serde_json::from_value(document.clone()).ok().map(Some),
        None => Some(None),
    }
}
