//! Blobs: files under a key, written once and whole. One trait, one contract suite, an adapter an
//! engine.

use std::io;
use std::ops::Range;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;

use crate::spool::Spooled;

mod directory;
mod key;
mod link;
pub mod s3;

pub use directory::DirectoryBlobs;
pub use key::{BlobKey, KeyError};
pub use link::Link;

/// What went wrong with a blob.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The store cannot be reached or used now. Nothing is known of what was asked; ask again.
    #[error("the blob store is not available: {0}")]
    Unavailable(String),
    /// There is no room for more.
    #[error("the blob store is out of space: {0}")]
    Full(String),
    /// What was asked makes no sense.
    #[error("the blob store refused: {0}")]
    Invalid(String),
}

/// What a put came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// It is there now.
    Created,
    /// There was one under this key already; it stays as it is.
    Existed,
}

/// A blob being read.
pub struct Blob {
    /// How many bytes the whole blob has, also when only a part is read.
    pub len: u64,
    /// The bytes asked for.
    pub body: BoxStream<'static, io::Result<Bytes>>,
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blob").field("len", &self.len).finish_non_exhaustive()
    }
}

/// Keys as they are found.
pub type Keys = BoxStream<'static, Result<BlobKey, BlobError>>;

/// Keeps blobs.
#[async_trait]
pub trait Blobs: Send + Sync + 'static {
    /// Takes a file that came in. Durable before it answers; readers see all of it or nothing.
    ///
    /// # Errors
    /// [`BlobError`]; the file is deleted all the same.
    async fn put(&self, key: &BlobKey, file: Spooled) -> Result<Put, BlobError>;

    /// Keeps these bytes. Durable before it answers; readers see all of them or nothing.
    ///
    /// # Errors
    /// [`BlobError`].
    async fn put_bytes(&self, key: &BlobKey, bytes: Bytes) -> Result<Put, BlobError>;

    /// Reads a blob or a range of its bytes, none when there is no such blob. A range that goes
    /// beyond the end stops there; one that begins beyond it is empty.
    ///
    /// # Errors
    /// [`BlobError`].
    async fn get(
        &self,
        key: &BlobKey,
        range: Option<Range<u64>>,
    ) -> Result<Option<Blob>, BlobError>;

    /// Reads a whole blob into memory.
    ///
    /// # Errors
    /// [`BlobError`].
    async fn read(&self, key: &BlobKey) -> Result<Option<Bytes>, BlobError>;

    /// Deletes a blob. Says whether there was one.
    ///
    /// # Errors
    /// [`BlobError`]: it may be there still.
    async fn delete(&self, key: &BlobKey) -> Result<bool, BlobError>;

    /// Deletes every blob whose key begins with a prefix that is not empty. Says how many.
    ///
    /// # Errors
    /// [`BlobError`]: some may be there still; ask again.
    async fn delete_prefix(&self, prefix: &str) -> Result<u64, BlobError>;

    /// The keys that begin with a prefix (empty: all), in their byte order; stores that keep folders
    /// may take `/` for the smallest byte.
    ///
    /// # Errors
    /// [`BlobError`], also within the stream.
    async fn list(&self, prefix: &str) -> Result<Keys, BlobError>;

    /// A link to a blob, whether it is there or not, for a reader without credentials; none in a
    /// store that has no links.
    ///
    /// # Errors
    /// [`BlobError`]; [`BlobError::Invalid`] for more than seven days.
    async fn link(&self, _: &BlobKey, _valid: Duration) -> Result<Option<Link>, BlobError> {
        Ok(None)
    }

    /// Whether the store can be used now.
    ///
    /// # Errors
    /// [`BlobError::Unavailable`].
    async fn check(&self) -> Result<(), BlobError> {
        Ok(())
    }
}
