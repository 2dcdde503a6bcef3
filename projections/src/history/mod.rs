//! The log, read for a person: what happened, and how things stood at a moment.

mod as_of;
mod blind;
mod export;
mod names;
mod panels;
mod related;
mod summary;
mod teller;
mod then;

use std::str::FromStr;
use std::sync::Arc;

use domain::access::Role;
use domain::case::Targets;
use domain::ids::{CaseId, ImageId, PatientId};
use infra::event_log::{EventLog, Position, RecordedEvent};
use infra::vault::Vault;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ReadError;
use crate::sight::Sight;
use blind::Unread;
pub(crate) use blind::tells;
pub use export::Exported;
pub(crate) use panels::Panels;
pub(crate) use related::Index;
use related::{belongs, patient_of};
use teller::Teller;
use then::Then;

/// A moment of the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// After the event at this position.
    Position(Position),
    /// After the stream's last event recorded at or before this time.
    Time(Timestamp),
}

/// Text that names no moment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is neither a position nor a time such as 2026-05-01T12:00:00Z")]
pub struct BadMoment(pub String);

impl FromStr for AsOf {
    type Err = BadMoment;
    fn from_str(text: &str) -> Result<Self, BadMoment> {
        if let Ok(position) = text.parse() {
            return Ok(Self::Position(Position(position)));
        }
        text.parse().map(Self::Time).map_err(|_| BadMoment(text.to_owned()))
    }
}

/// One line of a timeline.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Entry {
    /// Where in the whole log.
    pub position: u64,
    /// In which stream, such as `image-…`.
    pub stream: String,
    /// Where in the stream.
    pub revision: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// By whom.
    pub actor: ActorView,
    /// The event's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// In plain words.
    pub summary: String,
    /// Withheld, for the viewer is yet to read the image, or images of the case: what was said.
    pub blind: bool,
    /// The event's data, personal fields opened; those of an erased patient say `erased`. `null` when
    /// it is withheld.
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ActorView {
    /// `person`, `function` or `system`.
    pub kind: String,
    /// The person.
    pub id: Option<Uuid>,
    /// The person's, function's or part's name.
    pub name: String,
    /// The person's role at that moment.
    #[schema(value_type = Option<String>)]
    pub role: Option<Role>,
    /// The function's version.
    pub version: Option<String>,
}

/// Timelines and states of the past. Needs the log and the vault only; read models, where there
/// are some, find a patient's cases and images sooner.
#[derive(Clone)]
pub struct History {
    log: Arc<dyn EventLog>,
    vault: Arc<dyn Vault>,
    targets: Targets,
    index: Option<Index>,
    sight: Sight,
}

impl History {
    /// Reads this log, opens personal fields with this vault.
    pub fn new(log: Arc<dyn EventLog>, vault: Arc<dyn Vault>) -> Self {
        let (targets, sight) = (Targets::default(), Sight::default());
        Self { log, vault, targets, index: None, sight }
    }

    /// Says when cases are due by these targets instead of the usual ones.
    pub fn with_targets(self, targets: Targets) -> Self {
        Self { targets, ..self }
    }

    pub(crate) fn with_index(self, index: Index) -> Self {
        Self { index: Some(index), ..self }
    }

    pub(crate) fn with_sight(self, sight: Sight) -> Self {
        Self { sight, ..self }
    }

    /// What happened to an image, oldest first; none if there never was one.
    ///
    /// # Errors
    /// A log or vault that does not answer; an event that cannot be read.
    pub async fn image(&self, id: ImageId) -> Result<Option<Vec<Entry>>, ReadError> {
        let events = self.stream(&id.stream()).await?;
        self.told(events).await
    }

    /// What happened to a case and the images that ever were of it, oldest first; none if there
    /// never was one.
    ///
    /// # Errors
    /// As [`History::image`].
    pub async fn case(&self, id: CaseId) -> Result<Option<Vec<Entry>>, ReadError> {
        let mut events = self.stream(&id.stream()).await?;
        if let Some(owner) = patient_of(&events)? {
            let last = AsOf::Position(Position(u64::MAX));
            let patient = Then::new(self, last).root(owner).await?;
            for image in self.related(patient).await?.images {
                let image = self.stream(&image.stream()).await?;
                if belongs(&image, id)? {
                    events.extend(image);
                }
            }
        }
        self.told(events).await
    }

    /// What happened to a patient, the records merged into it, the cases and images, oldest first;
    /// none if there never was one.
    ///
    /// # Errors
    /// As [`History::image`].
    pub async fn patient(&self, id: PatientId) -> Result<Option<Vec<Entry>>, ReadError> {
        let events = self.events_of(id).await?;
        self.told(events).await
    }

    /// The events of a patient, the records merged into it, the cases and images, stream by stream.
    async fn events_of(&self, id: PatientId) -> Result<Vec<RecordedEvent>, ReadError> {
        let related = self.related(id).await?;
        let records = related.records.iter().map(|id| id.stream());
        let cases = related.cases.iter().map(|id| id.stream());
        let images = related.images.iter().map(|id| id.stream());
        let mut events = Vec::new();
        for stream in records.chain(cases).chain(images) {
            events.extend(self.stream(&stream).await?);
        }
        Ok(events)
    }

    /// Events of whole streams in the order of the log, told in plain words; none for none.
    async fn told(&self, mut events: Vec<RecordedEvent>) -> Result<Option<Vec<Entry>>, ReadError> {
        events.sort_by_key(|event| event.position);
        let mut teller = Teller::new(self, Unread::among(&events, &self.sight)?);
        let mut entries: Vec<Entry> = Vec::with_capacity(events.len());
        for event in &events {
            let entry = teller.tell(event).await?;
            if !entries.last().is_some_and(|last| entry.goes_with(last)) {
                entries.push(entry);
            }
        }
        Ok((!entries.is_empty()).then_some(entries))
    }
}
