//! One database of read models: read by queries, written a batch at a time.

use std::sync::{Arc, PoisonError, RwLock};

use infra::sql::{self, Durability, SqlError};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyPool};
use uuid::Uuid;

use crate::batch::Batch;
use crate::checkpoint::{self, Checkpoint};
use crate::open::Fact;
use crate::place::Database;
use crate::{ReadError, Settings};

/// One database of read models.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) pool: AnyPool,
    pub(crate) database: Arc<Database>,
    /// With which settings it is folded.
    pub(crate) settings: Arc<Settings>,
    log: Uuid,
}

impl Store {
    /// Opens a database, or lays its tables. None when another version of the program, or
    /// other settings than those asked for, have built it.
    ///
    /// # Errors
    /// One that cannot be opened; read models of another log.
    pub(crate) async fn open(
        database: Database,
        log: Uuid,
        asked: Option<&Settings>,
    ) -> Result<Option<Self>, ReadError> {
        let pool = match sql::open(&database.url, &sql::READ_MODELS).await {
            // Its tables are not these. Nothing is lost: everything is in the log.
            Err(SqlError::Changed(_) | SqlError::TooNew { .. }) => return Ok(None),
            opened => opened?,
        };
        let begun = checkpoint::begin(&mut *pool.acquire().await?, log, asked).await?;
        let Some(settings) = begun else {
            pool.close().await;
            return Ok(None);
        };
        let (database, settings) = (Arc::new(database), Arc::new(settings));
        Ok(Some(Self { pool, database, settings, log }))
    }

    /// Lays the tables of an empty database.
    ///
    /// # Errors
    /// One that cannot be opened.
    pub(crate) async fn create(
        database: Database,
        log: Uuid,
        settings: &Settings,
    ) -> Result<Self, ReadError> {
        let store = Self::open(database, log, Some(settings)).await?;
        store.ok_or_else(|| ReadError::Damaged("a new database is not empty".into()))
    }

    /// Opens a database that another process folds into, and changes nothing. None when another
    /// version of the program has built it.
    ///
    /// # Errors
    /// One that does not answer; read models of another log.
    pub(crate) async fn attach(database: Database, log: Uuid) -> Result<Option<Self>, ReadError> {
        let pool = sql::connect(&database.url, Durability::Normal).await?;
        let begun = checkpoint::begun(&mut *pool.acquire().await?, log).await?;
        let Some(settings) = begun else {
            pool.close().await;
            return Ok(None);
        };
        let (database, settings) = (Arc::new(database), Arc::new(settings));
        Ok(Some(Self { pool, database, settings, log }))
    }

    /// How far it is.
    pub(crate) async fn checkpoint(&self) -> Result<Checkpoint, ReadError> {
        Ok(checkpoint::load(&mut *self.pool.acquire().await?).await?)
    }

    /// Folds a batch and moves the checkpoint on, both or neither.
    ///
    /// # Errors
    /// [`ReadError::Fenced`] when somebody else has moved it; a database that fails.
    pub(crate) async fn fold(
        &self,
        from: Checkpoint,
        facts: &[Fact],
    ) -> Result<Checkpoint, ReadError> {
        if facts.is_empty() {
            return Ok(from);
        }
        let to = from.after(facts);
        let mut db = sql::begin_write(&self.pool).await?;
        checkpoint::advance(&mut db, self.log, from, to).await?;
        let mut batch = Batch::load(&mut db, &self.settings, facts).await?;
        for fact in facts {
            batch.fold(&mut db, fact).await?;
        }
        batch.write(&mut db).await?;
        db.commit().await?;
        self.forget_erased(facts).await;
        Ok(to)
    }

    /// What was erased is not to stay in the write-ahead log either.
    async fn forget_erased(&self, facts: &[Fact]) {
        let erasure = |fact: &Fact| matches!(fact.event, domain::event::Event::PatientErased(_));
        if facts.iter().any(erasure)
            && let Err(error) = sql::truncate_wal(&self.pool).await
        {
            tracing::warn!(%error, "the read models' write-ahead log was not emptied after an erasure");
        }
    }

    /// Whether this is the same database.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.database, &other.database)
    }
}

/// The database that counts: another one after a rebuild.
#[derive(Clone, Debug)]
pub(crate) struct Current(Arc<RwLock<Store>>);

impl Current {
    pub(crate) fn new(store: Store) -> Self {
        Self(Arc::new(RwLock::new(store)))
    }

    /// The one that counts now.
    pub(crate) fn get(&self) -> Store {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets another one count and gives the old one.
    pub(crate) fn replace(&self, new: Store) -> Store {
        let mut store = self.0.write().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *store, new)
    }

    /// A connection to read with; a database lasts as long as one of its connections is in use.
    ///
    /// # Errors
    /// A database that does not answer.
    pub(crate) async fn read(&self) -> Result<PoolConnection<Any>, sqlx::Error> {
        loop {
            let store = self.get();
            match store.pool.acquire().await {
                // It ceased to count at this very moment: then there is another.
                Err(sqlx::Error::PoolClosed) if !self.get().is(&store) => {}
                answer => return answer,
            }
        }
    }
}
