//! Listing keys, a page at a time.

use futures::{Stream, StreamExt as _, TryStreamExt as _};

use super::{Fault, S3Blobs};
use crate::blobs::key::is_prefix;
use crate::blobs::{BlobError, BlobKey, Keys};

impl S3Blobs {
    pub(super) fn keys(&self, prefix: &str) -> Result<Keys, BlobError> {
        if !is_prefix(prefix) {
            return Err(BlobError::Invalid(format!("{prefix:?} is no prefix of keys")));
        }
        let pages = self.pages(prefix);
        Ok(pages.map_ok(|page| futures::stream::iter(page).map(Ok)).try_flatten().boxed())
    }

    /// The keys that begin so, as the store hands them out.
    pub(super) fn pages(
        &self,
        prefix: &str,
    ) -> impl Stream<Item = Result<Vec<BlobKey>, BlobError>> + Send + use<> {
        let (blobs, location) = (self.clone(), self.location.clone());
        let list = self.client.list_objects_v2().bucket(&location.bucket);
        let pages = list.prefix(format!("{}{prefix}", location.prefix)).into_paginator().send();
        futures::stream::unfold(pages, async |mut pages| {
            pages.next().await.map(|page| (page, pages))
        })
        .map(move |page| {
            let page = page.map_err(|error| blobs.fault(error).unexpected())?;
            let objects = page.contents.unwrap_or_default().into_iter();
            Ok(objects.filter_map(|object| key(&object.key?, &location.prefix)).collect())
        })
    }

    /// Asks for one key: whether the store answers, knows the bucket, and lets this program in.
    pub(super) async fn ask(&self) -> Result<(), Fault> {
        let list = self.client.list_objects_v2().bucket(&self.location.bucket);
        let one = list.prefix(&self.location.prefix).max_keys(1).send().await;
        one.map(drop).map_err(|error| self.fault(error))
    }
}

/// The key of an object. What is no key is none of ours.
fn key(object: &str, prefix: &str) -> Option<BlobKey> {
    BlobKey::new(object.strip_prefix(prefix)?).ok()
}
