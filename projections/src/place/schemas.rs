//! Schemas of a server. The one in the address holds a pointer to the one that counts.

use infra::sql::{self, Durability, mysql};
use sqlx::AnyPool;
use uuid::Uuid;

use super::Database;
use crate::ReadError;

/// What follows the first schema's name in the others'.
const PART: &str = "_read_";

/// How long the first schema's name may be: names end at 64 characters.
const LONGEST: usize = 64 - PART.len() - 32;

/// The schemas.
#[derive(Clone, Debug)]
pub(super) struct Schemas {
    first: AnyPool,
    /// The address up to the schema's name, which is `name`, and what follows it.
    before: String,
    name: String,
    after: String,
}

impl Schemas {
    pub(super) async fn open(url: &str) -> Result<Self, ReadError> {
        let (before, name, after) = parts(url).ok_or_else(|| {
            ReadError::Unavailable(format!(
                "the address of the read models names a schema of at most {LONGEST} characters: \
                 mysql://user:password@host/schema"
            ))
        })?;
        let first = sql::connect(url, Durability::Full).await?;
        sqlx::raw_sql(
            "CREATE TABLE IF NOT EXISTS current_read_models \
             (id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(64) NOT NULL) \
             ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
        )
        .execute(&first)
        .await?;
        Ok(Self { first, before, name, after })
    }

    pub(super) async fn current(&self) -> Result<Option<Database>, ReadError> {
        let name: Option<String> =
            sqlx::query_scalar("SELECT name FROM current_read_models WHERE id = 1")
                .fetch_optional(&self.first)
                .await?;
        Ok(name.map(|name| self.database(name)))
    }

    pub(super) async fn another(&self) -> Result<Database, ReadError> {
        let name = format!("{}{PART}{}", self.name, Uuid::now_v7().simple());
        mysql::create_schema(&self.first, &name).await?;
        Ok(self.database(name))
    }

    pub(super) async fn switch(&self, to: &Database) -> Result<(), ReadError> {
        sqlx::query("REPLACE INTO current_read_models (id, name) VALUES (1, ?)")
            .bind(&to.name)
            .execute(&self.first)
            .await?;
        Ok(())
    }

    pub(super) async fn forget(&self) -> Result<(), ReadError> {
        sqlx::query("DELETE FROM current_read_models").execute(&self.first).await?;
        Ok(())
    }

    pub(super) async fn clear(&self) -> Result<(), ReadError> {
        let current = self.current().await?.map(|database| database.name);
        for name in self.names().await? {
            if current.as_ref() != Some(&name) {
                mysql::drop_schema(&self.first, &name).await?;
            }
        }
        Ok(())
    }

    pub(super) async fn names(&self) -> Result<Vec<String>, ReadError> {
        Ok(mysql::schemas(&self.first, &format!("{}{PART}", self.name)).await?)
    }

    pub(super) async fn delete(&self, database: &Database) -> Result<(), ReadError> {
        Ok(mysql::drop_schema(&self.first, &database.name).await?)
    }

    fn database(&self, name: String) -> Database {
        let url = format!("{}{name}{}", self.before, self.after);
        Database { name, url }
    }
}

/// An address before its schema's name, the name, and what follows.
fn parts(url: &str) -> Option<(String, String, String)> {
    let (address, after) = match url.find('?') {
        Some(at) => url.split_at(at),
        None => (url, ""),
    };
    let authority = address.find("://")? + 3;
    let slash = authority + address[authority..].find('/')?;
    let (before, name) = address.split_at(slash + 1);
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let fits = (1..=LONGEST).contains(&name.len()) && name.chars().all(plain);
    fits.then(|| (before.to_owned(), name.to_owned(), after.to_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::parts;

    #[test]
    fn an_address_is_taken_apart_round_its_schema() {
        let url = "mysql://u:p%2F@host:3306/hema?ssl-mode=VERIFY_IDENTITY";
        let (before, name, after) = parts(url).unwrap();
        assert_eq!((before.as_str(), name.as_str()), ("mysql://u:p%2F@host:3306/", "hema"));
        assert_eq!(after, "?ssl-mode=VERIFY_IDENTITY");
        for unfit in ["mysql://host", "mysql://host/", "mysql://host/a/b", "mysql://host/a-b", "x"]
        {
            assert_eq!(parts(unfit), None, "{unfit}");
        }
    }
}
