//! Personal fields between the log and memory: sealed under their owner's key, opened with it.

use std::collections::HashMap;

use domain::event::{Event, KeyOwner, Stored, decode};
use domain::patient;
use domain::personal::{Opened, Personal, Sealed};
use infra::event_log::RecordedEvent;
use infra::vault::{Bound, KeyState, SubjectKey, Vault};
use uuid::Uuid;

use crate::error::{CommandError, vault};

/// Opens and seals for one command; asks the vault once for each owner.
pub(crate) struct Seals<'a> {
    vault: &'a dyn Vault,
    known: HashMap<KeyOwner, Option<SubjectKey>>,
}

impl<'a> Seals<'a> {
    pub(crate) fn new(vault: &'a dyn Vault) -> Self {
        Self { vault, known: HashMap::new() }
    }

    /// Reads an event out of the log. A text whose key was destroyed reads as erased; a key that
    /// is only missing is a fault, for nothing was ever sealed without one.
    pub(crate) async fn open(
        &mut self,
        recorded: &RecordedEvent,
    ) -> Result<(Stored, Event<Opened>), CommandError> {
        let stored = decode(&recorded.kind, &recorded.metadata, &recorded.data)
            .map_err(|error| CommandError::Internal(error.to_string()))?;
        let key = match stored.event.key_owner() {
            Some(owner) => self.key(owner).await?,
            None => None,
        };
        let open = |field, sealed: Sealed| match &key {
            None => Ok(Opened::Erased),
            Some(key) => key
                .open(&sealed.0, bound(&recorded.stream, recorded.id, field))
                .map(|text| Opened::Known(Personal::new(text))),
        };
        let opened = stored.event.clone().try_map(open).map_err(vault)?;
        Ok((stored, opened))
    }

    /// Makes an event fit for the log. The first event of a patient or a user makes the key. Only
    /// patients' keys are ever destroyed.
    pub(crate) async fn seal(
        &mut self,
        stream: &str,
        id: Uuid,
        event: Event<Personal>,
    ) -> Result<Event<Sealed>, CommandError> {
        let key = match (&event, event.key_owner()) {
            (_, None) => None,
            (Event::PatientRegistered(_) | Event::UserRegistered(_), Some(owner)) => {
                Some(self.vault.create(owner).await.map_err(vault)?)
            }
            (_, Some(owner)) => self.key(owner).await?,
        };
        event.try_map(|field, text: Personal| match &key {
            Some(key) => Ok(Sealed(key.seal(text.reveal(), bound(stream, id, field)))),
            None => Err(patient::Refusal::Erased.into()),
        })
    }

    async fn key(&mut self, owner: KeyOwner) -> Result<Option<SubjectKey>, CommandError> {
        if let Some(known) = self.known.get(&owner) {
            return Ok(known.clone());
        }
        let key = match self.vault.key(owner).await.map_err(vault)? {
            KeyState::Present(key) => Some(key),
            KeyState::Destroyed => None,
            KeyState::Missing => {
                let reason = format!("the vault has no key of {owner}");
                return Err(CommandError::Internal(reason));
            }
        };
        self.known.insert(owner, key.clone());
        Ok(key)
    }
}

fn bound<'a>(stream: &'a str, event: Uuid, field: &'a str) -> Bound<'a> {
    Bound { stream, event, field }
}
