//! The whole state as it was at one moment, carried into another one, on whichever engine either is.

use futures::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Transaction};

use super::tables::{TABLES, Table, Value};
use super::{Hash, State, StateError};
use crate::sql;

/// What was carried over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over all rows in their order, the same on every engine.
    pub sha256: Hash,
}

/// Copies all of a state into another one, whole or not at all. What stood there of the same
/// installation is replaced. What was written is read again and compared before it counts.
///
/// # Errors
/// [`StateError::Another`] when the other state is another installation's, or nobody's and not
/// empty; [`StateError::Damaged`] when it does not hold what was written.
pub async fn copy(from: &State, to: &State) -> Result<Copied, StateError> {
    Snapshot::take(from).await?.copy_to(to).await
}

/// A state as it was at one moment; what is written to it afterwards is not seen.
pub struct Snapshot {
    transaction: Transaction<'static, Any>,
}

impl Snapshot {
    /// As it is now.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn take(state: &State) -> Result<Self, StateError> {
        Ok(Self { transaction: sql::begin_snapshot(state.pool()).await? })
    }

    /// As it is now, and what is asked of the event log meanwhile. No group's place moves between the
    /// two, and the log is asked first: the keys of all events up to what it answers are in the state,
    /// and no group is further than that. On a server; a file is held still by its own lock.
    ///
    /// # Errors
    /// [`StateError::Unavailable`], and what the question says.
    pub(crate) async fn take_with<T, E: From<StateError>>(
        state: &State,
        question: impl Future<Output = Result<T, E>>,
    ) -> Result<(Self, T), E> {
        let still = sql::mysql::lock_all(state.pool(), "subscription_groups").await;
        let still = still.map_err(StateError::from)?;
        let answer = question.await?;
        let snapshot = Self::take(state).await?;
        still.rollback().await.map_err(StateError::from)?;
        Ok((snapshot, answer))
    }

    /// How much there is, and its digest.
    ///
    /// # Errors
    /// [`StateError::Unavailable`].
    pub async fn measure(&mut self) -> Result<Copied, StateError> {
        measure(&mut self.transaction).await
    }

    /// See [`copy`].
    ///
    /// # Errors
    /// As [`copy`].
    pub async fn copy_to(mut self, to: &State) -> Result<Copied, StateError> {
        let mut target = sql::begin_write(to.pool()).await?;
        free(&mut self.transaction, &mut target).await?;
        let mut copied = Tally::default();
        for table in &TABLES {
            let clear = format!("DELETE FROM {}", table.name);
            sqlx::query(AssertSqlSafe(clear)).execute(&mut *target).await?;
            fill(table, &mut self.transaction, &mut target, &mut copied).await?;
        }
        let copied = copied.finish();
        if measure(&mut target).await? != copied {
            return Err(StateError::Damaged("what was copied reads otherwise".to_owned()));
        }
        target.commit().await?;
        Ok(copied)
    }
}

/// Refuses a target that holds something of anybody else.
async fn free(from: &mut AnyConnection, to: &mut AnyConnection) -> Result<(), StateError> {
    let held = identity(to).await?;
    let free = match &held {
        Some(_) => held == identity(from).await?,
        None => measure(to).await?.rows == 0,
    };
    if free { Ok(()) } else { Err(StateError::Another) }
}

async fn identity(state: &mut AnyConnection) -> Result<Option<Vec<u8>>, StateError> {
    let found = sqlx::query_scalar("SELECT identity FROM installation WHERE id = 1");
    Ok(found.fetch_optional(state).await?)
}

async fn fill(
    table: &Table,
    from: &mut AnyConnection,
    to: &mut AnyConnection,
    copied: &mut Tally,
) -> Result<(), StateError> {
    let insert = table.insert();
    let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(from);
    while let Some(row) = rows.try_next().await? {
        let values = table.values(&row)?;
        let query = sqlx::query(AssertSqlSafe(insert.as_str()));
        let query = values.iter().fold(query, |query, value| value.bind(query));
        query.execute(&mut *to).await?;
        copied.add(table, &values);
    }
    Ok(())
}

async fn measure(state: &mut AnyConnection) -> Result<Copied, StateError> {
    let mut seen = Tally::default();
    for table in &TABLES {
        let mut rows = sqlx::query(AssertSqlSafe(table.select())).fetch(&mut *state);
        while let Some(row) = rows.try_next().await? {
            seen.add(table, &table.values(&row)?);
        }
    }
    Ok(seen.finish())
}

/// Rows counted and digested.
#[derive(Default)]
struct Tally {
    rows: u64,
    digest: Sha256,
}

impl Tally {
    /// Each part with its length before it, so that no two rows give the same bytes.
    fn add(&mut self, table: &Table, values: &[Value]) {
        self.rows += 1;
        self.part(table.name.as_bytes());
        for value in values {
            match value.canonical() {
                None => self.digest.update([0]),
                Some(bytes) => {
                    self.digest.update([1]);
                    self.part(&bytes);
                }
            }
        }
    }

    fn part(&mut self, bytes: &[u8]) {
        self.digest.update((bytes.len() as u64).to_be_bytes());
        self.digest.update(bytes);
    }

    fn finish(self) -> Copied {
        Copied { rows: self.rows, sha256: self.digest.finalize().into() }
    }
}
