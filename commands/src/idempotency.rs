//! Answers kept under idempotency keys, for whoever speaks HTTP: the same request again gets the
//! same answer, another request under the same key is told so.
//!
//! A request that was begun and never answered was cut off with the process that worked on it. It may
//! begin again at once: its command has the same id, so what it appended is found and not done twice.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;
use uuid::Uuid;

pub use infra::state::{Answer, Begin};

use crate::error::state;
use crate::{CommandError, Commands};

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// The keys of the requests that this process works on now. No other process does: the embedded state
/// belongs to one.
#[derive(Default)]
pub(crate) struct UnderWay(Mutex<HashSet<Uuid>>);

impl UnderWay {
    fn keys(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, key: Uuid) {
        self.keys().remove(&key);
    }
}

/// A key that is looked up. A client that leaves meanwhile gives it free.
struct Turn<'a> {
    under_way: &'a UnderWay,
    key: Uuid,
    begun: bool,
}

impl<'a> Turn<'a> {
    fn take(under_way: &'a UnderWay, key: Uuid) -> Option<Self> {
        let free = under_way.keys().insert(key);
        free.then(|| Self { under_way, key, begun: false })
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.begun {
            self.under_way.end(self.key);
        }
    }
}

impl Commands {
    /// Begins a request with this key and this fingerprint of its body, or says what became of it.
    /// Whoever is told [`Begin::New`] finishes or abandons it.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]: do not go on.
    pub async fn idempotent_begin(
        &self,
        key: Uuid,
        fingerprint: [u8; 32],
    ) -> Result<Begin, CommandError> {
        let turn = Turn::take(&self.house.under_way, key);
        let Some(mut turn) = turn else { return Ok(Begin::InProgress) };
        let begun = self.parts().state.answers().begin(key, &fingerprint, self.now()).await;
        match begun.map_err(state)? {
            Begin::New | Begin::InProgress => {
                turn.begun = true;
                Ok(Begin::New)
            }
            answered => Ok(answered),
        }
    }

    /// Keeps the answer of a request that was begun, for a day.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]: it is not kept, and the same request is worked on again.
    pub async fn idempotent_finish(&self, key: Uuid, answer: &Answer) -> Result<(), CommandError> {
        let expires_at = self.now().saturating_add(KEPT).unwrap_or(jiff::Timestamp::MAX);
        let kept = self.parts().state.answers().finish(key, answer, expires_at).await;
        self.house.under_way.end(key);
        kept.map_err(state)
    }

    /// Forgets a request that was begun and came to nothing, so that it can be made again.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]
    pub async fn idempotent_abandon(&self, key: Uuid) -> Result<(), CommandError> {
        let forgotten = self.parts().state.answers().abandon(key).await;
        self.house.under_way.end(key);
        forgotten.map_err(state)
    }
}
