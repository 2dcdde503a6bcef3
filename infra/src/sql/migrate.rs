//! The schema's history: migrations embedded by `build.rs`, applied in order, never changed.

use std::borrow::Cow;
use std::path::Path;

use sqlx::migrate::{MigrateError, MigrationType, Migrator};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyPool, ConnectOptions as _, SqlSafeStr as _};

use super::{Durability, Engine, SqlError, connect};

/// One step of a schema.
#[derive(Debug)]
pub struct Migration {
    version: i64,
    description: &'static str,
    sql: &'static str,
}

/// A schema: its steps for each engine, and what its commits promise.
#[derive(Debug)]
pub struct Migrations {
    sqlite: &'static [Migration],
    mysql: &'static [Migration],
    pub(super) durability: Durability,
}

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// The schema of the state.
pub static STATE: Migrations =
    Migrations { sqlite: STATE_SQLITE, mysql: STATE_MYSQL, durability: Durability::Full };

/// The schema of the read models.
pub static READ_MODELS: Migrations = Migrations {
    sqlite: READ_MODELS_SQLITE,
    mysql: READ_MODELS_MYSQL,
    durability: Durability::Normal,
};

impl Migrations {
    fn of(&self, engine: Engine) -> &'static [Migration] {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::MySql => self.mysql,
        }
    }

    /// The newest version that this program knows.
    pub fn newest(&self, engine: Engine) -> i64 {
        self.of(engine).last().map_or(0, |migration| migration.version)
    }

    /// Applies what is missing.
    pub(super) async fn apply(&self, pool: &AnyPool) -> Result<(), SqlError> {
        let engine = Engine::of(pool);
        let steps = self.of(engine).iter().map(|step| {
            sqlx::migrate::Migration::new(
                step.version,
                Cow::Borrowed(step.description),
                MigrationType::Simple,
                step.sql.into_sql_str(),
                false,
            )
        });
        let migrator = Migrator::with_migrations(steps.collect());
        let mut outcome = migrator.run(pool).await;
        if let (Err(MigrateError::Dirty(version)), Engine::MySql) = (&outcome, engine) {
            take_back(*version, pool).await?;
            outcome = migrator.run(pool).await;
        }
        outcome.map_err(|error| match error {
            MigrateError::VersionMissing(found) => {
                SqlError::TooNew { found, known: self.newest(engine) }
            }
            MigrateError::VersionMismatch(version) => SqlError::Changed(version),
            other => SqlError::Unavailable(other.to_string()),
        })
    }
}

/// A process ended in the middle of a step, of which a server keeps each statement by itself. Steps
/// for servers are written so that they can be taken again from their beginning.
async fn take_back(version: i64, pool: &AnyPool) -> Result<(), SqlError> {
    tracing::warn!(version, "A process ended while it made tables. They are made again.");
    sqlx::query("DELETE FROM _sqlx_migrations WHERE version = ? AND success = 0")
        .bind(version)
        .execute(pool)
        .await
        .map_err(|error| SqlError::Unavailable(error.to_string()))?;
    Ok(())
}

/// The schema version of an SQLite database in a file, without touching it; none when there is no
/// file, or no schema of this kind in it.
///
/// # Errors
/// [`SqlError::Unavailable`].
pub async fn version(file: &Path) -> Result<Option<i64>, SqlError> {
    if !file.exists() {
        return Ok(None);
    }
    let away = |error: sqlx::Error| SqlError::Unavailable(error.to_string());
    let options = SqliteConnectOptions::new().filename(file).read_only(true);
    let mut database = options.connect().await.map_err(away)?;
    let tables: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = '_sqlx_migrations'",
    )
    .fetch_one(&mut database)
    .await
    .map_err(away)?;
    if tables == 0 {
        return Ok(None);
    }
    let newest = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations");
    newest.fetch_one(&mut database).await.map_err(away)
}

/// The schema version of a database on a server, without changing it; none when there is no schema
/// of this kind in it.
///
/// # Errors
/// [`SqlError::Unavailable`], [`SqlError::Refused`].
pub async fn version_on(url: &str) -> Result<Option<i64>, SqlError> {
    let pool = connect(url, Durability::Full).await?;
    let found = newest_on(&pool).await.map_err(|error| SqlError::Unavailable(error.to_string()));
    pool.close().await;
    found
}

async fn newest_on(server: &AnyPool) -> Result<Option<i64>, sqlx::Error> {
    let tables: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM information_schema.tables \
         WHERE table_schema = DATABASE() AND table_name = '_sqlx_migrations'",
    )
    .fetch_one(server)
    .await?;
    if tables == 0 {
        return Ok(None);
    }
    sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(server).await
}
