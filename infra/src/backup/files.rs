//! The blobs of a backup: each is written once and never changed, so that one that is there already
//! need not be copied again.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use super::sums::{self, Sums};
use super::{BLOBS, BackupError};

/// What became of the blobs.
#[derive(Debug, Default)]
pub(super) struct Copied {
    pub(super) sums: Sums,
    pub(super) new: u64,
    pub(super) bytes: u64,
}

/// Copies the blobs that the target lacks. `known` are the digests of those that it has.
pub(super) fn copy_new(source: &Path, target: &Path, known: &Sums) -> Result<Copied, BackupError> {
    let mut copied = Copied::default();
    for file in below(source)? {
        let relative = relative(&file, source);
        let name = format!("{BLOBS}/{relative}");
        let to = target.join(&name);
        match known.get(&name) {
            Some(digest) if same_length(&file, &to) => {
                copied.sums.insert(name, digest.clone());
            }
            _ => copied.take(name, &file, &to)?,
        }
    }
    Ok(copied)
}

impl Copied {
    fn take(&mut self, name: String, from: &Path, to: &Path) -> Result<(), BackupError> {
        private_folder(to.parent().unwrap_or(to))?;
        match sums::copy(from, to) {
            // Erased since the folder was read.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !from.exists() => Ok(()),
            Err(error) => Err(BackupError::io(to)(error)),
            Ok(digest) => {
                self.new += 1;
                self.bytes += fs::metadata(to).map_err(BackupError::io(to))?.len();
                self.sums.insert(name, digest);
                Ok(())
            }
        }
    }
}

/// Deletes the blobs of a backup that the source has no longer: they were erased.
pub(super) fn remove_others(target: &Path, kept: &Sums) -> Result<u64, BackupError> {
    let folder = target.join(BLOBS);
    let mut removed = 0;
    for file in below(&folder)? {
        if !kept.contains_key(&format!("{BLOBS}/{}", relative(&file, &folder))) {
            fs::remove_file(&file).map_err(BackupError::io(&file))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Makes a folder for its owner only, and those above it.
pub(super) fn private_folder(folder: &Path) -> Result<(), BackupError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(BackupError::io(folder))
}

/// Every file below a folder, hidden ones left out; none when there is no folder.
fn below(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.map_err(BackupError::io(&folder))?,
        };
        for entry in entries {
            let entry = entry.map_err(BackupError::io(&folder))?;
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            let kind = entry.file_type().map_err(BackupError::io(entry.path()))?;
            match kind.is_dir() {
                _ if hidden => {}
                true => folders.push(entry.path()),
                false => files.push(entry.path()),
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Keys of blobs are ASCII: nothing is lost.
fn relative(file: &Path, folder: &Path) -> String {
    file.strip_prefix(folder).unwrap_or(file).to_string_lossy().into_owned()
}

fn same_length(one: &Path, other: &Path) -> bool {
    let length = |path: &Path| fs::metadata(path).map(|metadata| metadata.len()).ok();
    length(one).is_some_and(|bytes| length(other) == Some(bytes))
}
