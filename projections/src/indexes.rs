//! Indexes that only lists use. While everything is folded anew nobody lists, and keeping them in
//! order costs SQLite more than all else: a rebuild takes them away first and lays them at its end.
//! A server defers that work by itself.

use infra::sql::Engine;
use sqlx::AnyPool;

/// Those indexes. What a fold looks up by is not among them.
const OF_LISTS: [&str; 16] = [
    "access_by_time",
    "access_by_kind",
    "access_by_user",
    "access_by_patient",
    "users_by_username",
    "patients_by_name",
    "patients_by_number",
    "cases_by_received",
    "cases_by_work",
    "cases_by_due",
    "cases_by_alarm",
    "cases_by_conclusion",
    "images_by_work",
    "images_by_panel",
    "images_by_upload",
    "statistics_by_measure",
];

/// The indexes that were taken away, as the statements that make them again.
#[must_use]
pub(crate) struct Lifted(Vec<String>);

/// Takes the lists' indexes away from a database that nobody lists from yet.
///
/// # Errors
/// A database that fails.
pub(crate) async fn lift(pool: &AnyPool) -> Result<Lifted, sqlx::Error> {
    let mut made = Vec::new();
    if Engine::of(pool) != Engine::Sqlite {
        return Ok(Lifted(made));
    }
    for index in OF_LISTS {
        let found: Option<String> =
            sqlx::query_scalar("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?")
                .bind(index)
                .fetch_optional(pool)
                .await?;
        if let Some(statement) = found {
            sqlx::query(sqlx::AssertSqlSafe(format!("DROP INDEX {index}"))).execute(pool).await?;
            made.push(statement);
        }
    }
    Ok(Lifted(made))
}

impl Lifted {
    /// Makes them again.
    ///
    /// # Errors
    /// A database that fails.
    pub(crate) async fn lay(self, pool: &AnyPool) -> Result<(), sqlx::Error> {
        for statement in self.0 {
            // Safe: it is what the schema itself was made with.
            sqlx::query(sqlx::AssertSqlSafe(statement)).execute(pool).await?;
        }
        Ok(())
    }
}
