//! Writing a blob in parts. Nobody sees it before all of them are there; what is broken off is
//! aborted, so that no part stays.

use aws_sdk_s3::types::{CompletedMultipartUpload, CompletedPart};
use bytes::Bytes;
use futures::{StreamExt as _, TryStreamExt as _};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::put::PART;
use super::unfinished::Unfinished;
use super::{Fault, S3Blobs};
use crate::blobs::{BlobError, BlobKey, Put};
use crate::spool::Spooled;

/// How many parts of one blob are in memory and on the way at once.
const AT_ONCE: usize = 2;

impl S3Blobs {
    pub(super) async fn put_in_parts(
        &self,
        key: &BlobKey,
        file: &Spooled,
    ) -> Result<Put, BlobError> {
        // Not to send everything only to hear that it is there.
        if self.size(key).await?.is_some() {
            return Ok(Put::Existed);
        }
        let upload = self.begin(key).await?;
        let sent = self.send(&upload, file).await;
        let put = match sent {
            Ok(parts) => self.complete(&upload, parts, key, file.bytes()).await,
            Err(error) => Err(error),
        };
        match &put {
            Ok(Put::Created) => upload.is_done(),
            _ => upload.abort().await,
        }
        put
    }

    /// In a task of its own: also when nobody waits any more, the upload's name is learnt, and the
    /// upload aborted.
    async fn begin(&self, key: &BlobKey) -> Result<Unfinished, BlobError> {
        let (blobs, object) = (self.clone(), self.object(key));
        let begun = tokio::spawn(async move {
            let create = blobs.client.create_multipart_upload();
            let create = create.bucket(&blobs.location.bucket).key(&object);
            let begun = create.send().await.map_err(|error| blobs.fault(error))?;
            let id = begun.upload_id.ok_or(Fault::Unknown)?;
            Ok(Unfinished::new(&blobs, object, id))
        });
        let begun = begun.await.map_err(|error| BlobError::Unavailable(error.to_string()))?;
        begun.map_err(Fault::unexpected)
    }

    async fn send(
        &self,
        upload: &Unfinished,
        file: &Spooled,
    ) -> Result<Vec<CompletedPart>, BlobError> {
        let count = file.bytes().div_ceil(PART);
        futures::stream::iter(0..count)
            .map(|at| async move {
                let bytes = part(file, at).await?;
                self.send_part(upload, at, bytes).await.map_err(Fault::unexpected)
            })
            .buffered(AT_ONCE)
            .try_collect()
            .await
    }

    async fn send_part(
        &self,
        upload: &Unfinished,
        at: u64,
        bytes: Bytes,
    ) -> Result<CompletedPart, Fault> {
        let number = i32::try_from(at + 1).map_err(|_| Fault::Unknown)?;
        let send = self
            .client
            .upload_part()
            .bucket(&self.location.bucket)
            .key(upload.object())
            .upload_id(upload.id())
            .part_number(number)
            .body(bytes.into());
        let sent = send.send().await.map_err(|error| self.fault(error))?;
        Ok(CompletedPart::builder()
            .part_number(number)
            .set_e_tag(sent.e_tag)
            .set_checksum_crc32(sent.checksum_crc32)
            .build())
    }

    async fn complete(
        &self,
        upload: &Unfinished,
        parts: Vec<CompletedPart>,
        key: &BlobKey,
        bytes: u64,
    ) -> Result<Put, BlobError> {
        let parts = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
        let complete = self
            .client
            .complete_multipart_upload()
            .bucket(&self.location.bucket)
            .key(upload.object())
            .upload_id(upload.id())
            .if_none_match("*")
            .multipart_upload(parts);
        match complete.send().await.map_err(|error| self.fault(error)) {
            Ok(_) => Ok(Put::Created),
            Err(Fault::Exists) => Ok(Put::Existed),
            // Another completed the same key, or this was completed and the answer was lost.
            Err(fault @ (Fault::Absent | Fault::Conflict)) => match self.size(key).await? {
                Some(size) if size == bytes => Ok(Put::Existed),
                _ => Err(fault.unexpected()),
            },
            Err(fault) => Err(fault.unexpected()),
        }
    }
}

/// One part of a file.
async fn part(file: &Spooled, at: u64) -> Result<Bytes, BlobError> {
    let start = at * PART;
    let length = PART.min(file.bytes() - start);
    let mut open = File::open(file.path()).await?;
    open.seek(std::io::SeekFrom::Start(start)).await?;
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    open.take(length).read_to_end(&mut bytes).await?;
    Ok(bytes.into())
}
