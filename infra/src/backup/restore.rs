//! Restoring a backup into a new data directory.

use std::fs;
use std::path::Path;

use super::sums::{self, Sums};
use super::{BackupError, EVENTS, FORMAT, KEY, MANIFEST, Manifest, STATE, SUMS, files};
use crate::directory::Paths;

/// What a folder holds, when it is a backup that is complete.
///
/// # Errors
/// [`BackupError::Unfit`], [`BackupError::Changed`], [`BackupError::Io`].
pub fn inspect(backup: &Path) -> Result<Manifest, BackupError> {
    let path = backup.join(MANIFEST);
    if !path.exists() {
        return Err(BackupError::unfit(
            backup,
            "holds no complete backup: manifest.json is missing",
        ));
    }
    let text = fs::read_to_string(&path).map_err(BackupError::io(&path))?;
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|error| BackupError::unfit(&path, format!("cannot be read: {error}")))?;
    if manifest.format > FORMAT {
        let problem = format!(
            "has format {}, this program knows up to {FORMAT}: restore with a newer program",
            manifest.format
        );
        return Err(BackupError::unfit(path, problem));
    }
    let list = backup.join(SUMS);
    same(&list, &manifest.sums, sums::of(&list).map_err(BackupError::io(&list))?)?;
    Ok(manifest)
}

/// Lays the files of a backup into a folder that is new or empty, each checked against its digest,
/// with the installation's key from the backup or, when it is kept elsewhere, from `key`. When
/// something is wrong the folder is left empty.
///
/// # Errors
/// [`BackupError`].
pub fn restore(backup: &Path, key: Option<&Path>, target: &Path) -> Result<Manifest, BackupError> {
    let manifest = inspect(backup)?;
    if !manifest.with_key && key.is_none() {
        let problem = "was made without the installation key: say where the key is (--key)";
        return Err(BackupError::unfit(backup, problem));
    }
    files::private_folder(target)?;
    let mut entries = fs::read_dir(target).map_err(BackupError::io(target))?;
    if entries.next().is_some() {
        return Err(BackupError::unfit(target, "is not empty: restore into a new folder"));
    }
    let laid = lay(backup, key, target);
    if laid.is_err() {
        empty(target)?;
    }
    laid.map(|()| manifest)
}

/// The log comes last: a folder without it is no data directory that anybody would start on.
fn lay(backup: &Path, key: Option<&Path>, target: &Path) -> Result<(), BackupError> {
    let mut all: Sums = sums::read(&backup.join(SUMS))?;
    let last: Vec<_> = [STATE, EVENTS].iter().filter_map(|name| all.remove_entry(*name)).collect();
    if last.len() != 2 {
        return Err(BackupError::unfit(backup, "holds no event log or no state"));
    }
    if let Some(key) = key {
        all.remove(KEY);
        let to = Paths::new(target).installation_key();
        sums::copy(key, &to).map_err(BackupError::io(key))?;
    }
    for (name, expected) in all.into_iter().chain(last) {
        let (from, to) = (backup.join(&name), target.join(&name));
        files::private_folder(to.parent().unwrap_or(target))?;
        let found = sums::copy(&from, &to).map_err(BackupError::io(&from))?;
        same(&from, &expected, found)?;
    }
    fs::File::open(target).and_then(|folder| folder.sync_all()).map_err(BackupError::io(target))
}

fn same(path: &Path, expected: &str, found: String) -> Result<(), BackupError> {
    match expected == found {
        true => Ok(()),
        false => {
            let (path, expected) = (path.to_owned(), expected.to_owned());
            Err(BackupError::Changed { path, expected, found })
        }
    }
}

fn empty(folder: &Path) -> Result<(), BackupError> {
    for entry in fs::read_dir(folder).map_err(BackupError::io(folder))? {
        let path = entry.map_err(BackupError::io(folder))?.path();
        let removed =
            if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(BackupError::io(&path))?;
    }
    Ok(())
}
