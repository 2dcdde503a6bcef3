//! A directory: database files, and which of them counts.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use infra::sql::sqlite_url;
use uuid::Uuid;

use super::Database;

/// The file that names the database that counts.
const POINTER: &str = "current";

/// What a database file's name begins and ends with.
const PREFIX: &str = "read-models-";
const SUFFIX: &str = ".db";

/// The directory.
#[derive(Clone, Debug)]
pub(super) struct Directory {
    directory: PathBuf,
}

impl Directory {
    /// Uses a directory, making it when there is none.
    pub(super) fn open(directory: &Path) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        Ok(Self { directory: directory.to_owned() })
    }

    /// The database that counts; none when there is none yet.
    pub(super) fn current(&self) -> io::Result<Option<Database>> {
        match fs::read_to_string(self.directory.join(POINTER)) {
            Ok(name) => Ok(Some(self.database(name.trim().to_owned()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A name for another database.
    pub(super) fn another(&self) -> Database {
        self.database(format!("{PREFIX}{}{SUFFIX}", Uuid::now_v7()))
    }

    fn database(&self, name: String) -> Database {
        let url = sqlite_url(&self.directory.join(&name));
        Database { name, url }
    }

    /// From now on this database counts: at once and for good, or not at all.
    pub(super) fn switch(&self, to: &Database) -> io::Result<()> {
        let new = self.directory.join(format!("{POINTER}.new"));
        let mut file = File::create(&new)?;
        writeln!(file, "{}", to.name)?;
        file.sync_all()?;
        fs::rename(&new, self.directory.join(POINTER))?;
        File::open(&self.directory)?.sync_all()
    }

    /// From now on no database counts.
    pub(super) fn forget(&self) -> io::Result<()> {
        match fs::remove_file(self.directory.join(POINTER)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Deletes databases that do not count: what a crash left behind.
    pub(super) fn clear(&self) -> io::Result<()> {
        let current = self.current()?;
        for name in self.names()? {
            if current.as_ref().is_none_or(|current| current.name != name) {
                self.delete(&self.database(name))?;
            }
        }
        Ok(())
    }

    pub(super) fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.directory)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Deletes a database with the write-ahead log and its index beside it.
    pub(super) fn delete(&self, database: &Database) -> io::Result<()> {
        for beside in ["-wal", "-shm", ""] {
            let file = self.directory.join(format!("{}{beside}", database.name));
            match fs::remove_file(file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_that_counts_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = Directory::open(folder.path()).unwrap();
        assert_eq!(place.current().unwrap(), None);
        let (old, new) = (place.another(), place.another());
        let file = |database: &Database, beside: &str| {
            folder.path().join(format!("{}{beside}", database.name))
        };
        for database in [&old, &new] {
            fs::write(file(database, ""), "").unwrap();
            fs::write(file(database, "-wal"), "").unwrap();
        }
        place.switch(&old).unwrap();
        place.switch(&new).unwrap();
        place.clear().unwrap();
        assert_eq!(place.current().unwrap(), Some(new.clone()));
        assert!(file(&new, "").exists() && file(&new, "-wal").exists());
        assert!(!file(&old, "").exists() && !file(&old, "-wal").exists());
        place.forget().unwrap();
        place.clear().unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
