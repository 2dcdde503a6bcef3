//! Backups of a data directory while a server works in it, and what is restored from them.
//!
//! A backup is a folder: the log and the state as they were at one moment, every blob, the
//! installation's key unless it is kept elsewhere, `SHA256SUMS` (which `sha256sum -c` reads) and
//! `manifest.json`. Backing up into the same folder again copies only the blobs that are new. Read
//! models are not in it, for they are built from the log; the erasure list is not, for it must
//! outlive every backup.

mod databases;
mod far;
mod files;
mod make;
mod restore;
mod sums;

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::blobs::BlobError;
use crate::event_log::{LogError, Position};
use crate::spool::SpoolError;
use crate::state::StateError;

pub use far::move_blobs;
pub use make::{Backup, Far, Made, make};
pub use restore::{inspect, restore};

/// The manifest's format that this program writes, and the newest that it reads.
const FORMAT: u32 = 1;
/// The manifest's file.
const MANIFEST: &str = "manifest.json";
/// The list of every other file with its digest.
const SUMS: &str = "SHA256SUMS";
/// The files of a backup beside the blobs, named as in a data directory.
const EVENTS: &str = "events.db";
const STATE: &str = "state.db";
const KEY: &str = "installation.key";
const BLOBS: &str = "blobs";

/// What went wrong with a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The log cannot be copied.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The blobs cannot be read, or written.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// A blob cannot be laid down on its way.
    #[error(transparent)]
    Spool(#[from] SpoolError),
    /// The state cannot be copied.
    #[error("the state cannot be copied: {0}")]
    State(sqlx::Error),
    /// The state on a server cannot be copied.
    #[error(transparent)]
    FarState(#[from] StateError),
    /// The folder is not what is needed.
    #[error("{path} {problem}")]
    Unfit {
        /// Which folder.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// A file of a backup is not the one that was written.
    #[error("{path} is not as it was backed up: its SHA-256 is {found}, not {expected}")]
    Changed {
        /// Which file.
        path: PathBuf,
        /// The digest that the backup names.
        expected: String,
        /// The digest that it has.
        found: String,
    },
}

impl BackupError {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    fn unfit(path: impl Into<PathBuf>, problem: impl Into<String>) -> Self {
        Self::Unfit { path: path.into(), problem: problem.into() }
    }
}

/// What a backup is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this document.
    pub format: u32,
    /// The version of the program that made it.
    pub version: String,
    /// When it was made.
    pub created: Timestamp,
    /// Which log it holds.
    pub log: Uuid,
    /// The last event in it; none in an empty log.
    pub position: Option<Position>,
    /// Streams that stand for what lies outside the data directory and is needed beside it.
    pub beside: Vec<String>,
    /// Whether the installation's key is in it.
    pub with_key: bool,
    /// The SHA-256 of `SHA256SUMS`, in hexadecimal.
    pub sums: String,
}
