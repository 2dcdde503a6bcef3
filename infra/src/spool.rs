//! Uploads on their way in: written to a file while they are counted and hashed, so that memory
//! does not grow with them. What is not kept is deleted.

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

use crate::room::Room;

/// What went wrong with an upload.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    /// It has more bytes than are allowed. The rest was not read.
    #[error("it is larger than {max_bytes} bytes")]
    TooLarge {
        /// How many are allowed.
        max_bytes: u64,
    },
    /// The sender broke off.
    #[error("the upload broke off: {0}")]
    Broken(String),
    /// There is no room for it.
    #[error("there is no room for the upload: {0}")]
    Full(String),
    /// The spool cannot be written.
    #[error("the upload cannot be stored: {0}")]
    Io(String),
}

/// The folder of uploads on their way in.
#[derive(Clone, Debug)]
pub struct Spool {
    folder: PathBuf,
    room: Option<Room>,
}

/// A file that came in whole. Deleted when dropped, unless a blob store has taken it.
#[derive(Debug)]
pub struct Spooled {
    path: PathBuf,
    bytes: u64,
    sha256: [u8; 32],
    _file: Deleted,
}

impl Spooled {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Its SHA-256.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }
}

/// Deletes its file when dropped. One that was moved elsewhere is not there, which is fine.
#[derive(Debug)]
struct Deleted(PathBuf);

impl Drop for Deleted {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.0)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(error = %error, "a spooled upload could not be deleted");
        }
    }
}

impl Spool {
    /// Opens the folder, making it when there is none.
    ///
    /// # Errors
    /// What the file system says.
    pub fn open(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), room: None })
    }

    /// The same, taking nothing in while there is less room than is kept back.
    pub fn reserving(mut self, room: Room) -> Self {
        self.room = Some(room);
        self
    }

    /// Takes in an upload of at most `max_bytes`.
    ///
    /// # Errors
    /// [`SpoolError`]; nothing is left behind then.
    pub async fn receive<S, E>(&self, body: S, max_bytes: u64) -> Result<Spooled, SpoolError>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: std::fmt::Display,
    {
        if let Some(room) = &self.room {
            room.check().map_err(|lacking| SpoolError::Full(lacking.to_string()))?;
        }
        let path = self.folder.join(Uuid::now_v7().to_string());
        let deleted = Deleted(path.clone());
        let mut file = File::create_new(&path).await.map_err(io_error)?;
        let mut hasher = Sha256::new();
        let mut bytes = 0_u64;
        let mut body = std::pin::pin!(body);
        while let Some(chunk) = body.next().await {
            let chunk = chunk.map_err(|error| SpoolError::Broken(error.to_string()))?;
            bytes = bytes.saturating_add(chunk.len() as u64);
            if bytes > max_bytes {
                return Err(SpoolError::TooLarge { max_bytes });
            }
            hasher.update(&chunk);
            file.write_all(&chunk).await.map_err(io_error)?;
        }
        file.flush().await.map_err(io_error)?;
        Ok(Spooled { path, bytes, sha256: hasher.finalize().into(), _file: deleted })
    }
}

fn io_error(error: io::Error) -> SpoolError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            SpoolError::Full(error.to_string())
        }
        _ => SpoolError::Io(error.to_string()),
    }
}
