//! The one-time token that lets its holder create the first administrator.

use jiff::Timestamp;
use sqlx::AnyPool;

use super::{Hash, StateError, within};
use crate::sql;

/// The set-up token in the [`State`](super::State).
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'a>(pub(super) &'a AnyPool);

impl Tokens<'_> {
    /// Makes the token with this hash the only one that is good.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn put_setup(&self, hash: &Hash, expires_at: Timestamp) -> Result<(), StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            sqlx::query("DELETE FROM setup_tokens").execute(&mut *transaction).await?;
            sqlx::query("INSERT INTO setup_tokens (hash, expires_at) VALUES (?, ?)")
                .bind(&hash[..])
                .bind(expires_at.as_microsecond())
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(())
        })
        .await
    }

    /// Whether the token is good, without using it.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn check_setup(&self, hash: &Hash, now: Timestamp) -> Result<bool, StateError> {
        within(async {
            let row = sqlx::query("SELECT 1 FROM setup_tokens WHERE hash = ? AND expires_at > ?")
                .bind(&hash[..])
                .bind(now.as_microsecond())
                .fetch_optional(self.0)
                .await?;
            Ok(row.is_some())
        })
        .await
    }

    /// Uses the token. Says whether it was good; it never is again.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn take_setup(&self, hash: &Hash, now: Timestamp) -> Result<bool, StateError> {
        within(async {
            let taken = sqlx::query("DELETE FROM setup_tokens WHERE hash = ? AND expires_at > ?")
                .bind(&hash[..])
                .bind(now.as_microsecond())
                .execute(self.0)
                .await?;
            Ok(taken.rows_affected() > 0)
        })
        .await
    }

    /// No set-up token is good any more.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn void_setup(&self) -> Result<(), StateError> {
        within(async {
            sqlx::query("DELETE FROM setup_tokens").execute(self.0).await?;
            Ok(())
        })
        .await
    }
}
