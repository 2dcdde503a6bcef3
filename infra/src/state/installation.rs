//! Whose state this is. The keys in it are wrapped under one installation's key, so that no other
//! installation can do anything with it but harm.

use sqlx::{AnyPool, Row as _};
use uuid::Uuid;

use super::{StateError, uuid};
use crate::sql;

/// The installation's row in the [`State`](super::State).
#[derive(Clone, Copy, Debug)]
pub struct Installation<'a>(pub(super) &'a AnyPool);

impl Installation<'_> {
    /// Whose it is; none when it is nobody's yet.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn identity(&self) -> Result<Option<Uuid>, StateError> {
        let row = sqlx::query("SELECT identity FROM installation WHERE id = 1")
            .fetch_optional(self.0)
            .await?;
        row.map(|row| uuid(row.try_get("identity")?)).transpose()
    }

    /// Makes it this installation's when it is nobody's yet.
    ///
    /// # Errors
    /// [`StateError::Another`] when it is another's.
    pub async fn claim(&self, identity: Uuid) -> Result<(), StateError> {
        let inserted = sqlx::query("INSERT INTO installation (id, identity) VALUES (1, ?)")
            .bind(&identity.as_bytes()[..])
            .execute(self.0)
            .await;
        match inserted {
            Ok(_) => Ok(()),
            Err(error) if sql::is_duplicate(&error) => self.check(identity).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Whether it is this installation's.
    ///
    /// # Errors
    /// [`StateError::Another`] when it is another's or nobody's.
    pub async fn check(&self, identity: Uuid) -> Result<(), StateError> {
        match self.identity().await? == Some(identity) {
            true => Ok(()),
            false => Err(StateError::Another),
        }
    }
}
