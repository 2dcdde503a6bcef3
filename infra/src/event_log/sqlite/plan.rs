//! What becomes of the appends of one commit, decided in memory before anything is written: so a
//! refused append costs the others nothing, and nothing has to be undone.

use std::collections::HashMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::super::{Appended, Expected, LogError, NewEvent, Position, RecordedEvent};

/// Where a known event stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) stream: String,
    pub(super) revision: u64,
    pub(super) position: Position,
}

/// What the file knows of the streams and events that are asked about, and what is added to it.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The last event before this commit.
    pub(super) before: Option<Position>,
    /// The streams' last revisions; a stream that does not exist has none.
    pub(super) heads: HashMap<String, u64>,
    /// Those of the asked events that exist.
    pub(super) known: HashMap<Uuid, Place>,
    /// When the commit takes place.
    pub(super) now: Timestamp,
    /// What is to be written, in order.
    pub(super) accepted: Vec<RecordedEvent>,
}

impl Plan {
    /// Decides one append, as if the ones before it were done.
    pub(super) fn take(
        &mut self,
        stream: String,
        expected: Expected,
        events: Vec<NewEvent>,
    ) -> Result<Appended, LogError> {
        let first = match expected {
            Expected::NoStream => 0,
            Expected::Revision(revision) => revision.saturating_add(1),
        };
        let actual = self.heads.get(&stream).copied();
        let next = actual.map_or(0, |revision| revision + 1);
        if first < next
            && let Some(appended) = self.appended_before(&stream, first, &events)
        {
            return Ok(appended);
        }
        if first != next {
            return Err(LogError::WrongRevision { stream, actual });
        }
        if let Some(event) = events.iter().find(|event| self.known.contains_key(&event.id)) {
            return Err(LogError::Invalid(format!("event {} is elsewhere in the log", event.id)));
        }
        Ok(self.accept(stream, first, events))
    }

    /// The answer that these very events got when they were appended at this place.
    fn appended_before(&self, stream: &str, first: u64, events: &[NewEvent]) -> Option<Appended> {
        let mut last = None;
        for (revision, event) in (first..).zip(events) {
            let place = self.known.get(&event.id)?;
            if place.stream != stream || place.revision != revision {
                return None;
            }
            last = Some(Appended { revision, position: place.position });
        }
        last
    }

    fn accept(&mut self, stream: String, first: u64, events: Vec<NewEvent>) -> Appended {
        let mut appended = Appended { revision: first, position: Position(0) };
        for (revision, event) in (first..).zip(events) {
            let before = self.accepted.last().map(|event| event.position).or(self.before);
            let position = Position(before.map_or(1, |before| before.0 + 1));
            appended = Appended { revision, position };
            self.known.insert(event.id, Place { stream: stream.clone(), revision, position });
            self.accepted.push(RecordedEvent {
                position,
                stream: stream.clone(),
                revision,
                id: event.id,
                kind: event.kind,
                data: event.data,
                metadata: event.metadata,
                created: self.now,
            });
        }
        self.heads.insert(stream, appended.revision);
        appended
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
