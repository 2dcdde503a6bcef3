//! Deleting: one blob, or all that begin with a prefix.

use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use futures::TryStreamExt as _;

use super::S3Blobs;
use crate::blobs::key::is_prefix;
use crate::blobs::{BlobError, BlobKey};

impl S3Blobs {
    /// A store does not say whether there was something: it is asked before.
    pub(super) async fn delete_one(&self, key: &BlobKey) -> Result<bool, BlobError> {
        if self.size(key).await?.is_none() {
            return Ok(false);
        }
        self.delete_object(self.object(key)).await?;
        Ok(true)
    }

    pub(super) async fn delete_object(&self, object: String) -> Result<(), BlobError> {
        let delete = self.client.delete_object().bucket(&self.location.bucket).key(object);
        let deleted = delete.send().await;
        deleted.map(drop).map_err(|error| self.fault(error).unexpected())
    }

    /// Also what was on its way there. In a bucket that keeps versions nothing would be gone: there
    /// it is an error.
    pub(super) async fn delete_all(&self, prefix: &str) -> Result<u64, BlobError> {
        if prefix.is_empty() || !is_prefix(prefix) {
            return Err(BlobError::Invalid(format!("{prefix:?} is no prefix to delete")));
        }
        self.refuse_versions().await?;
        let objects = format!("{}{prefix}", self.location.prefix);
        self.abort_unfinished(&objects, None).await?;
        let mut deleted = 0;
        let mut pages = std::pin::pin!(self.pages(prefix));
        while let Some(page) = pages.try_next().await? {
            self.delete_page(&page).await?;
            deleted += page.len() as u64;
        }
        Ok(deleted)
    }

    /// A page is as much as goes in one request.
    async fn delete_page(&self, keys: &[BlobKey]) -> Result<(), BlobError> {
        if keys.is_empty() {
            return Ok(());
        }
        let odd = |error: aws_sdk_s3::error::BuildError| BlobError::Invalid(error.to_string());
        let objects: Result<Vec<_>, _> = keys
            .iter()
            .map(|key| ObjectIdentifier::builder().key(self.object(key)).build())
            .collect();
        let objects = Delete::builder().set_objects(Some(objects.map_err(odd)?)).quiet(true);
        let delete = self.client.delete_objects().bucket(&self.location.bucket);
        let answer = delete.delete(objects.build().map_err(odd)?).send().await;
        let answer = answer.map_err(|error| self.fault(error).unexpected())?;
        match answer.errors.unwrap_or_default().first() {
            None => Ok(()),
            Some(error) => Err(BlobError::Unavailable(format!(
                "not everything was deleted: {} {}",
                error.code.as_deref().unwrap_or("?"),
                error.message.as_deref().unwrap_or_default()
            ))),
        }
    }
}
