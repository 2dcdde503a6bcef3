//! Writing a blob in one request.

use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;

use super::{Fault, S3Blobs};
use crate::blobs::{BlobError, BlobKey, Put};
use crate::spool::Spooled;

/// What goes in one request; more goes in parts of this size. S3 takes none below 5 MiB.
pub(super) const PART: u64 = 8 << 20;

/// How often a write is tried that others get in the way of.
const TRIES: u32 = 5;

impl S3Blobs {
    pub(super) async fn put_file(&self, key: &BlobKey, file: &Spooled) -> Result<Put, BlobError> {
        if file.bytes() > PART {
            return self.put_in_parts(key, file).await;
        }
        let bytes = tokio::fs::read(file.path()).await?;
        self.put_at_once(key, bytes.into(), Some(file.sha256())).await
    }

    /// With a digest the store refuses other bytes than those it is of; without one the client sends
    /// a checksum of its own.
    pub(super) async fn put_at_once(
        &self,
        key: &BlobKey,
        bytes: Bytes,
        sha256: Option<[u8; 32]>,
    ) -> Result<Put, BlobError> {
        let object = self.object(key);
        let mut pause = Duration::from_millis(50);
        for _ in 1..TRIES {
            match self.write(&object, bytes.clone(), sha256).await {
                Err(Fault::Conflict) => tokio::time::sleep(pause).await,
                done => return outcome(done),
            }
            pause *= 2;
        }
        outcome(self.write(&object, bytes, sha256).await)
    }

    pub(super) async fn write(
        &self,
        object: &str,
        bytes: Bytes,
        sha256: Option<[u8; 32]>,
    ) -> Result<(), Fault> {
        let put = self
            .client
            .put_object()
            .bucket(&self.location.bucket)
            .key(object)
            .if_none_match("*")
            .set_checksum_sha256(sha256.map(|digest| BASE64_STANDARD.encode(digest)))
            .body(bytes.into());
        put.send().await.map_err(|error| self.fault(error))?;
        Ok(())
    }
}

fn outcome(done: Result<(), Fault>) -> Result<Put, BlobError> {
    match done {
        Ok(()) => Ok(Put::Created),
        Err(Fault::Exists) => Ok(Put::Existed),
        Err(fault) => Err(fault.unexpected()),
    }
}
