//! The wrapped keys of persons. A key is written once; destroying it leaves a tombstone, so that
//! none is ever made for the same owner again.

use sqlx::{AnyPool, Row as _};
use uuid::Uuid;

use super::{StateError, scrub, within};
use crate::sql;

/// What is kept for an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WrappedKey {
    /// The key, encrypted under the installation's.
    Present(Vec<u8>),
    /// It was destroyed.
    Destroyed,
}

/// The keys in the [`State`](super::State).
#[derive(Clone, Copy, Debug)]
pub struct Keys<'a>(pub(super) &'a AnyPool);

impl Keys<'_> {
    /// What is kept for an owner, if anything ever was.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn get(&self, owner: Uuid) -> Result<Option<WrappedKey>, StateError> {
        within(async {
            let row = sqlx::query("SELECT wrapped FROM subject_keys WHERE owner = ?")
                .bind(&owner.as_bytes()[..])
                .fetch_optional(self.0)
                .await?;
            let Some(row) = row else { return Ok(None) };
            let wrapped: Option<Vec<u8>> = row.try_get("wrapped")?;
            Ok(Some(wrapped.map_or(WrappedKey::Destroyed, WrappedKey::Present)))
        })
        .await
    }

    /// Keeps a key where there is none yet. Answers what is kept then: this one, or what was there.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn put_new(&self, owner: Uuid, wrapped: &[u8]) -> Result<WrappedKey, StateError> {
        within(async {
            let inserted = sqlx::query("INSERT INTO subject_keys (owner, wrapped) VALUES (?, ?)")
                .bind(&owner.as_bytes()[..])
                .bind(wrapped)
                .execute(self.0)
                .await;
            match inserted {
                Ok(_) => Ok(WrappedKey::Present(wrapped.to_vec())),
                Err(error) if sql::is_duplicate(&error) => self
                    .get(owner)
                    .await?
                    .ok_or_else(|| StateError::Damaged("a key is there and is not".into())),
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    /// Destroys an owner's key for good, there or not, and leaves nothing of it in any file.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: it, or a trace of it, may be there still; do it again.
    pub async fn destroy(&self, owner: Uuid) -> Result<(), StateError> {
        within(async {
            sqlx::query("REPLACE INTO subject_keys (owner, wrapped) VALUES (?, NULL)")
                .bind(&owner.as_bytes()[..])
                .execute(self.0)
                .await?;
            Ok(())
        })
        .await?;
        scrub(self.0).await
    }
}
