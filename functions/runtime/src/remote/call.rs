//! One call: what is sent, and what the status of the answer means.

use std::time::Duration;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use bytes::{Bytes, BytesMut};
use jiff::Timestamp;
use reqwest::{RequestBuilder, Response, StatusCode};
use tracing::error;

use super::Remote;
use crate::FunctionError;
use crate::cloudevent::{self, CloudEvent, STRUCTURED};
use crate::problem::Problem;
use crate::signature::{ID, SIGNATURE, TIMESTAMP};

/// The largest answer.
const LARGEST: usize = 1024 * 1024;
/// The longest that a full function is waited for before it is asked again.
const PAUSE: Duration = Duration::from_secs(10);
/// The longest reason that is recorded, in characters.
const REASON: usize = 500;

impl Remote {
    /// Sends a trigger. Gives the events of the answer, none when nothing was found.
    pub(super) async fn call(&self, event: &CloudEvent) -> Result<Vec<CloudEvent>, FunctionError> {
        let body = serde_json::to_vec(event)
            .map_err(|error| FunctionError::Permanent(error.to_string()))?;
        let mut request = self.http.post(self.url.clone()).header(CONTENT_TYPE, STRUCTURED);
        if let Some(context) = &event.traceparent {
            request = request.header("traceparent", context);
        }
        let request = self.sign(request, &event.id, &body);
        let answer = request.body(body).send().await.map_err(|error| self.unanswered(error))?;
        self.read(answer).await
    }

    fn sign(&self, request: RequestBuilder, id: &str, body: &[u8]) -> RequestBuilder {
        let Some(secrets) = &self.secrets else { return request };
        let signed = secrets.sign(id, body, Timestamp::now());
        let request = request.header(ID, id).header(TIMESTAMP, signed.timestamp);
        request.header(SIGNATURE, signed.signature)
    }

    /// Nobody there is away, and waited for; whoever was reached and did not answer has failed.
    fn unanswered(&self, error: reqwest::Error) -> FunctionError {
        let (connect, timeout) = (error.is_connect(), error.is_timeout());
        let what = match (connect, timeout) {
            (true, _) => "cannot be reached",
            (_, true) => "took too long",
            _ => "broke off",
        };
        let said = format!("{} {what}: {}", self.place(), error.without_url());
        if connect { FunctionError::Unavailable(said) } else { FunctionError::Retry(said) }
    }

    async fn read(&self, answer: Response) -> Result<Vec<CloudEvent>, FunctionError> {
        match answer.status() {
            StatusCode::NO_CONTENT => Ok(vec![]),
            StatusCode::OK => {
                let headers = answer.headers().clone();
                let body = self.body(answer).await?;
                let broken = |bad| FunctionError::Retry(format!("{}: {bad}", self.place()));
                cloudevent::decode(&headers, &body).map_err(broken)
            }
            _ => Err(self.refused(answer).await),
        }
    }

    /// What a refusal means.
    async fn refused(&self, answer: Response) -> FunctionError {
        let (status, pause) = (answer.status(), pause(&answer));
        let detail = self.detail(answer).await;
        let said = format!("{} answered {status}{detail}", self.place());
        match status.as_u16() {
            503 => FunctionError::Unavailable(said),
            429 => {
                tokio::time::sleep(pause).await;
                FunctionError::Unavailable(said)
            }
            // It was not set up: mending that must find the day's images still waiting.
            300..=399 | 401 | 403 | 404 | 405 => {
                let (function, reason) = (self.name, &said);
                error!(function, reason, "A function is not set up as the dispatcher is");
                FunctionError::Unavailable(said)
            }
            408 => FunctionError::Retry(said),
            400..=499 => FunctionError::Permanent(reason(&said)),
            _ => FunctionError::Retry(reason(&said)),
        }
    }

    /// The problem's own words, where it has any.
    async fn detail(&self, answer: Response) -> String {
        let body = self.body(answer).await.unwrap_or_default();
        match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) if !problem.detail.is_empty() => format!(": {}", problem.detail),
            _ => String::new(),
        }
    }

    async fn body(&self, mut answer: Response) -> Result<Bytes, FunctionError> {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.unanswered(error))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > LARGEST {
                let said = format!("{} answers with more than 1 MiB", self.place());
                return Err(FunctionError::Retry(said));
            }
        }
        Ok(bytes.freeze())
    }

    /// Where it is, as people are told: a URL may hold a password.
    fn place(&self) -> String {
        format!("the function at {}", self.url.origin().ascii_serialization())
    }
}

/// How long the function asks to be left alone.
fn pause(answer: &Response) -> Duration {
    let seconds = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let seconds =
        seconds.and_then(|text| text.parse().ok()).map_or(PAUSE / 10, Duration::from_secs);
    seconds.min(PAUSE)
}

/// Others' words, short and on one line: they are recorded and shown.
fn reason(words: &str) -> String {
    let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
    words.chars().map(shown).take(REASON).collect()
}
