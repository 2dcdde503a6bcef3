//! The vault in the state: keys wrapped under one derived from the installation's.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::subject::{decrypt, encrypt};
use super::{InstallationKey, KeyState, SubjectKey, Vault, VaultError};
use crate::state::{State, StateError, WrappedKey};

/// Keys kept in memory at most; beyond, all are read again.
const CACHED: usize = 10_000;

/// How long a key is taken from memory: so long may another process read with a key that this one
/// has destroyed.
const FRESH: Duration = Duration::from_secs(5);

/// Keeps the keys in the [`State`].
#[derive(Clone)]
pub struct StateVault {
    state: State,
    master: Zeroizing<[u8; 32]>,
    cache: Arc<Mutex<Cache>>,
}

#[derive(Default)]
struct Cache {
    keys: HashMap<Uuid, Cached>,
}

enum Cached {
    Key(SubjectKey, Instant),
    /// Said before the state is told, so that no reader that asked earlier brings the key back.
    Destroyed,
}

impl StateVault {
    /// A vault over this state, under this installation's key.
    pub fn new(state: State, key: &InstallationKey) -> Self {
        let master = Zeroizing::new(key.derive("subject keys"));
        Self { state, master, cache: Arc::default() }
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unwrap_key(&self, owner: Uuid, kept: WrappedKey) -> Result<KeyState, VaultError> {
        let WrappedKey::Present(wrapped) = kept else { return Ok(KeyState::Destroyed) };
        let bytes = decrypt(&self.master, &wrapped, owner.as_bytes())?;
        let bytes = <[u8; 32]>::try_from(&bytes[..])
            .map_err(|_| VaultError::Damaged("a key has not 32 bytes".into()))?;
        Ok(self.cache().remember(owner, SubjectKey::from_bytes(bytes)))
    }
}

impl Cache {
    fn get(&self, owner: Uuid) -> Option<KeyState> {
        match self.keys.get(&owner)? {
            Cached::Key(key, since) if since.elapsed() < FRESH => {
                Some(KeyState::Present(key.clone()))
            }
            Cached::Key(..) => None,
            Cached::Destroyed => Some(KeyState::Destroyed),
        }
    }

    fn remember(&mut self, owner: Uuid, key: SubjectKey) -> KeyState {
        if matches!(self.keys.get(&owner), Some(Cached::Destroyed)) {
            return KeyState::Destroyed;
        }
        if self.keys.len() >= CACHED {
            self.keys.retain(|_, cached| matches!(cached, Cached::Destroyed));
        }
        self.keys.insert(owner, Cached::Key(key.clone(), Instant::now()));
        KeyState::Present(key)
    }
}

#[async_trait]
impl Vault for StateVault {
    async fn create(&self, owner: Uuid) -> Result<SubjectKey, VaultError> {
        let state = match self.key(owner).await? {
            KeyState::Missing => {
                let key = SubjectKey::random()?;
                let wrapped = encrypt(&self.master, key.bytes(), owner.as_bytes())?;
                let kept = self.state.keys().put_new(owner, &wrapped).await?;
                self.unwrap_key(owner, kept)?
            }
            known => known,
        };
        match state {
            KeyState::Present(key) => Ok(key),
            KeyState::Destroyed | KeyState::Missing => Err(VaultError::Destroyed),
        }
    }

    async fn key(&self, owner: Uuid) -> Result<KeyState, VaultError> {
        if let Some(known) = self.cache().get(owner) {
            return Ok(known);
        }
        match self.state.keys().get(owner).await? {
            Some(kept) => self.unwrap_key(owner, kept),
            None => Ok(KeyState::Missing),
        }
    }

    async fn destroy(&self, owner: Uuid) -> Result<(), VaultError> {
        self.cache().keys.insert(owner, Cached::Destroyed);
        let destroyed = self.state.keys().destroy(owner).await;
        if destroyed.is_err() {
            self.cache().keys.remove(&owner);
        }
        Ok(destroyed?)
    }
}

impl From<StateError> for VaultError {
    fn from(error: StateError) -> Self {
        match error {
            StateError::Damaged(reason) => Self::Damaged(reason),
            StateError::Full(reason) => Self::Full(reason),
            other => Self::Unavailable(other.to_string()),
        }
    }
}
