//! Who may sign in: a key of the name (not the name), a password hash, and a generation that moves
//! whenever what the user may do changes, so that sessions begun before do not go on as they were.

use sqlx::any::AnyRow;
use sqlx::{AnyPool, Row as _};
use uuid::Uuid;

use super::{Hash, StateError, uuid, within};
use crate::sql;

/// What a user signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Whose.
    pub user: Uuid,
    /// The password's hash as a PHC string.
    pub phc: String,
    /// Moved by every change of password, role or activity.
    pub generation: i64,
    /// Whether the user may sign in at all.
    pub active: bool,
}

/// The credentials in the [`State`](super::State).
#[derive(Clone, Copy, Debug)]
pub struct Credentials<'a>(pub(super) &'a AnyPool);

impl Credentials<'_> {
    /// Gives a user a name and a password. The same user again replaces both and moves the
    /// generation.
    ///
    /// # Errors
    /// [`StateError::Taken`] when another user has the name.
    pub async fn put(&self, user: Uuid, name_key: &Hash, phc: &str) -> Result<(), StateError> {
        within(async {
        let mut transaction = sql::begin_write(self.0).await?;
        let update = "UPDATE credentials SET name_key = ?, phc = ?, generation = generation + 1 \
                      WHERE user_id = ?";
        let updated = sqlx::query(update)
            .bind(&name_key[..])
            .bind(phc)
            .bind(&user.as_bytes()[..])
            .execute(&mut *transaction)
            .await
            .map_err(taken)?;
        if updated.rows_affected() == 0 {
            let insert = "INSERT INTO credentials (user_id, name_key, phc, generation, active) \
                          VALUES (?, ?, ?, 1, 1)";
            sqlx::query(insert)
                .bind(&user.as_bytes()[..])
                .bind(&name_key[..])
                .bind(phc)
                .execute(&mut *transaction)
                .await
                .map_err(taken)?;
        }
        transaction.commit().await?;
        Ok(())
        })
        .await
    }

    /// Changes the password and moves the generation.
    ///
    /// # Errors
    /// [`StateError::NotFound`] when the user has no credentials.
    pub async fn set_password(&self, user: Uuid, phc: &str) -> Result<(), StateError> {
        within(async {
            let text =
                "UPDATE credentials SET phc = ?, generation = generation + 1 WHERE user_id = ?";
            found(sqlx::query(text).bind(phc).bind(&user.as_bytes()[..]).execute(self.0).await?)
        })
        .await
    }

    /// Lets the user sign in or not, and moves the generation.
    ///
    /// # Errors
    /// [`StateError::NotFound`] when the user has no credentials.
    pub async fn set_active(&self, user: Uuid, active: bool) -> Result<(), StateError> {
        within(async {
            let text =
                "UPDATE credentials SET active = ?, generation = generation + 1 WHERE user_id = ?";
            let query = sqlx::query(text).bind(i64::from(active)).bind(&user.as_bytes()[..]);
            found(query.execute(self.0).await?)
        })
        .await
    }

    /// Gives the user another name; passwords and sessions stay.
    ///
    /// # Errors
    /// [`StateError::Taken`], [`StateError::NotFound`].
    pub async fn rename(&self, user: Uuid, name_key: &Hash) -> Result<(), StateError> {
        within(async {
            let query = sqlx::query("UPDATE credentials SET name_key = ? WHERE user_id = ?")
                .bind(&name_key[..])
                .bind(&user.as_bytes()[..]);
            found(query.execute(self.0).await.map_err(taken)?)
        })
        .await
    }

    /// Moves the generation: what the user may do has changed.
    ///
    /// # Errors
    /// [`StateError::NotFound`] when the user has no credentials.
    pub async fn bump_generation(&self, user: Uuid) -> Result<(), StateError> {
        within(async {
            let text = "UPDATE credentials SET generation = generation + 1 WHERE user_id = ?";
            found(sqlx::query(text).bind(&user.as_bytes()[..]).execute(self.0).await?)
        })
        .await
    }

    /// The credentials under a name.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn by_name(&self, name_key: &Hash) -> Result<Option<Credential>, StateError> {
        within(async {
            let text =
                "SELECT user_id, phc, generation, active FROM credentials WHERE name_key = ?";
            let row = sqlx::query(text).bind(&name_key[..]).fetch_optional(self.0).await?;
            row.map(|row| credential(&row)).transpose()
        })
        .await
    }

    /// A user's credentials.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn by_user(&self, user: Uuid) -> Result<Option<Credential>, StateError> {
        within(async {
            let text = "SELECT user_id, phc, generation, active FROM credentials WHERE user_id = ?";
            let row = sqlx::query(text).bind(&user.as_bytes()[..]).fetch_optional(self.0).await?;
            row.map(|row| credential(&row)).transpose()
        })
        .await
    }

    /// Whether anybody has credentials.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn any(&self) -> Result<bool, StateError> {
        within(async {
            let row =
                sqlx::query("SELECT 1 FROM credentials LIMIT 1").fetch_optional(self.0).await?;
            Ok(row.is_some())
        })
        .await
    }

    /// Takes a user's credentials and ends the user's sessions.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn remove(&self, user: Uuid) -> Result<(), StateError> {
        within(async {
            sqlx::query("DELETE FROM credentials WHERE user_id = ?")
                .bind(&user.as_bytes()[..])
                .execute(self.0)
                .await?;
            super::Sessions(self.0).end_all(user).await?;
            Ok(())
        })
        .await
    }
}

fn credential(row: &AnyRow) -> Result<Credential, StateError> {
    Ok(Credential {
        user: uuid(row.try_get("user_id")?)?,
        phc: row.try_get("phc")?,
        generation: row.try_get("generation")?,
        active: row.try_get::<i64, _>("active")? != 0,
    })
}

fn found(result: sqlx::any::AnyQueryResult) -> Result<(), StateError> {
    if result.rows_affected() == 0 { Err(StateError::NotFound("user")) } else { Ok(()) }
}

fn taken(error: sqlx::Error) -> StateError {
    if sql::is_duplicate(&error) { StateError::Taken("the user name") } else { error.into() }
}
