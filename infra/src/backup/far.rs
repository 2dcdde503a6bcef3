//! Blobs that lie in no folder: copied from their store into a backup, and from a restored folder into
//! a store.

use std::fs;
use std::path::Path;

use futures::TryStreamExt as _;
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncWriteExt as _;

use super::files::{Copied, private_folder};
use super::sums::Sums;
use super::{BLOBS, BackupError};
use crate::blobs::{BlobKey, Blobs, DirectoryBlobs};
use crate::directory::Paths;
use crate::spool::Spool;

/// Copies the blobs that the target lacks. `known` are the digests of those that it has.
pub(super) async fn copy_new(
    source: &dyn Blobs,
    target: &Path,
    known: &Sums,
) -> Result<Copied, BackupError> {
    let mut copied = Copied::default();
    let mut keys = source.list("").await?;
    while let Some(key) = keys.try_next().await? {
        let name = format!("{BLOBS}/{key}");
        let to = target.join(&name);
        match known.get(&name) {
            // Written once and never changed.
            Some(digest) if to.exists() => {
                copied.sums.insert(name, digest.clone());
            }
            _ => copied.fetch(source, &key, name, &to).await?,
        }
    }
    Ok(copied)
}

impl Copied {
    async fn fetch(
        &mut self,
        source: &dyn Blobs,
        key: &BlobKey,
        name: String,
        to: &Path,
    ) -> Result<(), BackupError> {
        // Erased since it was listed.
        let Some(blob) = source.get(key, None).await? else { return Ok(()) };
        private_folder(to.parent().unwrap_or(to))?;
        let (mut body, mut digest) = (blob.body, Sha256::new());
        let mut options = tokio::fs::OpenOptions::new();
        let options = options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(to).await.map_err(BackupError::io(to))?;
        while let Some(bytes) = body.try_next().await.map_err(BackupError::io(to))? {
            digest.update(&bytes);
            file.write_all(&bytes).await.map_err(BackupError::io(to))?;
        }
        file.flush().await.map_err(BackupError::io(to))?;
        file.sync_all().await.map_err(BackupError::io(to))?;
        self.new += 1;
        self.bytes += blob.len;
        self.sums.insert(name, hex::encode(digest.finalize()));
        Ok(())
    }
}

/// Moves the blobs of a restored folder into a store. One that is there already stays as it is. Says
/// how many there were.
///
/// # Errors
/// [`BackupError`]; what was moved is in the store, what was not is still in the folder.
pub async fn move_blobs(restored: &Paths, store: &dyn Blobs) -> Result<u64, BackupError> {
    let folder = restored.blobs();
    let source = DirectoryBlobs::open(&folder)?;
    let spool = Spool::open(&restored.spool()).map_err(BackupError::io(restored.spool()))?;
    let mut keys = source.list("").await?;
    let mut moved = 0;
    while let Some(key) = keys.try_next().await? {
        let Some(blob) = source.get(&key, None).await? else { continue };
        let file = spool.receive(blob.body, u64::MAX).await?;
        store.put(&key, file).await?;
        moved += 1;
    }
    fs::remove_dir_all(&folder).map_err(BackupError::io(&folder))?;
    private_folder(&folder)?;
    Ok(moved)
}
