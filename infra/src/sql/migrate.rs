//! The schema's history: migrations embedded by `build.rs`, applied in order, never changed.

use std::borrow::Cow;

use sqlx::AnyPool;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{MigrateError, MigrationType, Migrator};

use super::{Durability, SqlError};

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
    pub(super) durability: Durability,
}

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// The schema of the state.
pub static STATE: Migrations = Migrations { sqlite: STATE_SQLITE, durability: Durability::Full };

/// The schema of the read models.
pub static READ_MODELS: Migrations =
    Migrations { sqlite: READ_MODELS_SQLITE, durability: Durability::Normal };

impl Migrations {
    /// The newest version that this program knows.
    pub fn newest(&self) -> i64 {
        self.sqlite.last().map_or(0, |migration| migration.version)
    }

    /// Applies what is missing.
    pub(super) async fn apply(&self, pool: &AnyPool) -> Result<(), SqlError> {
        let steps = self.sqlite.iter().map(|step| {
            sqlx::migrate::Migration::new(
                step.version,
                Cow::Borrowed(step.description),
                MigrationType::Simple,
                step.sql.into_sql_str(),
                false,
            )
        });
        let migrator = Migrator::with_migrations(steps.collect());
        migrator.run(pool).await.map_err(|error| match error {
            MigrateError::VersionMissing(found) => SqlError::TooNew { found, known: self.newest() },
            MigrateError::VersionMismatch(version) => SqlError::Changed(version),
            other => SqlError::Unavailable(other.to_string()),
        })
    }
}
