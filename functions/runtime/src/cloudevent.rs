//! Triggers and outcomes as CloudEvents 1.0: the words that a function behind HTTP speaks.
//!
//! Pure mapping, nothing is sent here. What the log recorded travels byte for byte within the data.
//! Sources: <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md>,
//! <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md>

mod binary;
mod http;
mod outcome;
mod trigger;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

pub use http::{BATCH, Mode, STRUCTURED, decode, encode, mode};
pub use trigger::{Original, Present};

/// The version of the specification that is spoken.
pub const SPECVERSION: &str = "1.0";

/// A CloudEvent with the extensions that this product uses. Numbers are text, because the
/// specification's integers have 32 bits.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CloudEvent {
    /// Always [`SPECVERSION`].
    pub specversion: String,
    /// Unique within the source. For a trigger the event's id, for an outcome the command's.
    pub id: String,
    /// Which log, or which function.
    pub source: String,
    /// What it is.
    pub r#type: String,
    /// The stream, or the image that an outcome is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// When the log took the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Timestamp>,
    /// `application/json`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datacontenttype: Option<String>,
    /// W3C Trace Context: the distributed tracing extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    /// What belongs together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlationid: Option<Uuid>,
    /// The event that caused this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causationid: Option<Uuid>,
    /// Where in the whole log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// Where in the stream.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<String>,
    /// How often the trigger was delivered before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<String>,
    /// Where the function wanted to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// What happened and how things stand now, or what was found.
    pub data: Box<RawValue>,
}

/// What is wrong with a CloudEvent, or with an event that cannot become one.
#[derive(Debug, thiserror::Error)]
pub enum BadCloudEvent {
    /// Another version of the specification.
    #[error("CloudEvents {SPECVERSION} is spoken here, not “{0}”")]
    Version(String),
    /// A type that is not expected here.
    #[error("“{0}” is not a type of event that is expected here")]
    Type(String),
    /// Neither form of a CloudEvent.
    #[error(
        "this is no CloudEvent: “{0}” is neither application/cloudevents+json, nor \
         application/json beside a header ce-specversion"
    )]
    Form(String),
    /// An attribute is missing or says something that it cannot.
    #[error("the attribute {0} is missing or malformed")]
    Attribute(&'static str),
    /// The content is not what it should be.
    #[error("the content cannot be read: {0}")]
    Content(#[from] serde_json::Error),
    /// The event is of a type or version that this program does not know.
    #[error(transparent)]
    Unreadable(#[from] domain::event::Unreadable),
}

impl CloudEvent {
    fn kind_after(&self, prefix: &str) -> Result<&str, BadCloudEvent> {
        if self.specversion != SPECVERSION {
            return Err(BadCloudEvent::Version(self.specversion.clone()));
        }
        let kind = self.r#type.strip_prefix(prefix);
        kind.ok_or_else(|| BadCloudEvent::Type(self.r#type.clone()))
    }
}
