//! From the log's bytes to an event that can be folded: decoded, personal fields opened.

use std::collections::HashMap;
use std::sync::Arc;

use domain::envelope::Actor;
use domain::event::{Event, KeyOwner, decode};
use domain::personal::{Opened, Personal};
use infra::event_log::{Position, RecordedEvent};
use infra::vault::{Bound, KeyState, SubjectKey, Vault};
use jiff::Timestamp;
use uuid::Uuid;

use crate::ReadError;
use crate::spans::Traced;

/// When and where something happened, and by whom.
#[derive(Clone, Debug)]
pub(crate) struct Moment {
    pub(crate) position: Position,
    pub(crate) event: Uuid,
    pub(crate) recorded_at: Timestamp,
    pub(crate) actor: Actor,
}

/// An event ready to be folded.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    pub(crate) at: Moment,
    pub(crate) event: Event<Opened>,
    /// The trace in which it was appended, when somebody looks at it.
    pub(crate) traced: Option<Box<Traced>>,
}

/// Opens events. Keeps keys for as long as it lives: short, so that a destroyed key is not kept.
pub(crate) struct Opener {
    vault: Arc<dyn Vault>,
    keys: HashMap<KeyOwner, Option<SubjectKey>>,
}

impl Opener {
    pub(crate) fn new(vault: Arc<dyn Vault>) -> Self {
        Self { vault, keys: HashMap::new() }
    }

    /// Forgets the keys.
    pub(crate) fn forget(&mut self) {
        self.keys.clear();
    }

    /// Reads an event. Only a key that was destroyed on record makes a field read as erased; one
    /// that is missing, or a vault that does not answer, is an error.
    pub(crate) async fn open(&mut self, recorded: &RecordedEvent) -> Result<Fact, ReadError> {
        let stored = decode(&recorded.kind, &recorded.metadata, &recorded.data)?;
        let key = match stored.event.key_owner() {
            Some(owner) => self.key(owner).await?,
            None => None,
        };
        let event = stored.event.try_map(|field, sealed| {
            let Some(key) = &key else { return Ok(Opened::Erased) };
            let place = Bound { stream: &recorded.stream, event: recorded.id, field };
            let plain = key.open(&sealed.0, place).map_err(|error| at(recorded, error))?;
            Ok::<_, ReadError>(Opened::Known(Personal::new(plain)))
        })?;
        let traced = Traced::of(recorded, stored.envelope.traceparent.as_deref());
        let at = Moment {
            position: recorded.position,
            event: recorded.id,
            recorded_at: micros(stored.envelope.recorded_at),
            actor: stored.envelope.actor,
        };
        Ok(Fact { at, event, traced })
    }

    async fn key(&mut self, owner: KeyOwner) -> Result<Option<SubjectKey>, ReadError> {
        if let Some(key) = self.keys.get(&owner) {
            return Ok(key.clone());
        }
        let state = self.vault.key(owner).await;
        let key = match state.map_err(|error| ReadError::Vault(error.to_string()))? {
            KeyState::Present(key) => Some(key),
            KeyState::Destroyed => None,
            KeyState::Missing => {
                return Err(ReadError::Vault(format!("the vault has no key of {owner}")));
            }
        };
        self.keys.insert(owner, key.clone());
        Ok(key)
    }
}

fn at(recorded: &RecordedEvent, error: impl std::fmt::Display) -> ReadError {
    ReadError::Vault(format!("event {} of {}: {error}", recorded.revision, recorded.stream))
}

/// A time as SQL holds it: whole microseconds.
pub(crate) fn micros(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

/// What a reader sees in place of erased text.
pub(crate) const ERASED: &str = "erased";

/// Opened text as rows hold it.
pub(crate) fn plain(text: &Opened) -> String {
    text.known().unwrap_or(ERASED).to_owned()
}

/// Optional text as rows hold it; an empty one counts as none.
pub(crate) fn plain_or_none(text: Option<&Opened>) -> Option<String> {
    text.map(plain).filter(|text| !text.is_empty())
}

/// An optional field after a correction: untouched, cleared by an empty text, or replaced.
pub(crate) fn correct(field: &mut Option<String>, correction: Option<&Opened>) {
    if correction.is_some() {
        *field = plain_or_none(correction);
    }
}
