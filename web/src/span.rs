//! The span of a request, as part of the caller's trace if there is one.
//! Names: <https://opentelemetry.io/docs/specs/semconv/http/http-spans/>, but for the path, which may
//! name a person: the route's template stands for it.

use axum::extract::{MatchedPath, Request};
use axum::http::StatusCode;
use commands::spans::{self, TARGET};
use tracing::Span;
use tracing::field::Empty;

use crate::trace::{self, PROBES, RequestId};

/// A span to answer the request in; one that nobody listens to, when there is no collector and for
/// probes.
pub(crate) fn of(request: &Request, id: RequestId, method: &'static str) -> Span {
    let path = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str);
    if !spans::on() || PROBES.contains(&path) {
        return Span::none();
    }
    let span = tracing::info_span!(target: TARGET, "request",
        otel.name = format!("{method} {path}"), otel.kind = "server", otel.status_code = Empty,
        http.request.method = method, http.route = path, http.response.status_code = Empty,
        request.id = %id.0);
    if let Some(caller) = trace::parent(request.headers()) {
        spans::continues(&span, &caller);
    }
    span
}

/// Says how it was answered. Only what fails on this side is an error.
pub(crate) fn answered(span: &Span, status: StatusCode) {
    span.record("http.response.status_code", status.as_u16());
    if status.is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
}
