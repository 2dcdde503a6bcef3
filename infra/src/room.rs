//! How much room a folder's disk has left, and how much of it is kept back: with less, new data is
//! refused while what must go on (reading, signing in) still can.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;

use uuid::Uuid;

/// What a probe writes: more than a small append needs.
const PROBE: usize = 64 * 1024;

/// There is less room than is kept back, or what there is cannot be known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoRoom(String);

/// A folder's disk and how much of it is kept back.
#[derive(Clone, Debug)]
pub struct Room {
    folder: PathBuf,
    reserve: u64,
}

impl Room {
    /// The disk of a folder, of which `reserve` bytes are kept back.
    pub fn new(folder: impl Into<PathBuf>, reserve: u64) -> Self {
        Self { folder: folder.into(), reserve }
    }

    /// Bytes that are kept back.
    pub fn reserve(&self) -> u64 {
        self.reserve
    }

    /// Bytes that may still be written to the disk.
    ///
    /// # Errors
    /// What the file system says.
    pub fn free(&self) -> io::Result<u64> {
        let disk = nix::sys::statvfs::statvfs(&self.folder)?;
        #[allow(clippy::useless_conversion, reason = "other systems have narrower types")]
        let (blocks, size) = (u64::from(disk.blocks_available()), u64::from(disk.fragment_size()));
        Ok(blocks.saturating_mul(size))
    }

    /// Whether there is more room than is kept back.
    ///
    /// # Errors
    /// [`NoRoom`].
    pub fn check(&self) -> Result<(), NoRoom> {
        let free =
            self.free().map_err(|error| NoRoom(format!("the disk says nothing: {error}")))?;
        let reserve = self.reserve;
        match free >= reserve {
            true => Ok(()),
            false => Err(NoRoom(format!("{free} bytes are free, {reserve} are kept back"))),
        }
    }

    /// Whether something can be written: writes a little, and deletes it again. For disks that are
    /// full before they say so, as a quota makes them.
    ///
    /// # Errors
    /// [`NoRoom`].
    pub fn probe(&self) -> Result<(), NoRoom> {
        let path = self.folder.join(format!(".probe-{}", Uuid::now_v7()));
        let written = File::create_new(&path).and_then(|mut file| {
            file.write_all(&[0; PROBE])?;
            file.sync_all()
        });
        let deleted = fs::remove_file(&path);
        written.and(deleted).map_err(|error| NoRoom(error.to_string()))
    }
}
