//! The read models' directory: database files, and which of them counts.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// The file that names the database that counts.
const POINTER: &str = "current";

/// What a database file's name begins and ends with.
const PREFIX: &str = "read-models-";
const SUFFIX: &str = ".db";

/// The directory.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    directory: PathBuf,
}

impl Place {
    /// Uses a directory, making it when there is none.
    pub(crate) fn open(directory: &Path) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        Ok(Self { directory: directory.to_owned() })
    }

    /// The database that counts; none when there is none yet.
    pub(crate) fn current(&self) -> io::Result<Option<PathBuf>> {
        match fs::read_to_string(self.directory.join(POINTER)) {
            Ok(name) => Ok(Some(self.directory.join(name.trim()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A name for another database.
    pub(crate) fn another(&self) -> PathBuf {
        self.directory.join(format!("{PREFIX}{}{SUFFIX}", Uuid::now_v7()))
    }

    /// From now on this database counts: at once and for good, or not at all.
    pub(crate) fn switch(&self, to: &Path) -> io::Result<()> {
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let new = self.directory.join(format!("{POINTER}.new"));
        let mut file = File::create(&new)?;
        writeln!(file, "{name}")?;
        file.sync_all()?;
        fs::rename(&new, self.directory.join(POINTER))?;
        File::open(&self.directory)?.sync_all()
    }

    /// Deletes databases that do not count: what a crash left behind.
    pub(crate) fn clear(&self) -> io::Result<()> {
        let current = self.current()?;
        for entry in fs::read_dir(&self.directory)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let database = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
            if database && current.as_ref() != Some(&path) {
                delete(&path)?;
            }
        }
        Ok(())
    }
}

/// Deletes a database with the write-ahead log and its index beside it.
pub(crate) fn delete(database: &Path) -> io::Result<()> {
    for beside in ["-wal", "-shm", ""] {
        let mut file = database.as_os_str().to_owned();
        file.push(beside);
        match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_the_database_that_counts_stays() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::open(folder.path()).unwrap();
        assert_eq!(place.current().unwrap(), None);
        let (old, new) = (place.another(), place.another());
        for file in [&old, &new] {
            fs::write(file, "").unwrap();
            fs::write(file.with_extension("db-wal"), "").unwrap();
        }
        place.switch(&old).unwrap();
        place.switch(&new).unwrap();
        place.clear().unwrap();
        assert_eq!(place.current().unwrap(), Some(new.clone()));
        assert!(new.exists() && new.with_extension("db-wal").exists());
        assert!(!old.exists() && !old.with_extension("db-wal").exists());
    }
}
