//! Links: requests that are signed beforehand and sent by somebody else.

use std::time::{Duration, SystemTime};

use aws_sdk_s3::presigning::PresigningConfig;
use jiff::Timestamp;

use super::S3Blobs;
use crate::blobs::{BlobError, BlobKey, Link};

impl S3Blobs {
    /// Signs a GET of a blob's object. The store is not asked.
    pub(super) async fn sign(&self, key: &BlobKey, valid: Duration) -> Result<Link, BlobError> {
        let begin = SystemTime::now();
        let config = PresigningConfig::builder().start_time(begin).expires_in(valid).build();
        let config = config.map_err(|error| BlobError::Invalid(error.to_string()))?;
        let get = self.client.get_object().bucket(&self.location.bucket).key(self.object(key));
        let signed = get.presigned(config).await.map_err(|error| self.fault(error).unexpected())?;
        let expires_at = Timestamp::try_from(begin + valid);
        let expires_at = expires_at.map_err(|error| BlobError::Invalid(error.to_string()))?;
        Ok(Link { url: signed.uri().to_owned(), expires_at })
    }
}
