//! From a request to a trigger that is believed.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;

use super::FunctionServer;
use crate::Trigger;
use crate::cloudevent::{self, BadCloudEvent, Mode, Present};
use crate::problem::Problem;
use crate::signature::BadSignature;

/// The largest trigger. An event with its image's state has a few thousand bytes.
const LARGEST: usize = 1024 * 1024;
/// How long a trigger's bytes may take to arrive.
const SLOWEST: Duration = Duration::from_secs(10);

/// A trigger that came, and in which form.
pub(super) struct Received {
    pub trigger: Trigger,
    pub present: Present,
    pub mode: Mode,
    /// Where the caller's trace goes on.
    pub traceparent: Option<String>,
}

impl FunctionServer {
    /// Reads a request and believes it, or says why not.
    pub(super) async fn receive(&self, request: Request) -> Result<Received, Problem> {
        let (parts, body) = request.into_parts();
        let body = tokio::time::timeout(SLOWEST, axum::body::to_bytes(body, LARGEST)).await;
        let body = body
            .map_err(|_elapsed| bad(StatusCode::REQUEST_TIMEOUT, "The trigger is too slow."))?
            .map_err(|_| bad(StatusCode::PAYLOAD_TOO_LARGE, "The trigger is over 1 MiB."))?;
        let mode = cloudevent::mode(&parts.headers).map_err(unreadable)?;
        self.believe(&parts.headers, &body, mode)?;
        if mode == Mode::Batch {
            return Err(bad(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Send one trigger at a time."));
        }
        let mut events = cloudevent::decode(&parts.headers, &body).map_err(unreadable)?;
        let event = events.pop().ok_or_else(|| bad(StatusCode::BAD_REQUEST, "It is empty."))?;
        let traceparent = event.traceparent.clone();
        let (trigger, present) = event.into_trigger().map_err(unreadable)?;
        Ok(Received { trigger, present, mode, traceparent })
    }

    /// A signature covers the body, so only what stands there wholly can be signed.
    fn believe(&self, headers: &HeaderMap, body: &Bytes, mode: Mode) -> Result<(), Problem> {
        let Some(secrets) = &self.0.settings.secrets else { return Ok(()) };
        if mode == Mode::Binary {
            let words = "Triggers are signed here: send them as application/cloudevents+json.";
            return Err(bad(StatusCode::UNAUTHORIZED, words));
        }
        secrets.verify(headers, body, Timestamp::now()).map_err(unsigned)
    }
}

fn bad(status: StatusCode, words: &str) -> Problem {
    Problem::new(status, "This is no trigger.", words)
}

fn unreadable(error: BadCloudEvent) -> Problem {
    let status = match error {
        BadCloudEvent::Form(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => StatusCode::BAD_REQUEST,
    };
    bad(status, &error.to_string())
}

fn unsigned(error: BadSignature) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "The signature is not good.", error)
}
