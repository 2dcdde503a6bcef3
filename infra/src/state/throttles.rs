//! Who failed too often. Each failure from the fifth on doubles the wait, from a second to a
//! quarter of an hour; a day without failure forgets.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyPool, Row as _};

use super::{Hash, StateError, within};
use crate::sql;

/// This many failures in a row cost nothing but the last, which costs a second.
const FREE: i64 = 5;
const LONGEST: Duration = Duration::from_secs(15 * 60);
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(24);

/// The throttles in the [`State`](super::State).
#[derive(Clone, Copy, Debug)]
pub struct Throttles<'a>(pub(super) &'a AnyPool);

impl Throttles<'_> {
    /// Counts a failure. Says how long to wait from now on.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: let nobody try.
    pub async fn failure(&self, key: &Hash, now: Timestamp) -> Result<Duration, StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            let row =
                sqlx::query("SELECT failures FROM throttles WHERE id = ? AND last_failure > ?")
                    .bind(&key[..])
                    .bind(forgotten_before(now))
                    .fetch_optional(&mut *transaction)
                    .await?;
            let before: i64 = row.map(|row| row.try_get("failures")).transpose()?.unwrap_or(0);
            let failures = before.saturating_add(1);
            sqlx::query("REPLACE INTO throttles (id, failures, last_failure) VALUES (?, ?, ?)")
                .bind(&key[..])
                .bind(failures)
                .bind(now.as_microsecond())
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(wait_after(failures))
        })
        .await
    }

    /// How long is still to wait; none when nothing is.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: let nobody try.
    pub async fn wait(&self, key: &Hash, now: Timestamp) -> Result<Option<Duration>, StateError> {
        within(async {
            let text =
                "SELECT failures, last_failure FROM throttles WHERE id = ? AND last_failure > ?";
            let row = sqlx::query(text)
                .bind(&key[..])
                .bind(forgotten_before(now))
                .fetch_optional(self.0)
                .await?;
            let Some(row) = row else { return Ok(None) };
            let last = super::time(row.try_get("last_failure")?)?;
            let whole = wait_after(row.try_get("failures")?);
            // A clock set back must not make the wait longer than it ever was.
            let passed = Duration::try_from(now.duration_since(last)).unwrap_or(Duration::ZERO);
            Ok(whole.checked_sub(passed).filter(|rest| !rest.is_zero()))
        })
        .await
    }

    /// Forgets the failures: it went well.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn clear(&self, key: &Hash) -> Result<(), StateError> {
        within(async {
            sqlx::query("DELETE FROM throttles WHERE id = ?")
                .bind(&key[..])
                .execute(self.0)
                .await?;
            Ok(())
        })
        .await
    }

    /// Forgets those a day old. Says how many.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn purge(&self, now: Timestamp) -> Result<u64, StateError> {
        within(async {
            let purged = sqlx::query("DELETE FROM throttles WHERE last_failure <= ?")
                .bind(forgotten_before(now))
                .execute(self.0)
                .await?;
            Ok(purged.rows_affected())
        })
        .await
    }
}

fn forgotten_before(now: Timestamp) -> i64 {
    (now - FORGOTTEN).as_microsecond()
}

/// The wait that so many failures cost.
fn wait_after(failures: i64) -> Duration {
    match u32::try_from(failures - FREE) {
        Err(_) => Duration::ZERO,
        Ok(doublings) => {
            Duration::from_secs(1).saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST)
        }
    }
}
