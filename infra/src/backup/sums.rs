//! Digests: of a file while it is copied, and the list of them in the form of `sha256sum`.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use super::BackupError;

/// Every file of a backup by its path in it, with its SHA-256 in hexadecimal.
pub(super) type Sums = BTreeMap<String, String>;

/// Bytes copied at once.
const CHUNK: usize = 256 * 1024;

/// Copies a file for its owner only, durably, and gives its digest. What was there is replaced.
pub(super) fn copy(from: &Path, to: &Path) -> io::Result<String> {
    let mut source = File::open(from)?;
    let mut options = OpenOptions::new();
    let mut target = options.write(true).create(true).truncate(true).mode(0o600).open(to)?;
    let digest = pass(&mut source, &mut target)?;
    target.sync_all()?;
    Ok(digest)
}

/// A file's digest.
pub(super) fn of(path: &Path) -> io::Result<String> {
    pass(&mut File::open(path)?, &mut io::sink())
}

fn pass(source: &mut File, target: &mut impl io::Write) -> io::Result<String> {
    let (mut digest, mut chunk) = (Sha256::new(), vec![0; CHUNK]);
    loop {
        match source.read(&mut chunk)? {
            0 => return Ok(hex::encode(digest.finalize())),
            read => {
                digest.update(&chunk[..read]);
                target.write_all(&chunk[..read])?;
            }
        }
    }
}

/// Writes a text durably in place of what was there: all of it or nothing.
pub(super) fn write(path: &Path, text: &str) -> Result<(), BackupError> {
    let new = path.with_extension("new");
    let mut options = OpenOptions::new();
    let written = options.write(true).create(true).truncate(true).mode(0o600).open(&new);
    written
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&new, path))
        .map_err(BackupError::io(path))
}

/// The list as `sha256sum` writes it.
pub(super) fn text(sums: &Sums) -> String {
    sums.iter().map(|(path, digest)| format!("{digest}  {path}\n")).collect()
}

/// Reads such a list.
pub(super) fn read(path: &Path) -> Result<Sums, BackupError> {
    let text = fs::read_to_string(path).map_err(BackupError::io(path))?;
    let line = |line: &str| {
        let (digest, file) = line.split_once("  ")?;
        let inside = !file.starts_with('/') && !file.split('/').any(|part| part == "..");
        (digest.len() == 64 && inside).then(|| (file.to_owned(), digest.to_owned()))
    };
    let lines: Option<Sums> = text.lines().map(line).collect();
    lines.ok_or_else(|| BackupError::unfit(path, "is not a list of SHA-256 digests"))
}
