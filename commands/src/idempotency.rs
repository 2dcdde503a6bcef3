//! Answers kept under idempotency keys, for whoever speaks HTTP: the same request again gets the
//! same answer, another request under the same key is told so.

use jiff::SignedDuration;
use uuid::Uuid;

pub use infra::state::{Answer, Begin};

use crate::error::state;
use crate::{CommandError, Commands};

/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

impl Commands {
    /// Begins a request with this key and this fingerprint of its body, or says what became of it.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]: do not go on.
    pub async fn idempotent_begin(
        &self,
        key: Uuid,
        fingerprint: [u8; 32],
    ) -> Result<Begin, CommandError> {
        self.parts().state.answers().begin(key, &fingerprint, self.now()).await.map_err(state)
    }

    /// Keeps the answer of a request that was begun, for a day.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]
    pub async fn idempotent_finish(&self, key: Uuid, answer: &Answer) -> Result<(), CommandError> {
        let expires_at = self.now().saturating_add(KEPT).unwrap_or(jiff::Timestamp::MAX);
        self.parts().state.answers().finish(key, answer, expires_at).await.map_err(state)
    }

    /// Forgets a request that was begun and came to nothing, so that it can be made again.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]
    pub async fn idempotent_abandon(&self, key: Uuid) -> Result<(), CommandError> {
        self.parts().state.answers().abandon(key).await.map_err(state)
    }
}
