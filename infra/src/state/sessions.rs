//! Who is signed in. A session is a family of refresh tokens of which one, the newest, is good:
//! whoever shows an older one has stolen it or was stolen from, so the whole family ends.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, AnyPool, Row as _, Transaction};
use uuid::Uuid;

use super::{Hash, StateError, hash, time, uuid, within};
use crate::sql;

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: Uuid,
    /// Whose.
    pub user: Uuid,
    /// The user's generation when it began.
    pub generation: i64,
    /// SHA-256 of the token that unsafe requests must show; the token itself is not kept.
    pub csrf: Hash,
    /// When it ends unless it is refreshed before.
    pub expires_at: Timestamp,
    /// When it ends, refreshed or not.
    pub absolute_expiry: Timestamp,
}

/// What a refresh came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// The new token is good, the old one no more.
    Ok(Session),
    /// The token was used before: the session has been ended.
    Reused {
        /// Which session ended.
        session: Uuid,
        /// Whose it was.
        user: Uuid,
    },
    /// No session knows the token, or it has ended.
    Unknown,
    /// The session was over.
    Expired,
}

/// What a request needs to know of a session, as of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionState {
    /// Whose.
    pub user: Uuid,
    /// The user's generation when the session began.
    pub generation: i64,
    /// The user's generation now.
    pub current_generation: i64,
    /// Whether the user may sign in.
    pub active: bool,
    /// SHA-256 of the token that unsafe requests must show.
    pub csrf: Hash,
}

/// The sessions in the [`State`](super::State).
#[derive(Clone, Copy, Debug)]
pub struct Sessions<'a>(pub(super) &'a AnyPool);

const COLUMNS: &str = "id, user_id, generation, csrf, expires_at, absolute_expiry";

impl Sessions<'_> {
    /// Begins a session whose first refresh token has this hash.
    ///
    /// # Errors
    /// [`StateError::Taken`] when the id or the hash was used before.
    pub async fn create(&self, session: &Session, refresh: &Hash) -> Result<(), StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            let text = "INSERT INTO sessions \
                    (id, user_id, generation, csrf, expires_at, absolute_expiry) \
                    VALUES (?, ?, ?, ?, ?, ?)";
            sqlx::query(text)
                .bind(&session.id.as_bytes()[..])
                .bind(&session.user.as_bytes()[..])
                .bind(session.generation)
                .bind(&session.csrf[..])
                .bind(session.expires_at.as_microsecond())
                .bind(session.absolute_expiry.as_microsecond())
                .execute(&mut *transaction)
                .await
                .map_err(taken)?;
            insert_token(&mut transaction, session.id, refresh).await?;
            transaction.commit().await?;
            Ok(())
        })
        .await
    }

    /// Exchanges a refresh token for the next and lets the session live until `expires_at`, at most
    /// until its absolute expiry. A token shown twice ends the session, and this is committed
    /// before the answer.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: the old token may be used or not; sign in again.
    pub async fn rotate(
        &self,
        old: &Hash,
        new: &Hash,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<Rotation, StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            let row = sqlx::query("SELECT session_id, used FROM refresh_tokens WHERE hash = ?")
                .bind(&old[..])
                .fetch_optional(&mut *transaction)
                .await?;
            let Some(row) = row else { return Ok(Rotation::Unknown) };
            let id = uuid(row.try_get("session_id")?)?;
            let Some(mut session) = load(&mut transaction, id).await? else {
                return Ok(Rotation::Unknown);
            };
            if row.try_get::<i64, _>("used")? != 0 {
                remove(&mut transaction, id).await?;
                transaction.commit().await?;
                return Ok(Rotation::Reused { session: id, user: session.user });
            }
            if now >= session.expires_at.min(session.absolute_expiry) {
                return Ok(Rotation::Expired);
            }
            session.expires_at = expires_at.min(session.absolute_expiry);
            sqlx::query("UPDATE refresh_tokens SET used = 1 WHERE hash = ?")
                .bind(&old[..])
                .execute(&mut *transaction)
                .await?;
            insert_token(&mut transaction, id, new).await?;
            sqlx::query("UPDATE sessions SET expires_at = ? WHERE id = ?")
                .bind(session.expires_at.as_microsecond())
                .bind(&id.as_bytes()[..])
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(Rotation::Ok(session))
        })
        .await
    }

    /// A session and its user's present standing; none when there is no such session, it is over,
    /// or its user is gone.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: let nobody in.
    pub async fn check(
        &self,
        id: Uuid,
        now: Timestamp,
    ) -> Result<Option<SessionState>, StateError> {
        within(async {
        let text = "SELECT s.user_id, s.generation, c.generation AS current_generation, c.active, \
                    s.csrf FROM sessions s JOIN credentials c ON c.user_id = s.user_id \
                    WHERE s.id = ? AND s.expires_at > ? AND s.absolute_expiry > ?";
        let row = sqlx::query(text)
            .bind(&id.as_bytes()[..])
            .bind(now.as_microsecond())
            .bind(now.as_microsecond())
            .fetch_optional(self.0)
            .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(SessionState {
            user: uuid(row.try_get("user_id")?)?,
            generation: row.try_get("generation")?,
            current_generation: row.try_get("current_generation")?,
            active: row.try_get::<i64, _>("active")? != 0,
            csrf: hash(row.try_get("csrf")?)?,
        }))
        })
        .await
    }

    /// Gives a session the user's present generation: the one in which a user changes the own
    /// password may go on.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn set_generation(&self, id: Uuid, generation: i64) -> Result<(), StateError> {
        within(async {
            sqlx::query("UPDATE sessions SET generation = ? WHERE id = ?")
                .bind(generation)
                .bind(&id.as_bytes()[..])
                .execute(self.0)
                .await?;
            Ok(())
        })
        .await
    }

    /// Ends everybody's, and forgets them.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: some may go on.
    pub async fn clear(&self) -> Result<(), StateError> {
        within(async {
            sqlx::query("DELETE FROM refresh_tokens").execute(self.0).await?;
            sqlx::query("DELETE FROM sessions").execute(self.0).await?;
            Ok(())
        })
        .await
    }

    /// Ends a session. Says whether there was one.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: it may go on.
    pub async fn end(&self, id: Uuid) -> Result<bool, StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            let ended = remove(&mut transaction, id).await?;
            transaction.commit().await?;
            Ok(ended)
        })
        .await
    }

    /// Ends all sessions of a user. Says how many.
    ///
    /// # Errors
    /// [`StateError::Unavailable`]: they may go on.
    pub async fn end_all(&self, user: Uuid) -> Result<u64, StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            let tokens = "DELETE FROM refresh_tokens WHERE session_id IN \
                      (SELECT id FROM sessions WHERE user_id = ?)";
            sqlx::query(tokens).bind(&user.as_bytes()[..]).execute(&mut *transaction).await?;
            let ended = sqlx::query("DELETE FROM sessions WHERE user_id = ?")
                .bind(&user.as_bytes()[..])
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(ended.rows_affected())
        })
        .await
    }

    /// A user's sessions, those that expire last first; over ones may be among them.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn list(&self, user: Uuid) -> Result<Vec<Session>, StateError> {
        within(async {
            let text = format!(
                "SELECT {COLUMNS} FROM sessions WHERE user_id = ? ORDER BY expires_at DESC, id"
            );
            let rows = sqlx::query(sqlx::AssertSqlSafe(text))
                .bind(&user.as_bytes()[..])
                .fetch_all(self.0)
                .await?;
            rows.iter().map(session).collect()
        })
        .await
    }

    /// Forgets the sessions that are over. Says how many.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn purge(&self, now: Timestamp) -> Result<u64, StateError> {
        within(async {
            let mut transaction = sql::begin_write(self.0).await?;
            let now = now.as_microsecond();
            let tokens = "DELETE FROM refresh_tokens WHERE session_id IN \
                      (SELECT id FROM sessions WHERE expires_at <= ? OR absolute_expiry <= ?)";
            sqlx::query(tokens).bind(now).bind(now).execute(&mut *transaction).await?;
            let text = "DELETE FROM sessions WHERE expires_at <= ? OR absolute_expiry <= ?";
            let ended = sqlx::query(text).bind(now).bind(now).execute(&mut *transaction).await?;
            transaction.commit().await?;
            Ok(ended.rows_affected())
        })
        .await
    }
}

async fn load(
    transaction: &mut Transaction<'_, Any>,
    id: Uuid,
) -> Result<Option<Session>, StateError> {
    let row =
        sqlx::query(sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM sessions WHERE id = ?")))
            .bind(&id.as_bytes()[..])
            .fetch_optional(&mut **transaction)
            .await?;
    row.as_ref().map(session).transpose()
}

async fn insert_token(
    transaction: &mut Transaction<'_, Any>,
    session: Uuid,
    hash: &Hash,
) -> Result<(), StateError> {
    sqlx::query("INSERT INTO refresh_tokens (hash, session_id, used) VALUES (?, ?, 0)")
        .bind(&hash[..])
        .bind(&session.as_bytes()[..])
        .execute(&mut **transaction)
        .await
        .map_err(taken)?;
    Ok(())
}

async fn remove(transaction: &mut Transaction<'_, Any>, id: Uuid) -> Result<bool, StateError> {
    sqlx::query("DELETE FROM refresh_tokens WHERE session_id = ?")
        .bind(&id.as_bytes()[..])
        .execute(&mut **transaction)
        .await?;
    let removed = sqlx::query("DELETE FROM sessions WHERE id = ?")
        .bind(&id.as_bytes()[..])
        .execute(&mut **transaction)
        .await?;
    Ok(removed.rows_affected() > 0)
}

fn session(row: &AnyRow) -> Result<Session, StateError> {
    Ok(Session {
        id: uuid(row.try_get("id")?)?,
        user: uuid(row.try_get("user_id")?)?,
        generation: row.try_get("generation")?,
        csrf: hash(row.try_get("csrf")?)?,
        expires_at: time(row.try_get("expires_at")?)?,
        absolute_expiry: time(row.try_get("absolute_expiry")?)?,
    })
}

fn taken(error: sqlx::Error) -> StateError {
    if sql::is_duplicate(&error) { StateError::Taken("the session") } else { error.into() }
}
