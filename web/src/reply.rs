//! The two shapes of an answer: something that was read, and what a command came to.

use std::fmt;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use commands::{Done, Position};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::answers::Lasting;
use crate::etag::Revision;
use crate::problem::{Answer, Problem};
use crate::shown::{self, ShowsPatients};

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

/// An answer that is the same until the read models change, see [`Lasting`].
pub fn lasting(mut view: View) -> View {
    view.extensions_mut().insert(Lasting { until: None });
    view
}

/// The same of an answer that follows from the time as well, such as what is overdue: for a second.
pub fn lasting_a_second(mut view: View) -> View {
    let until = Instant::now().checked_add(Duration::from_secs(1));
    view.extensions_mut().insert(Lasting { until });
    view
}

/// What was read of patients, as JSON that says whose data it shows.
///
/// # Errors
/// As [`json`].
pub fn shown<T: Serialize + ShowsPatients>(value: &T) -> Answer<View> {
    Ok(shown::of(json(value)?, value.patients()))
}

/// The same, of something that has a revision for `If-Match`.
///
/// # Errors
/// As [`json`].
pub fn shown_at<T: Serialize + ShowsPatients>(value: &T, revision: u64) -> Answer<View> {
    Ok(shown::of(json_at(value, revision)?, value.patients()))
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
    let mut response = changed(&done, done.value)?;
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    Ok(response)
}

/// 200 with what a command came to, and what it was about.
///
/// # Errors
/// As [`json`].
pub fn changed<T>(done: &Done<T>, id: impl fmt::Display) -> Answer<Response> {
    let response = json(&Receipt { id: id.to_string(), changed: done.changed })?;
    Ok(at_position(response, done.position))
}

/// The same answer, saying how far the log was after the command.
pub fn at_position(mut response: Response, position: Option<Position>) -> Response {
    if let Some(Position(position)) = position {
        response.headers_mut().insert(POSITION, position.into());
    }
    response
}
