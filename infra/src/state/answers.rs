//! What was answered under an idempotency key, so that a request sent again gets the same answer
//! and nothing is done twice.

use jiff::{SignedDuration, Timestamp};
use sqlx::{AnyPool, Row as _};
use uuid::Uuid;

use super::{Hash, StateError, hash, within};
use crate::sql;

/// A request that has not answered for this long was cut off; another may begin it again.
const CUT_OFF: SignedDuration = SignedDuration::from_mins(10);

/// An answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The headers worth repeating.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Whether a request is to be worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begin {
    /// It is the first: do it, then [`finish`](Answers::finish) or [`abandon`](Answers::abandon).
    New,
    /// It was answered before.
    Replay(Answer),
    /// The key was used for another request.
    OtherBody,
    /// It is being worked on.
    InProgress,
}

/// The answers in the [`State`](super::State).
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a>(pub(super) &'a AnyPool);

impl Answers<'_> {
    /// Begins a request with this key and fingerprint, or says what became of it. What expired is
    /// forgotten; what was cut off ten minutes ago may begin again.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: do not do it.
    pub async fn begin(
        &self,
        key: Uuid,
        fingerprint: &Hash,
        now: Timestamp,
    ) -> Result<Begin, StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            let text = "SELECT fingerprint, status, headers, body FROM answers \
                    WHERE id = ? AND expires_at > ?";
            let row = sqlx::query(text)
                .bind(&key.as_bytes()[..])
                .bind(now.as_microsecond())
                .fetch_optional(&mut *transaction)
                .await?;
            if let Some(row) = row {
                if hash(row.try_get("fingerprint")?)? != *fingerprint {
                    return Ok(Begin::OtherBody);
                }
                return match row.try_get::<Option<i64>, _>("status")? {
                    None => Ok(Begin::InProgress),
                    Some(status) => Ok(Begin::Replay(Answer {
                        status: u16::try_from(status).map_err(|_| damaged("a status"))?,
                        headers: serde_json::from_str(row.try_get("headers")?)
                            .map_err(|_| damaged("headers"))?,
                        body: row.try_get("body")?,
                    })),
                };
            }
            let text = "REPLACE INTO answers (id, fingerprint, status, headers, body, expires_at) \
                    VALUES (?, ?, NULL, NULL, NULL, ?)";
            sqlx::query(text)
                .bind(&key.as_bytes()[..])
                .bind(&fingerprint[..])
                .bind((now + CUT_OFF).as_microsecond())
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(Begin::New)
        })
        .await
    }

    /// Keeps the answer of a request that was begun.
    ///
    /// # Errors
    /// [`StateError::NotFound`] when it was not begun.
    pub async fn finish(
        &self,
        key: Uuid,
        answer: &Answer,
        expires_at: Timestamp,
    ) -> Result<(), StateError> {
        within(async {
            let headers = serde_json::to_string(&answer.headers).map_err(|_| damaged("headers"))?;
            let text = "UPDATE answers SET status = ?, headers = ?, body = ?, expires_at = ? \
                    WHERE id = ?";
            let result = sqlx::query(text)
                .bind(i64::from(answer.status))
                .bind(headers)
                .bind(&answer.body[..])
                .bind(expires_at.as_microsecond())
                .bind(&key.as_bytes()[..])
                .execute(self.0)
                .await?;
            if result.rows_affected() == 0 { Err(StateError::NotFound("request")) } else { Ok(()) }
        })
        .await
    }

    /// Forgets a request that was begun and came to nothing, so that it may begin again at once.
    /// An answer that was given stays.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn abandon(&self, key: Uuid) -> Result<(), StateError> {
        within(async {
            sqlx::query("DELETE FROM answers WHERE id = ? AND status IS NULL")
                .bind(&key.as_bytes()[..])
                .execute(self.0)
                .await?;
            Ok(())
        })
        .await
    }

    /// Forgets every request, answered or not. Whoever works on one finds its place gone and keeps
    /// no answer. Traces stay in the files until they are [scrubbed](super::State::scrub).
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn forget(&self) -> Result<(), StateError> {
        within(async {
            sqlx::query("DELETE FROM answers").execute(self.0).await?;
            Ok(())
        })
        .await
    }

    /// Forgets what expired. Says how many.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn purge(&self, now: Timestamp) -> Result<u64, StateError> {
        within(async {
            let purged = sqlx::query("DELETE FROM answers WHERE expires_at <= ?")
                .bind(now.as_microsecond())
                .execute(self.0)
                .await?;
            Ok(purged.rows_affected())
        })
        .await
    }
}

fn damaged(what: &str) -> StateError {
    StateError::Damaged(format!("{what} of a kept answer"))
}
