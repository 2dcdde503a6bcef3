//! Where the read models live: databases of which one counts, so that a rebuild can fill another
//! while the first one serves. Files of a directory, or schemas of a server.

mod directory;
mod schemas;

use std::fmt;
use std::path::Path;
use std::time::Duration;

use crate::ReadError;
use directory::Directory;
use schemas::Schemas;

/// Where the read models live. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Place(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Directory(Directory),
    Schemas(Schemas),
}

/// One database: its name in its place, and its address.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Database {
    pub(crate) name: String,
    pub(crate) url: String,
}

/// Without the address, which may hold a password.
impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Place {
    /// SQLite files in a directory, which is made when there is none.
    ///
    /// # Errors
    /// A directory that cannot be made.
    pub fn directory(path: &Path) -> Result<Self, ReadError> {
        Ok(Self(Kind::Directory(Directory::open(path)?)))
    }

    /// Schemas of a MySQL or MariaDB server, named after the one in the address
    /// (`mysql://user:password@host/schema`), where it is written which of them counts. The user
    /// must be allowed to make and drop schemas of such names.
    ///
    /// # Errors
    /// An address without a schema, a server that does not answer.
    pub async fn schemas(url: &str) -> Result<Self, ReadError> {
        Ok(Self(Kind::Schemas(Schemas::open(url).await?)))
    }

    /// Deletes everything here, the database that counts too: for a place that is given up, so that
    /// no copy of patients' data stays where no erasure looks. Nothing is lost by it but time.
    ///
    /// # Errors
    /// A place that cannot be written: something may be there still.
    pub async fn empty(&self) -> Result<(), ReadError> {
        match &self.0 {
            Kind::Directory(directory) => directory.forget()?,
            Kind::Schemas(schemas) => schemas.forget().await?,
        }
        self.clear().await
    }

    /// The database that counts; none when there is none yet.
    pub(crate) async fn current(&self) -> Result<Option<Database>, ReadError> {
        match &self.0 {
            Kind::Directory(directory) => Ok(directory.current()?),
            Kind::Schemas(schemas) => schemas.current().await,
        }
    }

    /// Another, empty database, which does not count.
    pub(crate) async fn another(&self) -> Result<Database, ReadError> {
        match &self.0 {
            Kind::Directory(directory) => Ok(directory.another()),
            Kind::Schemas(schemas) => schemas.another().await,
        }
    }

    /// From now on this database counts: at once and for good, or not at all.
    pub(crate) async fn switch(&self, to: &Database) -> Result<(), ReadError> {
        match &self.0 {
            Kind::Directory(directory) => Ok(directory.switch(to)?),
            Kind::Schemas(schemas) => schemas.switch(to).await,
        }
    }

    /// The names of all databases, the one that counts and others.
    #[cfg(test)]
    pub(crate) async fn names(&self) -> Result<Vec<String>, ReadError> {
        match &self.0 {
            Kind::Directory(directory) => Ok(directory.names()?),
            Kind::Schemas(schemas) => schemas.names().await,
        }
    }

    /// Deletes databases that do not count: what a crash left behind.
    pub(crate) async fn clear(&self) -> Result<(), ReadError> {
        match &self.0 {
            Kind::Directory(directory) => Ok(directory.clear()?),
            Kind::Schemas(schemas) => schemas.clear().await,
        }
    }

    /// How long a database stays after it ceased to count, for other processes that read it.
    pub(crate) fn grace(&self) -> Duration {
        match &self.0 {
            Kind::Directory(_) => Duration::ZERO,
            Kind::Schemas(_) => Duration::from_secs(2),
        }
    }

    /// Deletes a database that does not count.
    pub(crate) async fn delete(&self, database: &Database) -> Result<(), ReadError> {
        match &self.0 {
            Kind::Directory(directory) => Ok(directory.delete(database)?),
            Kind::Schemas(schemas) => schemas.delete(database).await,
        }
    }
}
