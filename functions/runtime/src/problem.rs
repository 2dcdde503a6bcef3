//! What a function server says when it has no outcome (RFC 9457).

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::FunctionError;

/// The media type of a problem.
const MEDIA_TYPE: &str = "application/problem+json";

/// A problem, as it is sent and read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Problem {
    /// The status, again.
    pub status: u16,
    /// Which problem it is, in a few words.
    pub title: String,
    /// What it is this time, without personal data.
    #[serde(default)]
    pub detail: String,
}

impl Problem {
    /// A problem of this status.
    pub fn new(status: StatusCode, title: &str, detail: impl ToString) -> Self {
        Self { status: status.as_u16(), title: title.to_owned(), detail: detail.to_string() }
    }
}

impl From<FunctionError> for Problem {
    fn from(error: FunctionError) -> Self {
        let (status, title) = match &error {
            FunctionError::Unavailable(_) => {
                (StatusCode::SERVICE_UNAVAILABLE, "Something is away.")
            }
            FunctionError::Retry(_) => (StatusCode::INTERNAL_SERVER_ERROR, "This try has failed."),
            FunctionError::Permanent(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "No try will do better.")
            }
        };
        Self::new(status, title, error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
