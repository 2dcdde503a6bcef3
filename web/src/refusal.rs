//! What commands and reads say no with, as problem documents. In one place, so that the same "no"
//! sounds the same on every route.

use axum::http::StatusCode;
use commands::{CommandError, Kind, Refusal};
use projections::ReadError;

use crate::problem::Problem;

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        let text = sentence(&error.to_string());
        match error {
            CommandError::Unauthenticated(_) => Self::unauthenticated(text),
            CommandError::Throttled { retry_after } => {
                let seconds = u32::try_from(retry_after.as_secs()).unwrap_or(u32::MAX).max(1);
                let status = StatusCode::TOO_MANY_REQUESTS;
                Self::new(status, "throttled", "Too many attempts", text).retry_after(seconds)
            }
            CommandError::Forbidden { .. } => Self::forbidden(text),
            CommandError::NotFound { what } => Self::not_found(what),
            CommandError::Refused(refusal) => refused(&refusal),
            CommandError::Precondition { .. } => Self::new(
                StatusCode::PRECONDITION_FAILED,
                "changed-since",
                "It was changed in the meantime",
                text,
            ),
            CommandError::Busy => Self::unavailable(text).retry_after(1),
            CommandError::Unavailable(reason) => {
                tracing::warn!(error = reason, "a command could not be done now");
                Self::unavailable("Something that this needs is away. Try again shortly.")
            }
            CommandError::Full(reason) => {
                tracing::error!(error = reason, "there is no room for what a command writes");
                let detail = "There is no room left on the server. Nothing was changed.";
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "full", "No room left", detail)
            }
            CommandError::Internal(reason) => {
                tracing::error!(error = reason, "a command failed");
                Self::internal()
            }
        }
    }
}

fn refused(refusal: &Refusal) -> Problem {
    let text = sentence(&refusal.to_string());
    let (code, status) = (refusal.code(), StatusCode::UNPROCESSABLE_ENTITY);
    match refusal.kind() {
        Kind::Invalid { pointer } => {
            Problem::new(status, code, "What was asked is refused", text.clone()).at(pointer, text)
        }
        Kind::Conflict => {
            Problem::new(StatusCode::CONFLICT, code, "It contradicts how things are", text)
        }
        Kind::Gone => Problem::new(StatusCode::GONE, code, "It is gone", text),
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Page(bad) => {
                Self::invalid(format!("/{}", bad.parameter()), sentence(&bad.to_string()))
            }
            ReadError::Unavailable(_)
            | ReadError::Log(_)
            | ReadError::Vault(_)
            | ReadError::OtherVersion
            | ReadError::Rebuilding
            | ReadError::TracesLeft
            | ReadError::Fenced => {
                tracing::warn!(%error, "something could not be read now");
                Self::unavailable("What was asked for cannot be read now. Try again shortly.")
            }
            ReadError::Damaged(_) | ReadError::Unreadable(_) | ReadError::OtherLog { .. } => {
                tracing::error!(%error, "something could not be read");
                Self::internal()
            }
        }
    }
}

/// An error's text as a sentence.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
