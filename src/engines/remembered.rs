//! A line that the data directory remembers: which engine it was used with, and the like.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use infra::directory::write_private;

/// What stands in a file; none when there is no such file.
///
/// # Errors
/// A file that cannot be read.
pub fn read(file: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text.trim().to_owned())),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes it, whole or not at all and for good, for its owner's eyes: it may hold a password.
///
/// # Errors
/// A directory that cannot be written.
pub fn write(file: &Path, text: &str) -> io::Result<()> {
    let new = file.with_extension("new");
    write_private(&new, format!("{text}\n"))?;
    fs::rename(new, file)?;
    let directory = file.parent().ok_or(io::ErrorKind::InvalidInput)?;
    File::open(directory)?.sync_all()
}

/// Not there, or below something that is no folder: whoever opens the data directory says so.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
