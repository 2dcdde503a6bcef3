//! The blobs: each under its key, its bytes the same, read again after they were written.

use std::collections::HashSet;

use futures::{StreamExt as _, TryStreamExt as _};
use sha2::{Digest as _, Sha256};

use super::TransferError;
use crate::blobs::{Blob, BlobError, BlobKey, Blobs};
use crate::spool::Spool;

/// Blobs on their way at once.
const AT_ONCE: usize = 4;

/// What was carried over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CopiedBlobs {
    /// How many blobs both stores hold.
    pub blobs: u64,
    /// How many of them were copied now.
    pub new: u64,
    /// The bytes of all.
    pub bytes: u64,
}

/// Copies what the new store lacks, by way of a spool, and compares the SHA-256 of every blob in both.
/// Says on the way how many are done, of how many.
///
/// # Errors
/// [`TransferError::ForeignBlob`] and [`TransferError::OtherBlob`] when the new store holds anything
/// else; [`TransferError::Blobs`]: what was copied stays, do it again.
pub async fn copy_blobs(
    from: &dyn Blobs,
    to: &dyn Blobs,
    spool: &Spool,
    told: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<CopiedBlobs, TransferError> {
    let keys: HashSet<BlobKey> = from.list("").await?.try_collect().await?;
    let mut there = to.list("").await?;
    while let Some(key) = there.try_next().await? {
        if !keys.contains(&key) {
            return Err(TransferError::ForeignBlob(key));
        }
    }
    let total = keys.len() as u64;
    let mut copying =
        futures::stream::iter(keys).map(|key| copy(from, to, spool, key)).buffer_unordered(AT_ONCE);
    let mut copied = CopiedBlobs::default();
    while let Some((is_new, bytes)) = copying.try_next().await? {
        copied.blobs += 1;
        copied.new += u64::from(is_new);
        copied.bytes += bytes;
        told(copied.blobs, total);
    }
    Ok(copied)
}

/// One blob. Whether it was copied now, and its size in bytes.
async fn copy(
    from: &dyn Blobs,
    to: &dyn Blobs,
    spool: &Spool,
    key: BlobKey,
) -> Result<(bool, u64), TransferError> {
    let Some(blob) = from.get(&key, None).await? else { return Err(TransferError::Gone(key)) };
    let bytes = blob.len;
    let (is_new, expected) = match to.get(&key, None).await? {
        Some(there) if there.len == bytes => {
            let (old, new) = (digest(blob).await?, digest(there).await?);
            return if old == new {
                Ok((false, bytes))
            } else {
                Err(TransferError::OtherBlob(key))
            };
        }
        Some(_) => return Err(TransferError::OtherBlob(key)),
        None => {
            let file = spool.receive(blob.body, u64::MAX).await?;
            let expected = file.sha256();
            to.put(&key, file).await?;
            (true, expected)
        }
    };
    let Some(there) = to.get(&key, None).await? else { return Err(TransferError::Gone(key)) };
    if digest(there).await? == expected {
        Ok((is_new, bytes))
    } else {
        Err(TransferError::OtherBlob(key))
    }
}

async fn digest(blob: Blob) -> Result<[u8; 32], TransferError> {
    let (mut body, mut digest) = (blob.body, Sha256::new());
    while let Some(bytes) = body.try_next().await.map_err(BlobError::from)? {
        digest.update(&bytes);
    }
    Ok(digest.finalize().into())
}
