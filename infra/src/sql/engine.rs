//! Which engine an address or a pool belongs to.

use sqlx::AnyPool;

use super::SqlError;

/// An SQL engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file of this process.
    Sqlite,
    /// A MySQL or MariaDB server.
    MySql,
}

impl Engine {
    /// The engine that serves an address.
    ///
    /// # Errors
    /// [`SqlError::Unavailable`] when none does; the words hold nothing of the address that could
    /// be secret.
    pub fn of_url(url: &str) -> Result<Self, SqlError> {
        match url.split_once("://").map(|(scheme, _)| scheme) {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("mysql" | "mariadb") => Ok(Self::MySql),
            Some(other) => Err(SqlError::Unavailable(format!("no engine serves {other}://"))),
            None => Err(SqlError::Unavailable("the address has no scheme".into())),
        }
    }

    /// The engine that a pool's connections go to.
    pub fn of(pool: &AnyPool) -> Self {
        match pool.connect_options().database_url.scheme() {
            "sqlite" => Self::Sqlite,
            _ => Self::MySql,
        }
    }
}
