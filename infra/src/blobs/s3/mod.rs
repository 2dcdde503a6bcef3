//! Blobs in an S3-compatible store: AWS itself, SeaweedFS, MinIO, Ceph, Garage and others.
//!
//! A blob is the object whose key is the prefix and the blob's key. It is written with
//! `If-None-Match: *`, so that of two who write the same key one wins and nothing is replaced; large
//! ones in parts, which nobody sees before the last one is there.

mod client;
mod delete;
mod fault;
mod link;
mod list;
mod location;
mod multipart;
mod prepare;
mod put;
mod read;
mod resume;
mod unfinished;

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
pub use aws_sdk_s3::config::Credentials;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use bytes::Bytes;

use super::{Blob, BlobError, BlobKey, Blobs, Keys, Link, Put};
use crate::spool::Spooled;

pub use client::Patience;
use fault::Fault;
pub use location::{Location, LocationError};

/// Keeps blobs in an S3-compatible store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct S3Blobs {
    client: aws_sdk_s3::Client,
    location: Arc<Location>,
}

impl S3Blobs {
    /// A client for a place, which is not asked yet. Without credentials of the caller's own it looks
    /// for them where programs of AWS do: environment, profile, web identity, container, instance.
    pub async fn new(
        location: &Location,
        patience: Patience,
        credentials: Option<Credentials>,
    ) -> Self {
        let client = client::client(location, patience, credentials).await;
        Self { client, location: Arc::new(location.clone()) }
    }

    /// The object of a blob.
    fn object(&self, key: &BlobKey) -> String {
        format!("{}{key}", self.location.prefix)
    }

    /// What is wrong with a request.
    fn fault<E>(&self, error: SdkError<E>) -> Fault
    where
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        Fault::of(error, &self.location)
    }
}

#[async_trait]
impl Blobs for S3Blobs {
    async fn put(&self, key: &BlobKey, file: Spooled) -> Result<Put, BlobError> {
        let put = self.put_file(key, &file).await?;
        Ok(counted(put, file.bytes()))
    }

    async fn put_bytes(&self, key: &BlobKey, bytes: Bytes) -> Result<Put, BlobError> {
        let size = bytes.len() as u64;
        let put = self.put_at_once(key, bytes, None).await?;
        Ok(counted(put, size))
    }

    async fn get(
        &self,
        key: &BlobKey,
        range: Option<Range<u64>>,
    ) -> Result<Option<Blob>, BlobError> {
        self.open(key, range).await
    }

    async fn read(&self, key: &BlobKey) -> Result<Option<Bytes>, BlobError> {
        self.whole(key).await
    }

    async fn delete(&self, key: &BlobKey) -> Result<bool, BlobError> {
        self.delete_one(key).await
    }

    async fn delete_prefix(&self, prefix: &str) -> Result<u64, BlobError> {
        self.delete_all(prefix).await
    }

    async fn list(&self, prefix: &str) -> Result<Keys, BlobError> {
        self.keys(prefix)
    }

    async fn link(&self, key: &BlobKey, valid: Duration) -> Result<Option<Link>, BlobError> {
        self.sign(key, valid).await.map(Some)
    }

    async fn check(&self) -> Result<(), BlobError> {
        self.ask().await.map_err(Fault::unexpected)
    }
}

/// Counts what was written.
fn counted(put: Put, bytes: u64) -> Put {
    if put == Put::Created {
        metrics::counter!("blobs_written_bytes_total").increment(bytes);
    }
    put
}
