//! A trigger as a CloudEvent, together with how things stand at the moment of sending.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use domain::ids::Sha256;
use infra::event_log::{Position, RecordedEvent};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use uuid::Uuid;

use super::{BadCloudEvent, CloudEvent, SPECVERSION};
use crate::{FunctionError, ImageNow, PanelNow, Sources, Trigger};

/// What every trigger's type begins with; the event's own type follows.
const TRIGGER: &str = "hemaclassify.event.";

/// How things stand: what a function sees that has no sources of its own. Nothing stands there of an
/// image that is gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Present {
    /// The trigger's image.
    pub image: Option<ImageNow>,
    /// The panel that it is read against.
    pub panel: Option<PanelNow>,
    /// Where its bytes can be had for a while.
    pub original: Option<Original>,
}

/// Where the bytes that were uploaded can be had, and what must come out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Original {
    /// Answers a GET without credentials. Whoever has it has the image: it belongs into no log.
    pub url: String,
    /// Until when.
    pub expires_at: Timestamp,
    /// The encoding's media type.
    pub media_type: String,
    /// How many bytes.
    pub bytes: u64,
    /// Their digest.
    pub sha256: Sha256,
}

impl fmt::Debug for Original {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Original").field("sha256", &self.sha256).finish_non_exhaustive()
    }
}

/// The data of a trigger's CloudEvent.
#[derive(Serialize, Deserialize)]
struct Content {
    event: Box<RawValue>,
    metadata: Box<RawValue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image: Option<ImageNow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    panel: Option<PanelNow>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original: Option<Original>,
}

impl Present {
    /// How things stand for a trigger, with a link that is good for so long.
    ///
    /// # Errors
    /// Sources that are away.
    pub async fn of(
        trigger: &Trigger,
        sources: &Sources,
        valid: Duration,
    ) -> Result<Self, FunctionError> {
        let Some(id) = trigger.image() else { return Ok(Self::default()) };
        let Some(image) = sources.image(id).await? else { return Ok(Self::default()) };
        let panel = sources.panel(&image.panel).await?;
        let link = sources.link(&image, valid).await?;
        let original = link.map(|link| Original {
            url: link.url,
            expires_at: link.expires_at,
            media_type: image.format.media_type().to_owned(),
            bytes: image.bytes,
            sha256: image.sha256,
        });
        Ok(Self { image: Some(image), panel, original })
    }
}

impl CloudEvent {
    /// A trigger, as a function behind HTTP gets it. `log` is the log's identity.
    ///
    /// # Errors
    /// Data or metadata that is not JSON.
    pub fn from_trigger(
        log: Uuid,
        trigger: &Trigger,
        present: Present,
    ) -> Result<Self, BadCloudEvent> {
        let RecordedEvent { position, stream, revision, id, kind, data, metadata, created } =
            &trigger.event;
        let envelope = &trigger.stored.envelope;
        let Present { image, panel, original } = present;
        let (event, metadata) = (verbatim(data, "data")?, verbatim(metadata, "metadata")?);
        let content = Content { event, metadata, image, panel, original };
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
            retries: Some(trigger.retries.to_string()),
            cursor: trigger.cursor.clone(),
            data: to_raw_value(&content)?,
        })
    }

    /// The trigger that somebody sent, and how things stood then.
    ///
    /// # Errors
    /// A CloudEvent that is no trigger of this product, or one that this version cannot read.
    pub fn into_trigger(self) -> Result<(Trigger, Present), BadCloudEvent> {
        let kind = self.kind_after(TRIGGER)?.to_owned();
        let retries = number(self.retries.as_deref(), "retries")?;
        let Content { event, metadata, image, panel, original } =
            serde_json::from_str(self.data.get())?;
        let recorded = RecordedEvent {
            position: Position(number(self.position.as_deref(), "position")?),
            stream: self.subject.ok_or(BadCloudEvent::Attribute("subject"))?,
            revision: number(self.revision.as_deref(), "revision")?,
            id: self.id.parse().map_err(|_| BadCloudEvent::Attribute("id"))?,
            kind,
            data: bytes(event),
            metadata: bytes(metadata),
            created: self.time.ok_or(BadCloudEvent::Attribute("time"))?,
        };
        let trigger = Trigger { cursor: self.cursor, ..Trigger::read(recorded, retries)? };
        Ok((trigger, Present { image, panel, original }))
    }
}

fn verbatim(recorded: &Bytes, what: &'static str) -> Result<Box<RawValue>, BadCloudEvent> {
    let text = String::from_utf8(recorded.to_vec()).map_err(|_| BadCloudEvent::Attribute(what))?;
    Ok(RawValue::from_string(text)?)
}

fn bytes(raw: Box<RawValue>) -> Bytes {
    Bytes::from(String::from(Box::<str>::from(raw)))
}

fn number<N: std::str::FromStr>(
    text: Option<&str>,
    attribute: &'static str,
) -> Result<N, BadCloudEvent> {
    text.and_then(|text| text.parse().ok()).ok_or(BadCloudEvent::Attribute(attribute))
}
