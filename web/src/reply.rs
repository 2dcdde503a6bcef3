//! The two shapes of an answer: something that was read, and what a command came to.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use commands::Done;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::etag::Revision;
use crate::problem::{Answer, Problem};

/// Says how far the log was after a command.
pub const POSITION: HeaderName = HeaderName::from_static("position");

/// Something that was read, as JSON.
pub type View = Response;

/// What was read, as JSON.
///
/// # Errors
/// Something that JSON cannot hold, which is a fault of ours.
pub fn json<T: Serialize>(value: &T) -> Answer<View> {
    let body = serde_json::to_vec(value).map_err(|fault| {
        tracing::error!(error = %fault, "an answer cannot be written as JSON");
        Problem::internal()
    })?;
    let kind = HeaderValue::from_static("application/json");
    Ok(([(header::CONTENT_TYPE, kind)], Body::from(body)).into_response())
}

/// The same, of something that has a revision for `If-Match`.
///
/// # Errors
/// As [`json`].
pub fn json_at<T: Serialize>(value: &T, revision: u64) -> Answer<View> {
    let mut response = json(value)?;
    response.extensions_mut().insert(Revision(revision));
    Ok(response)
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Receipt {
    /// What it was about.
    pub id: String,
    /// Whether anything happened, now or when the same command came before.
    pub changed: bool,
}

/// 201 with the address of what was made.
///
/// # Errors
/// As [`json`].
pub fn created(done: Done<Uuid>, folder: &str) -> Answer<Response> {
    let address = format!("{folder}/{}", done.value);
    let mut response = changed(done.map(|id| id.to_string()))?;
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

/// 200 with what a command came to.
///
/// # Errors
/// As [`json`].
pub fn changed(done: Done<String>) -> Answer<Response> {
    let mut response = json(&Receipt { id: done.value, changed: done.changed })?;
    if let Some(position) = done.position {
        response.headers_mut().insert(POSITION, position.0.into());
    }
    Ok(response)
}
