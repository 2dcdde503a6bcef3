//! What went wrong with a request, in words that say what to do.

use aws_sdk_s3::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};

use super::Location;
use crate::blobs::BlobError;

/// What went wrong with a request.
#[derive(Debug)]
pub(super) enum Fault {
    /// There is no such object, or no such upload.
    Absent,
    /// There is one already.
    Exists,
    /// Another writes it at this moment.
    Conflict,
    /// The range begins beyond the end.
    BeyondEnd,
    /// The store does not know such requests.
    Unknown,
    /// Settings or rights are wrong: asking again does not help.
    Setting(String),
    /// Anything else, for the caller.
    Failed(BlobError),
}

impl Fault {
    /// What an answer means.
    pub(super) fn of<E>(error: SdkError<E>, location: &Location) -> Self
    where
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let Some(response) = error.raw_response() else {
            return Self::without_answer(&DisplayErrorContext(&error).to_string());
        };
        let status = response.status().as_u16();
        let region = response.headers().get("x-amz-bucket-region").map(str::to_owned);
        let code = error.code().unwrap_or_default().to_owned();
        let message = error.message().unwrap_or_default();
        let said = format!("{location} answered {status} {code} {message}").trim_end().to_owned();
        match (status, code.as_str()) {
            (_, "NoSuchBucket") => Self::Setting(format!(
                "there is no bucket {}: create it, or correct the URL of the blobs",
                location.bucket
            )),
            (301 | 307, _) | (_, "AuthorizationHeaderMalformed" | "IllegalLocationConstraint") => {
                Self::Setting(elsewhere(&location.bucket, region, &said))
            }
            (401 | 403, "RequestTimeTooSkewed") => {
                Self::Setting(format!("this machine's clock is wrong: {said}"))
            }
            (401 | 403, _) => Self::Setting(format!(
                "access is denied: check the credentials, and that they may list the bucket, read, \
                 write and delete in it ({said})"
            )),
            (404, _) => Self::Absent,
            (409, "ConditionalRequestConflict") => Self::Conflict,
            (412, _) => Self::Exists,
            (416, _) => Self::BeyondEnd,
            (405 | 501, _) => Self::Unknown,
            (507, _) | (_, "QuotaExceeded" | "InsufficientStorage" | "XMinioStorageFull") => {
                Self::Failed(BlobError::Full(said))
            }
            (429 | 500..=599, _) | (_, "RequestTimeout" | "SlowDown") => {
                Self::Failed(BlobError::Unavailable(said))
            }
            (200..=299, _) => Self::Failed(BlobError::Unavailable(said)),
            _ => Self::Failed(BlobError::Invalid(said)),
        }
    }

    /// No answer came, or the request was never made.
    fn without_answer(words: &str) -> Self {
        let about = |names: [&str; 2]| names.iter().any(|name| words.contains(name));
        if about(["CredentialsNotLoaded", "InvalidConfiguration"]) {
            return Self::Setting(format!(
                "there are no credentials for the store: set AWS_ACCESS_KEY_ID and \
                 AWS_SECRET_ACCESS_KEY, or a profile ({words})"
            ));
        }
        if about(["Missing Region", "region must be set"]) {
            return Self::Setting("the region is not known: say region=…".to_owned());
        }
        Self::Failed(BlobError::Unavailable(words.to_owned()))
    }

    /// The same, when it was not expected.
    pub(super) fn unexpected(self) -> BlobError {
        match self {
            Self::Failed(error) => error,
            // Rights can be given back while the program runs: whoever asks is told to ask again.
            Self::Setting(sentence) => BlobError::Unavailable(sentence),
            other => BlobError::Unavailable(format!("the store gave an odd answer: {other:?}")),
        }
    }
}

fn elsewhere(bucket: &str, region: Option<String>, said: &str) -> String {
    match region {
        Some(region) => {
            format!("the bucket {bucket} is in the region {region}: say region={region}")
        }
        None => format!("the bucket {bucket} is in another region: say region=… ({said})"),
    }
}
