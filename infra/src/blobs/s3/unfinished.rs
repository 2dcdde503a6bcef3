//! Uploads in parts that nobody has completed: aborted when their writer gives up, when what they
//! would have become is deleted, and, after a crash, at a start a day later.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use aws_sdk_s3::types::MultipartUpload;

use super::{Fault, S3Blobs};
use crate::blobs::BlobError;

/// How long an upload may take before a start takes it for left behind. Those of other processes may
/// be on their way.
pub(super) const LEFT_BEHIND: Duration = Duration::from_secs(24 * 3600);

/// An upload in parts. One that is dropped before it is over is aborted, as when a request is
/// broken off that nobody waits for.
pub(super) struct Unfinished {
    blobs: S3Blobs,
    object: String,
    id: String,
    over: AtomicBool,
}

impl Unfinished {
    pub(super) fn new(blobs: &S3Blobs, object: String, id: String) -> Self {
        Self { blobs: blobs.clone(), object, id, over: AtomicBool::new(false) }
    }

    pub(super) fn object(&self) -> &str {
        &self.object
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// It has become a blob.
    pub(super) fn is_done(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Throws the parts away.
    pub(super) async fn abort(&self) {
        self.blobs.abort_or_say(&self.object, &self.id).await;
        self.over.store(true, Ordering::Relaxed);
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.over.load(Ordering::Relaxed) {
            return;
        }
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let (blobs, object, id) = (self.blobs.clone(), self.object.clone(), self.id.clone());
            runtime.spawn(async move { blobs.abort_or_say(&object, &id).await });
        }
    }
}

impl S3Blobs {
    async fn abort_or_say(&self, object: &str, id: &str) {
        if let Err(error) = self.abort(object, id).await {
            tracing::warn!(%error, "An upload in parts could not be aborted; a later start does it.");
        }
    }

    async fn abort(&self, object: &str, id: &str) -> Result<(), BlobError> {
        let bucket = &self.location.bucket;
        let abort = self.client.abort_multipart_upload().bucket(bucket).key(object).upload_id(id);
        match abort.send().await.map_err(|error| self.fault(error)) {
            // It is over already.
            Ok(_) | Err(Fault::Absent) => Ok(()),
            Err(fault) => Err(fault.unexpected()),
        }
    }

    /// Aborts the uploads to objects that are named so in the beginning; with a time, only those that
    /// were begun before it. Says how many.
    pub(super) async fn abort_unfinished(
        &self,
        objects: &str,
        before: Option<SystemTime>,
    ) -> Result<u64, BlobError> {
        let mut aborted = 0;
        for upload in self.unfinished(objects).await? {
            let began = upload.initiated.and_then(|time| SystemTime::try_from(time).ok());
            if before.is_some_and(|before| began.is_none_or(|began| began > before)) {
                continue;
            }
            if let (Some(object), Some(id)) = (upload.key, upload.upload_id) {
                self.abort(&object, &id).await?;
                aborted += 1;
            }
        }
        Ok(aborted)
    }

    async fn unfinished(&self, objects: &str) -> Result<Vec<MultipartUpload>, BlobError> {
        let (mut found, mut after) = (Vec::new(), (None, None));
        loop {
            let list = self.client.list_multipart_uploads().bucket(&self.location.bucket);
            let list = list.prefix(objects).set_key_marker(after.0).set_upload_id_marker(after.1);
            let page = match list.send().await.map_err(|error| self.fault(error)) {
                Ok(page) => page,
                // A store that cannot say has a rule of its own for them.
                Err(Fault::Unknown) => return Ok(found),
                Err(fault) => return Err(fault.unexpected()),
            };
            found.extend(page.uploads.unwrap_or_default());
            if page.is_truncated != Some(true) || page.next_key_marker.is_none() {
                return Ok(found);
            }
            after = (page.next_key_marker, page.next_upload_id_marker);
        }
    }
}
