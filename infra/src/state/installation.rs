//! Whose state this is. The keys in it are wrapped under one installation's key, so that no other
//! installation can do anything with it but harm.

use sqlx::{AnyPool, Row as _};
use uuid::Uuid;

use super::{StateError, uuid, within};
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
        within(async {
            let row = sqlx::query("SELECT identity FROM installation WHERE id = 1")
                .fetch_optional(self.0)
                .await?;
            row.map(|row| uuid(row.try_get("identity")?)).transpose()
        })
        .await
    }

    /// Makes it this installation's when it is nobody's yet.
    ///
    /// # Errors
    /// [`StateError::Another`] when it is another's.
    pub async fn claim(&self, identity: Uuid) -> Result<(), StateError> {
        within(async {
            let inserted = sqlx::query("INSERT INTO installation (id, identity) VALUES (1, ?)")
                .bind(&identity.as_bytes()[..])
                .execute(self.0)
                .await;
            match inserted {
                Ok(_) => Ok(()),
                Err(error) if sql::is_duplicate(&error) => self.check(identity).await,
                Err(error) => Err(error.into()),
            }
        })
        .await
    }

    /// Whether it is this installation's.
    ///
    /// # Errors
    /// [`StateError::Another`] when it is another's or nobody's.
    pub async fn check(&self, identity: Uuid) -> Result<(), StateError> {
        within(async {
            match self.identity().await? == Some(identity) {
                true => Ok(()),
                false => Err(StateError::Another),
            }
        })
        .await
    }

    /// The event log that goes with it; none when none is known yet.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn log(&self) -> Result<Option<Uuid>, StateError> {
        within(async {
            let text = "SELECT log_id FROM installation WHERE id = 1 AND log_id IS NOT NULL";
            let row = sqlx::query(text).fetch_optional(self.0).await?;
            row.map(|row| uuid(row.try_get("log_id")?)).transpose()
        })
        .await
    }

    /// Names the event log that goes with it from now on.
    ///
    /// # Errors
    /// [`StateError::NotFound`] when the state is nobody's.
    pub async fn set_log(&self, log: Uuid) -> Result<(), StateError> {
        within(async {
            let set = sqlx::query("UPDATE installation SET log_id = ? WHERE id = 1")
                .bind(&log.as_bytes()[..])
                .execute(self.0)
                .await?;
            if set.rows_affected() == 0 {
                Err(StateError::NotFound("installation"))
            } else {
                Ok(())
            }
        })
        .await
    }
}
