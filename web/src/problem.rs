//! Every refusal and failure as one kind of document: RFC 9457, `application/problem+json`.

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What the identifier of every problem begins with; the word after it never changes its meaning.
pub const PREFIX: &str = "urn:hemaclassify:problem:";

/// Why a request was not done (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Identifies the kind of problem: `urn:hemaclassify:problem:` and a word that never changes.
    #[serde(rename = "type")]
    kind: String,
    /// The kind of problem in a few words, the same for every occurrence.
    title: Cow<'static, str>,
    /// The status code of the answer.
    status: u16,
    /// What happened this time.
    detail: String,
    /// Which parts of the input are at fault.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    errors: Vec<Fault>,
    #[serde(skip)]
    #[schema(ignore)]
    retry_after: Option<u32>,
}

/// One part of the input that is at fault.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Fault {
    /// Where: a JSON pointer (RFC 6901) into the body, or `/` and a query parameter's name.
    #[schema(example = "/username")]
    pub pointer: String,
    /// What is wrong with it.
    pub detail: String,
}

/// What a handler comes to.
pub type Answer<T> = Result<T, Problem>;

impl Problem {
    /// A problem of a kind.
    pub fn new(
        status: StatusCode,
        word: &str,
        title: impl Into<Cow<'static, str>>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("{PREFIX}{word}"),
            title: title.into(),
            status: status.as_u16(),
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
        }
    }

    /// The same, naming the part of the input that is at fault.
    pub fn at(mut self, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        self.errors.push(Fault { pointer: pointer.into(), detail: detail.into() });
        self
    }

    /// The same, saying after how many seconds to ask again.
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The status code of the answer.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// What happened this time.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// Whether it is of a kind, named by its word.
    pub fn is_of(&self, word: &str) -> bool {
        self.kind.strip_prefix(PREFIX) == Some(word)
    }

    /// 400: what was sent cannot be understood.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "bad-request",
            "The request cannot be understood",
            detail,
        )
    }

    /// 400: one part of what was sent cannot be understood.
    pub fn invalid(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::new(
            StatusCode::BAD_REQUEST,
            "invalid-input",
            "The request holds something that is not accepted",
            detail.clone(),
        )
        .at(pointer, detail)
    }

    /// 401: nobody is signed in.
    pub fn unauthenticated(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", "Sign in first", detail)
    }

    /// 403: the one signed in may not do this.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail)
    }

    /// 404.
    pub fn not_found(what: &str) -> Self {
        let detail = format!("There is no such {what}.");
        Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail)
    }

    /// 503: something that this needs is away; nothing was done, or asking again does it once.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available now", detail)
            .retry_after(2)
    }

    /// 500. What went wrong goes to the log, not to the client.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong on our side",
            "The fault was logged under the number in the X-Request-Id header.",
        )
    }

    /// The problem that a bare status code stands for, for answers made by the framework.
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => {
                Self::new(status, "no-such-route", "Not found", "There is nothing at this address.")
            }
            StatusCode::METHOD_NOT_ALLOWED => Self::new(
                status,
                "method-not-allowed",
                "Method not allowed",
                "This address does not take this method; the Allow header lists those it takes.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(
                status,
                "body-too-large",
                "The body is too large",
                "The body is larger than this address takes.",
            ),
            StatusCode::INTERNAL_SERVER_ERROR => Self::internal(),
            StatusCode::SERVICE_UNAVAILABLE => Self::unavailable("Ask again shortly."),
            other => {
                let title = other.canonical_reason().unwrap_or("Refused");
                Self::new(other, &format!("http-{}", other.as_u16()), title, format!("{title}."))
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (self.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, seconds.into());
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Gives an error answer of the framework (an empty body, or plain text) a problem document.
pub async fn dress(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let is_document = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(MEDIA_TYPE.as_bytes()));
    if !is_error || is_document {
        return response;
    }
    let mut dressed = Problem::of_status(status).into_response();
    for name in [header::ALLOW, header::RETRY_AFTER, header::CONTENT_RANGE] {
        if let Some(value) = response.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    dressed
}
