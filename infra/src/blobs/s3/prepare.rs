//! Before the first use: whether the store is there, and does what is relied upon.

use std::time::{Duration, Instant, SystemTime};

use aws_sdk_s3::types::BucketVersioningStatus;
use bytes::Bytes;
use uuid::Uuid;

use super::unfinished::LEFT_BEHIND;
use super::{Fault, S3Blobs};
use crate::blobs::BlobError;

/// How long is waited between two questions to a store that does not answer.
const PAUSE: Duration = Duration::from_secs(1);

impl S3Blobs {
    /// Waits until the store answers.
    ///
    /// # Errors
    /// [`BlobError::Invalid`] with what to do, at once, when settings or rights are wrong;
    /// [`BlobError::Unavailable`] when it did not answer for so long.
    pub async fn reach(&self, longest: Duration) -> Result<(), BlobError> {
        let since = Instant::now();
        loop {
            let why = match self.ask().await {
                Ok(()) => return Ok(()),
                Err(Fault::Setting(sentence)) => return Err(BlobError::Invalid(sentence)),
                Err(fault) => fault.unexpected(),
            };
            if since.elapsed() >= longest {
                return Err(why);
            }
            tracing::warn!(error = %why, "The blob store does not answer; it is asked again.");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Tries what will be relied upon: that blobs can be written, read and deleted, that none is
    /// replaced, and that a deleted one is gone. Aborts uploads that a crash left behind.
    ///
    /// # Errors
    /// [`BlobError::Invalid`] with what to do; [`BlobError::Unavailable`].
    pub async fn prepare(&self) -> Result<(), BlobError> {
        self.refuse_versions().await?;
        self.rehearse().await?;
        let aborted = self.abort_begun_before(SystemTime::now() - LEFT_BEHIND).await?;
        if aborted > 0 {
            tracing::info!(uploads = aborted, "Uploads that were left behind were aborted.");
        }
        Ok(())
    }

    /// Aborts uploads in parts that began before a time and were never completed. Says how many.
    ///
    /// # Errors
    /// [`BlobError::Unavailable`].
    pub async fn abort_begun_before(&self, time: SystemTime) -> Result<u64, BlobError> {
        self.abort_unfinished(&self.location.prefix, Some(time)).await
    }

    /// In a bucket that keeps versions a deleted blob stays, and with it an erased patient's images.
    pub(super) async fn refuse_versions(&self) -> Result<(), BlobError> {
        let bucket = &self.location.bucket;
        let asked = self.client.get_bucket_versioning().bucket(bucket).send().await;
        match asked.map_err(|error| self.fault(error)) {
            Ok(answer) if answer.status == Some(BucketVersioningStatus::Enabled) => {
                Err(BlobError::Invalid(format!(
                    "the bucket {bucket} keeps old versions, so that an erased patient's images \
                     would stay: use a bucket without versioning"
                )))
            }
            Ok(answer) if answer.status == Some(BucketVersioningStatus::Suspended) => {
                tracing::warn!(
                    bucket,
                    "The bucket once kept versions: what was written then stays after an erasure."
                );
                Ok(())
            }
            // A store that knows no versions keeps none.
            Ok(_) | Err(Fault::Unknown) => Ok(()),
            Err(Fault::Setting(sentence)) => Err(BlobError::Invalid(format!(
                "whether the bucket keeps old versions cannot be asked, and must be known: {sentence}"
            ))),
            Err(fault) => Err(fault.unexpected()),
        }
    }

    /// Under a name that no blob can have.
    async fn rehearse(&self) -> Result<(), BlobError> {
        let object = format!("{}.rehearsal-{}", self.location.prefix, Uuid::now_v7());
        let word = Bytes::from_static(b"HemaClassify");
        let rehearsed = self.rehearse_with(&object, word).await;
        let deleted = self.delete_object(object).await;
        rehearsed.and(deleted)
    }

    async fn rehearse_with(&self, object: &str, word: Bytes) -> Result<(), BlobError> {
        let stated = |fault| match fault {
            Fault::Setting(sentence) => BlobError::Invalid(sentence),
            fault => fault.unexpected(),
        };
        match self.write(object, word.clone(), None).await {
            // A try before it was done, and its answer was lost.
            Ok(()) | Err(Fault::Exists) => {}
            Err(fault) => return Err(stated(fault)),
        }
        match self.write(object, word.clone(), None).await {
            Err(Fault::Exists) => {}
            Err(fault) => return Err(stated(fault)),
            Ok(()) => {
                return Err(BlobError::Invalid(
                    "the store replaces what is there although it was told not to (If-None-Match): \
                     use one that keeps to it"
                        .to_owned(),
                ));
            }
        }
        let read = self.fetch(object.to_owned(), None, None).await.map_err(stated)?.body;
        match read.collect().await.map(|read| read.into_bytes()) {
            Ok(read) if read == word => Ok(()),
            Ok(_) => {
                Err(BlobError::Invalid("the store gives other bytes than it was given".into()))
            }
            Err(error) => Err(BlobError::Unavailable(error.to_string())),
        }
    }
}
