//! Who was erased, in a list that lies beside the data and never in a backup. A backup made before
//! an erasure still holds what was erased: restoring it takes this list and erases once more.
//!
//! One line each: the subject's id, a space, the time (RFC 3339). Lines are only ever added.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use uuid::Uuid;

/// What went wrong with the list.
#[derive(Debug, thiserror::Error)]
pub enum ErasureListError {
    /// It cannot be read or written.
    #[error("the erasure list {path} cannot be used: {source}")]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line is not an id and a time.
    #[error(
        "line {line} of the erasure list {path} is not an id and a time (RFC 3339): \
         mend it, for nothing after it is known to be erased"
    )]
    Line {
        /// Which file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
    },
}

/// One erasure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Who was erased.
    pub subject: Uuid,
    /// When.
    pub at: Timestamp,
}

/// The list in a file, which need not exist yet.
#[derive(Clone, Debug)]
pub struct ErasureList {
    path: PathBuf,
}

impl ErasureList {
    /// The list in this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Adds a line, on the disk before this answers. Blocks for as long as the disk takes. The same
    /// subject again is one line more, which does no harm.
    ///
    /// # Errors
    /// [`ErasureListError::Io`]: the line may be there or not; add it again.
    pub fn append(&self, subject: Uuid, at: Timestamp) -> Result<(), ErasureListError> {
        self.add(&format!("{subject} {at}\n")).map_err(|source| self.failed(source))
    }

    fn add(&self, line: &str) -> io::Result<()> {
        let mut options = OpenOptions::new();
        let mut file = options.read(true).append(true).create(true).mode(0o600).open(&self.path)?;
        mend(&mut file)?;
        file.write_all(line.as_bytes())?;
        file.sync_all()?;
        File::open(folder(&self.path))?.sync_all()
    }

    /// All erasures, oldest first; none when there is no file.
    ///
    /// # Errors
    /// [`ErasureListError::Line`] for a line that cannot be read, unless it is the last one and was
    /// cut short by a crash; [`ErasureListError::Io`].
    pub fn read(&self) -> Result<Vec<Erasure>, ErasureListError> {
        let text = match std::fs::read_to_string(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            text => text.map_err(|source| self.failed(source))?,
        };
        let mut erasures = Vec::new();
        for (number, line) in text.split_inclusive('\n').enumerate() {
            match parse(line.trim()) {
                Some(erasure) => erasures.push(erasure),
                None if line.trim().is_empty() || !line.ends_with('\n') => {}
                None => {
                    let (path, line) = (self.path.clone(), number + 1);
                    return Err(ErasureListError::Line { path, line });
                }
            }
        }
        Ok(erasures)
    }

    fn failed(&self, source: io::Error) -> ErasureListError {
        ErasureListError::Io { path: self.path.clone(), source }
    }
}

/// Ends a last line that has no end, or takes it away when a crash has cut it short: who asked for
/// it was not answered, and asks again.
fn mend(file: &mut File) -> io::Result<()> {
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let whole = text.rfind('\n').map_or(0, |at| at + 1);
    match &text[whole..] {
        "" => Ok(()),
        last if parse(last).is_some() => file.write_all(b"\n"),
        _ => file.set_len(whole as u64),
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn parse(line: &str) -> Option<Erasure> {
    let (subject, at) = line.split_once(' ')?;
    Some(Erasure { subject: subject.parse().ok()?, at: at.trim().parse().ok()? })
}
