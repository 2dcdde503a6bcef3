//! Blobs in a directory: written to a temporary file, made durable, renamed into place.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use super::key::is_prefix;
use super::{Blob, BlobError, BlobKey, Blobs, Keys, Put};
use crate::spool::Spooled;

/// Where files are written before they have their name. No key begins with a dot.
const INCOMING: &str = ".incoming";

/// How much is read from the disk at once.
const CHUNK: usize = 64 * 1024;

/// Keeps blobs in a directory, each in a file named by its key.
#[derive(Clone, Debug)]
pub struct DirectoryBlobs {
    root: Arc<Path>,
}

impl DirectoryBlobs {
    /// Opens the directory, making it when there is none, and deletes what a crash left unfinished.
    ///
    /// # Errors
    /// [`BlobError::Unavailable`].
    pub fn open(root: &Path) -> Result<Self, BlobError> {
        let incoming = root.join(INCOMING);
        fs::create_dir_all(&incoming)?;
        for entry in fs::read_dir(&incoming)? {
            fs::remove_file(entry?.path())?;
        }
        File::open(root)?.sync_all()?;
        Ok(Self { root: root.into() })
    }

    fn incoming(&self) -> PathBuf {
        self.root.join(INCOMING).join(Uuid::now_v7().to_string())
    }

    /// Does blocking work where it blocks nobody.
    async fn blocking<T, F>(&self, work: F) -> Result<T, BlobError>
    where
        T: Send + 'static,
        F: FnOnce(&Self) -> Result<T, BlobError> + Send + 'static,
    {
        let this = self.clone();
        tokio::task::spawn_blocking(move || work(&this))
            .await
            .map_err(|error| BlobError::Unavailable(error.to_string()))?
    }

    /// Gives a durable file its name, and makes the name durable.
    fn place(&self, file: &Path, key: &BlobKey) -> Result<Put, BlobError> {
        let target = self.root.join(key.as_str());
        for _ in 0..10 {
            match self.try_place(file, &target) {
                // Somebody deleted the folder, empty as it was, since it was made.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                placed => return Ok(placed?),
            }
        }
        Ok(self.try_place(file, &target)?)
    }

    fn try_place(&self, file: &Path, target: &Path) -> io::Result<Put> {
        let folder = target.parent().unwrap_or(&self.root);
        make_folder(folder)?;
        let put = if target.try_exists()? {
            Put::Existed
        } else {
            fs::rename(file, target)?;
            Put::Created
        };
        // Also when it existed: whoever put it may not have come so far. Deleted since is fine.
        File::open(folder).and_then(|folder| folder.sync_all()).or_else(gone)?;
        Ok(put)
    }

    /// Moves an upload into this file system when it lies in another.
    fn adopt(&self, upload: &Path, key: &BlobKey) -> Result<Put, BlobError> {
        File::open(upload)?.sync_all()?;
        match self.place(upload, key) {
            Err(BlobError::Invalid(reason)) if reason == CROSSES_DEVICES => {}
            placed => return placed,
        }
        let copy = self.incoming();
        let placed = fs::copy(upload, &copy)
            .and_then(|_| File::open(&copy)?.sync_all())
            .map_err(BlobError::from)
            .and_then(|()| self.place(&copy, key));
        discard(&copy);
        placed
    }

    /// The keys under a folder that begin with a prefix, in their byte order.
    fn walk(
        &self,
        folder: &Path,
        prefix: &str,
        found: &mut impl FnMut(BlobKey) -> Result<(), BlobError>,
    ) -> Result<(), BlobError> {
        for (name, path) in children(folder)? {
            let relative = path.strip_prefix(&self.root).unwrap_or(&path).to_string_lossy();
            if name.ends_with('/') {
                let inside = format!("{relative}/");
                if inside.starts_with(prefix) || prefix.starts_with(&inside) {
                    self.walk(&path, prefix, found)?;
                }
            } else if relative.starts_with(prefix)
                && let Ok(key) = BlobKey::new(relative.into_owned())
            {
                found(key)?;
            }
        }
        Ok(())
    }

    /// Deletes a file and the folders that are empty without it.
    fn remove(&self, key: &BlobKey) -> Result<bool, BlobError> {
        let target = self.root.join(key.as_str());
        match fs::remove_file(&target) {
            Err(error) if is_absent(&error) => return Ok(false),
            removed => removed?,
        }
        for folder in target.ancestors().skip(1).take_while(|folder| **folder != *self.root) {
            // One that is not empty stays; so does one that another deletes at this moment.
            if fs::remove_dir(folder).is_err() {
                File::open(folder).and_then(|folder| folder.sync_all()).or_else(gone)?;
                return Ok(true);
            }
        }
        File::open(&self.root)?.sync_all()?;
        Ok(true)
    }
}

/// A folder's children sorted as keys are: a folder stands where its name with a slash stands.
fn children(folder: &Path) -> Result<Vec<(String, PathBuf)>, BlobError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut children = Vec::new();
    for entry in entries {
        let entry = entry?;
        let mut name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            name.push('/');
        }
        children.push((name, entry.path()));
    }
    children.sort();
    Ok(children)
}

/// Makes a folder and those above it, each name durable.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let Some(parent) = folder.parent() else { return Ok(()) };
    make_folder(parent)?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => File::open(parent)?.sync_all(),
    }
}

#[async_trait]
impl Blobs for DirectoryBlobs {
    async fn put(&self, key: &BlobKey, file: Spooled) -> Result<Put, BlobError> {
        let key = key.clone();
        let bytes = file.bytes();
        let put = self.blocking(move |this| this.adopt(file.path(), &key)).await?;
        Ok(counted(put, bytes))
    }

    async fn put_bytes(&self, key: &BlobKey, bytes: Bytes) -> Result<Put, BlobError> {
        let key = key.clone();
        let size = bytes.len() as u64;
        let put = self.blocking(move |this| {
            let new = this.incoming();
            let placed = write(&new, &bytes).and_then(|()| this.place(&new, &key));
            discard(&new);
            placed
        });
        Ok(counted(put.await?, size))
    }

    async fn get(
        &self,
        key: &BlobKey,
        range: Option<Range<u64>>,
    ) -> Result<Option<Blob>, BlobError> {
        let mut file = match tokio::fs::File::open(self.root.join(key.as_str())).await {
            Err(error) if is_absent(&error) => return Ok(None),
            file => file?,
        };
        let metadata = file.metadata().await?;
        if !metadata.is_file() {
            return Ok(None);
        }
        let len = metadata.len();
        let range = range.unwrap_or(0..len);
        let start = range.start.min(len);
        let end = range.end.clamp(start, len);
        metrics::counter!("blobs_read_bytes_total").increment(end - start);
        file.seek(io::SeekFrom::Start(start)).await?;
        let body = ReaderStream::with_capacity(file.take(end - start), CHUNK).boxed();
        Ok(Some(Blob { len, body }))
    }

    async fn read(&self, key: &BlobKey) -> Result<Option<Bytes>, BlobError> {
        let path = self.root.join(key.as_str());
        self.blocking(move |_| match fs::read(&path) {
            Err(error) if is_absent(&error) => Ok(None),
            bytes => {
                let bytes = bytes?;
                metrics::counter!("blobs_read_bytes_total").increment(bytes.len() as u64);
                Ok(Some(bytes.into()))
            }
        })
        .await
    }

    async fn delete(&self, key: &BlobKey) -> Result<bool, BlobError> {
        let key = key.clone();
        self.blocking(move |this| this.remove(&key)).await
    }

    async fn delete_prefix(&self, prefix: &str) -> Result<u64, BlobError> {
        if prefix.is_empty() || !is_prefix(prefix) {
            return Err(BlobError::Invalid(format!("{prefix:?} is no prefix to delete")));
        }
        let prefix = prefix.to_owned();
        self.blocking(move |this| {
            let mut keys = Vec::new();
            this.walk(&this.root, &prefix, &mut |key| {
                keys.push(key);
                Ok(())
            })?;
            let mut deleted = 0;
            for key in keys {
                deleted += u64::from(this.remove(&key)?);
            }
            Ok(deleted)
        })
        .await
    }

    async fn list(&self, prefix: &str) -> Result<Keys, BlobError> {
        if !is_prefix(prefix) {
            return Err(BlobError::Invalid(format!("{prefix:?} is no prefix of keys")));
        }
        let (sender, receiver) = tokio::sync::mpsc::channel(256);
        let (this, prefix) = (self.clone(), prefix.to_owned());
        tokio::task::spawn_blocking(move || {
            let gone = || BlobError::Unavailable("nobody listens".into());
            let walked = this.walk(&this.root, &prefix, &mut |key| {
                sender.blocking_send(Ok(key)).map_err(|_| gone())
            });
            if let Err(error) = walked {
                // Without a listener there is nobody to tell.
                let _ = sender.blocking_send(Err(error));
            }
        });
        Ok(futures::stream::unfold(receiver, async |mut receiver| {
            receiver.recv().await.map(|key| (key, receiver))
        })
        .boxed())
    }
}

/// Counts what was written.
fn counted(put: Put, bytes: u64) -> Put {
    if put == Put::Created {
        metrics::counter!("blobs_written_bytes_total").increment(bytes);
    }
    put
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), BlobError> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

/// Deletes a temporary file that may have been renamed. What stays is deleted at the next start.
fn discard(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Neither there nor reachable under a name that is a file.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
    )
}

fn gone(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

const CROSSES_DEVICES: &str = "the file lies in another file system";

impl From<io::Error> for BlobError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => {
                Self::Full(error.to_string())
            }
            Kind::CrossesDevices => Self::Invalid(CROSSES_DEVICES.into()),
            Kind::NotADirectory | Kind::IsADirectory => {
                Self::Invalid("one key is a folder of the other".into())
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}
