//! What only one may do at a time. A lease has a fence that grows with every new holder, so that
//! what a former holder still writes can be told apart and refused.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyPool, Row as _};
use uuid::Uuid;

use super::{StateError, uuid, within};
use crate::sql;

/// The leases in the [`State`](super::State).
#[derive(Clone, Copy, Debug)]
pub struct Leases<'a>(pub(super) &'a AnyPool);

impl Leases<'_> {
    /// Takes a lease that nobody holds. Answers its fence; none when another holds it. The holder
    /// itself keeps its fence and gets more time.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: it is not held.
    pub async fn acquire(
        &self,
        name: &str,
        owner: Uuid,
        ttl: Duration,
        now: Timestamp,
    ) -> Result<Option<i64>, StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            let row = sqlx::query("SELECT owner, fence, expires_at FROM leases WHERE name = ?")
                .bind(name)
                .fetch_optional(&mut *transaction)
                .await?;
            let fence = match row {
                None => 1,
                Some(row) => {
                    let fence: i64 = row.try_get("fence")?;
                    let held = row.try_get::<i64, _>("expires_at")? > now.as_microsecond();
                    match (held, uuid(row.try_get("owner")?)? == owner) {
                        (true, true) => fence,
                        (true, false) => return Ok(None),
                        (false, _) => fence + 1,
                    }
                }
            };
            sqlx::query("REPLACE INTO leases (name, owner, fence, expires_at) VALUES (?, ?, ?, ?)")
                .bind(name)
                .bind(&owner.as_bytes()[..])
                .bind(fence)
                .bind(until(now, ttl))
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(Some(fence))
        })
        .await
    }

    /// Gives the holder more time. Says whether it still held the lease.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: take it for lost once its time is over.
    pub async fn renew(
        &self,
        name: &str,
        owner: Uuid,
        fence: i64,
        ttl: Duration,
        now: Timestamp,
    ) -> Result<bool, StateError> {
        within(async {
            let text = "UPDATE leases SET expires_at = ? \
                    WHERE name = ? AND owner = ? AND fence = ? AND expires_at > ?";
            let renewed = sqlx::query(text)
                .bind(until(now, ttl))
                .bind(name)
                .bind(&owner.as_bytes()[..])
                .bind(fence)
                .bind(now.as_microsecond())
                .execute(self.0)
                .await?;
            Ok(renewed.rows_affected() > 0)
        })
        .await
    }

    /// Lets go of a lease; another may take it at once. Nothing happens when it was lost before.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: it ends when its time is over.
    pub async fn release(&self, name: &str, owner: Uuid, fence: i64) -> Result<(), StateError> {
        within(async {
            sqlx::query(
                "UPDATE leases SET expires_at = 0 WHERE name = ? AND owner = ? AND fence = ?",
            )
            .bind(name)
            .bind(&owner.as_bytes()[..])
            .bind(fence)
            .execute(self.0)
            .await?;
            Ok(())
        })
        .await
    }
}

fn until(now: Timestamp, ttl: Duration) -> i64 {
    let ttl = SignedDuration::try_from(ttl).unwrap_or(SignedDuration::MAX);
    now.saturating_add(ttl).unwrap_or(Timestamp::MAX).as_microsecond()
}
