//! The log as it is handed on: each event with its personal fields opened.

use domain::envelope::Actor;
use domain::ids::PatientId;
use infra::event_log::{Direction, Filter, Position, RecordedEvent, chain};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::History;
use super::teller::data;
use crate::ReadError;
use crate::open::Opener;

/// One event, as it is handed on.
#[derive(Clone, Debug, Serialize)]
pub struct Exported {
    /// Where in the whole log.
    pub position: u64,
    /// In which stream.
    pub stream: String,
    /// Where in the stream.
    pub revision: u64,
    /// Its identifier.
    pub id: Uuid,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was decided.
    pub recorded_at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// Its hash, which the stream's next event names. It covers the event as it is stored.
    pub hash: Option<String>,
    /// What happened, personal fields opened; those of which the key is gone say `erased`.
    pub data: Value,
}

impl History {
    /// The log's newest position.
    ///
    /// # Errors
    /// A log that does not answer.
    pub async fn head(&self) -> Result<Option<Position>, ReadError> {
        Ok(self.log.head().await?)
    }

    /// Events of the whole log beyond a position, oldest first, at most so many. Fewer means that
    /// there are no more.
    ///
    /// # Errors
    /// A log or vault that does not answer; an event that cannot be read.
    pub async fn export(
        &self,
        beyond: Option<Position>,
        limit: usize,
    ) -> Result<Vec<Exported>, ReadError> {
        let page = self.log.read_all(beyond, Direction::Forwards, &Filter::All, limit);
        self.exported(&page.await?).await
    }

    /// Events of a patient, the records merged into it, the cases and images, oldest first; none if
    /// there never was one.
    ///
    /// # Errors
    /// As [`History::export`].
    pub async fn export_patient(&self, id: PatientId) -> Result<Option<Vec<Exported>>, ReadError> {
        let mut events = self.events_of(id).await?;
        events.sort_by_key(|event| event.position);
        let exported = self.exported(&events).await?;
        Ok((!exported.is_empty()).then_some(exported))
    }

    async fn exported(&self, events: &[RecordedEvent]) -> Result<Vec<Exported>, ReadError> {
        let mut opener = Opener::new(self.vault.clone());
        let mut exported = Vec::with_capacity(events.len());
        for event in events {
            let fact = opener.open(event).await?;
            exported.push(Exported {
                position: event.position.0,
                stream: event.stream.clone(),
                revision: event.revision,
                id: event.id,
                kind: event.kind.clone(),
                recorded_at: fact.at.recorded_at,
                actor: fact.at.actor,
                hash: chain::hash_of(&event.metadata).map(str::to_owned),
                data: data(fact.event),
            });
        }
        Ok(exported)
    }
}
