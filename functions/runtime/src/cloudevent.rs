//! Triggers and outcomes as CloudEvents 1.0 in JSON: the words that a function behind HTTP speaks.
//!
//! Pure mapping, nothing is sent here. An event's data and metadata travel byte for byte.
//! Source: <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md>

use bytes::Bytes;
use infra::event_log::{Position, RecordedEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::apply::command_id;
use crate::{Function, Outcome, Trigger};

/// The version of the specification that is spoken.
pub const SPECVERSION: &str = "1.0";
/// The media type of one event in the structured form.
pub const MEDIA_TYPE: &str = "application/cloudevents+json";

/// What every trigger's type begins with; the event's own type follows.
const TRIGGER: &str = "hemaclassify.event.";
/// What every outcome's type begins with; [`Outcome::kind`] follows.
const OUTCOME: &str = "hemaclassify.outcome.";

/// A CloudEvent in the structured form, with the extensions that this product uses. Numbers are
/// text, because the specification's integers have 32 bits.
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
    /// The event's metadata, as the text that the log holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<String>,
    /// How often the trigger was delivered before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<String>,
    /// Where the function wanted to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// What happened, or what was found.
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
    /// An attribute is missing or says something that it cannot.
    #[error("the attribute {0} is missing or malformed")]
    Attribute(&'static str),
    /// The data or the metadata is not what it should be.
    #[error("the content cannot be read: {0}")]
    Content(#[from] serde_json::Error),
    /// The event is of a type or version that this program does not know.
    #[error(transparent)]
    Unreadable(#[from] domain::event::Unreadable),
}

impl CloudEvent {
    /// A trigger, as a function behind HTTP gets it. `log` is the log's identity.
    ///
    /// # Errors
    /// Data that is not JSON, or metadata that is not text.
    pub fn from_trigger(log: Uuid, trigger: &Trigger) -> Result<Self, BadCloudEvent> {
        let RecordedEvent { position, stream, revision, id, kind, data, metadata, created } =
            &trigger.event;
        let envelope = &trigger.stored.envelope;
        let text = |bytes: &Bytes, what| {
            String::from_utf8(bytes.to_vec()).map_err(|_| BadCloudEvent::Attribute(what))
        };
        Ok(Self {
            specversion: SPECVERSION.to_owned(),
            id: id.to_string(),
            source: format!("urn:uuid:{log}"),
            r#type: format!("{TRIGGER}{kind}"),
            subject: Some(stream.clone()),
            time: Some(*created),
            datacontenttype: Some("application/json".to_owned()),
            traceparent: envelope.traceparent.clone(),
            correlationid: Some(envelope.correlation),
            causationid: envelope.causation,
            position: Some(position.to_string()),
            revision: Some(revision.to_string()),
            metadata: Some(text(metadata, "metadata")?),
            retries: Some(trigger.retries.to_string()),
            cursor: trigger.cursor.clone(),
            data: RawValue::from_string(text(data, "data")?)?,
        })
    }

    /// The trigger that somebody sent.
    ///
    /// # Errors
    /// A CloudEvent that is no trigger of this product, or one that this version cannot read.
    pub fn into_trigger(self) -> Result<Trigger, BadCloudEvent> {
        let kind = self.kind_after(TRIGGER)?.to_owned();
        let retries = number(self.retries.as_deref(), "retries")?;
        let event = RecordedEvent {
            position: Position(number(self.position.as_deref(), "position")?),
            stream: self.subject.ok_or(BadCloudEvent::Attribute("subject"))?,
            revision: number(self.revision.as_deref(), "revision")?,
            id: self.id.parse().map_err(|_| BadCloudEvent::Attribute("id"))?,
            kind,
            data: Bytes::from(String::from(Box::<str>::from(self.data))),
            metadata: Bytes::from(self.metadata.ok_or(BadCloudEvent::Attribute("metadata"))?),
            created: self.time.ok_or(BadCloudEvent::Attribute("time"))?,
        };
        Ok(Trigger { cursor: self.cursor, ..Trigger::read(event, retries)? })
    }

    /// An outcome, as a function behind HTTP answers it.
    ///
    /// # Errors
    /// An outcome that JSON cannot hold.
    pub fn from_outcome(
        function: &dyn Function,
        trigger: &Trigger,
        outcome: &Outcome,
    ) -> Result<Self, BadCloudEvent> {
        #[derive(Deserialize)]
        struct Content {
            data: Box<RawValue>,
        }
        let content: Content = serde_json::from_str(&serde_json::to_string(outcome)?)?;
        Ok(Self {
            specversion: SPECVERSION.to_owned(),
            id: command_id(function, &trigger.event, outcome).to_string(),
            source: format!("/functions/{}/{}", function.name(), function.version()),
            r#type: format!("{OUTCOME}{}", outcome.kind()),
            subject: outcome.image().map(|image| image.stream()),
            time: None,
            datacontenttype: Some("application/json".to_owned()),
            traceparent: trigger.stored.envelope.traceparent.clone(),
            correlationid: Some(trigger.stored.envelope.correlation),
            causationid: Some(trigger.event.id),
            position: None,
            revision: None,
            metadata: None,
            retries: None,
            cursor: None,
            data: content.data,
        })
    }

    /// The outcome that a function answered.
    ///
    /// # Errors
    /// A CloudEvent that is no outcome of this product.
    pub fn into_outcome(self) -> Result<Outcome, BadCloudEvent> {
        let kind = serde_json::to_string(self.kind_after(OUTCOME)?)?;
        let tagged = format!(r#"{{"type":{kind},"data":{}}}"#, self.data);
        Ok(serde_json::from_str(&tagged)?)
    }

    fn kind_after(&self, prefix: &str) -> Result<&str, BadCloudEvent> {
        if self.specversion != SPECVERSION {
            return Err(BadCloudEvent::Version(self.specversion.clone()));
        }
        let kind = self.r#type.strip_prefix(prefix);
        kind.ok_or_else(|| BadCloudEvent::Type(self.r#type.clone()))
    }
}

fn number<N: std::str::FromStr>(
    text: Option<&str>,
    attribute: &'static str,
) -> Result<N, BadCloudEvent> {
    text.and_then(|text| text.parse().ok()).ok_or(BadCloudEvent::Attribute(attribute))
}
