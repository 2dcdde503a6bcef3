//! Reading a blob: whole, or a range of it.

use std::ops::Range;

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use bytes::{Bytes, BytesMut};
use futures::{StreamExt as _, TryStreamExt as _};

use super::resume::Body;
use super::{Fault, S3Blobs};
use crate::blobs::{Blob, BlobError, BlobKey};

impl S3Blobs {
    pub(super) async fn open(
        &self,
        key: &BlobKey,
        range: Option<Range<u64>>,
    ) -> Result<Option<Blob>, BlobError> {
        match range {
            Some(range) if range.is_empty() => self.nothing_of(key).await,
            range => match self.fetch(self.object(key), range.as_ref(), None).await {
                Ok(found) => Ok(Some(self.blob(key, range, found)?)),
                Err(Fault::Absent) => Ok(None),
                Err(Fault::BeyondEnd) => self.nothing_of(key).await,
                Err(fault) => Err(fault.unexpected()),
            },
        }
    }

    pub(super) async fn whole(&self, key: &BlobKey) -> Result<Option<Bytes>, BlobError> {
        let Some(mut blob) = self.open(key, None).await? else { return Ok(None) };
        let mut bytes = BytesMut::with_capacity(usize::try_from(blob.len).unwrap_or_default());
        while let Some(chunk) = blob.body.try_next().await? {
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes.freeze()))
    }

    /// How many bytes a blob has.
    pub(super) async fn size(&self, key: &BlobKey) -> Result<Option<u64>, BlobError> {
        let head =
            self.client.head_object().bucket(&self.location.bucket).key(self.object(key)).send();
        match head.await.map_err(|error| self.fault(error)) {
            Ok(head) => Ok(Some(length(head.content_length)?)),
            // Such an answer has no body that would say whether the bucket is missing.
            Err(Fault::Absent) => self.ask().await.map(|()| None).map_err(Fault::unexpected),
            Err(fault) => Err(fault.unexpected()),
        }
    }

    /// A blob of which no byte is asked for.
    async fn nothing_of(&self, key: &BlobKey) -> Result<Option<Blob>, BlobError> {
        let len = self.size(key).await?;
        Ok(len.map(|len| Blob { len, body: futures::stream::empty().boxed() }))
    }

    /// Asks for a range of an object's bytes, of this version of it.
    pub(super) async fn fetch(
        &self,
        object: String,
        range: Option<&Range<u64>>,
        version: Option<String>,
    ) -> Result<GetObjectOutput, Fault> {
        let get = self
            .client
            .get_object()
            .bucket(&self.location.bucket)
            .key(object)
            .set_range(range.map(header))
            .set_if_match(version);
        get.send().await.map_err(|error| self.fault(error))
    }

    fn blob(
        &self,
        key: &BlobKey,
        asked: Option<Range<u64>>,
        found: GetObjectOutput,
    ) -> Result<Blob, BlobError> {
        let bytes = length(found.content_length)?;
        let (start, len) = match (asked, &found.content_range) {
            (Some(asked), Some(range)) => (asked.start, total(range)?),
            // A store that gives all of it whatever is asked for would be read wrongly.
            (Some(_), None) => return Err(odd("it does not know ranges")),
            (None, _) => (0, bytes),
        };
        metrics::counter!("blobs_read_bytes_total").increment(bytes);
        let body = Body::new(self, self.object(key), start..start + bytes, found);
        Ok(Blob { len, body: body.stream() })
    }
}

/// What HTTP calls the range, both ends included. Stores read the end as a signed number.
fn header(range: &Range<u64>) -> String {
    match i64::try_from(range.end) {
        Ok(end) => format!("bytes={}-{}", range.start, end - 1),
        Err(_) => format!("bytes={}-", range.start),
    }
}

/// How many bytes there are in all: what follows the slash in `bytes 0-9/100`.
fn total(content_range: &str) -> Result<u64, BlobError> {
    let total = content_range.rsplit_once('/').and_then(|(_, total)| total.parse().ok());
    total.ok_or_else(|| odd("it does not say how long the blob is"))
}

fn length(said: Option<i64>) -> Result<u64, BlobError> {
    said.and_then(|length| u64::try_from(length).ok())
        .ok_or_else(|| odd("it does not say how long the blob is"))
}

fn odd(what: &str) -> BlobError {
    BlobError::Unavailable(format!("the store gave an odd answer: {what}"))
}
