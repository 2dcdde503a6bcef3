//! One line in the log for every request: method, route, status, milliseconds. No query string, no
//! path as it was typed, no body: none of them reaches a log, for they may name a person.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use metrics::SharedString;
use tracing::Instrument as _;
use uuid::Uuid;

use crate::span;

/// The header that carries a request's number, both ways.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Asked every few seconds by whatever watches over the server; the log is not to be full of it.
pub(crate) const PROBES: [&str; 2] = ["/healthz", "/readyz"];

/// Says how long the answer took to begin, in milliseconds (W3C Server Timing).
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// A request's number: the client's own if it is a UUID, else a new one. Events that follow from the
/// request carry it as their correlation.
#[derive(Debug, Clone, Copy)]
pub struct RequestId(pub Uuid);

/// Numbers the request and writes its line.
pub async fn line(mut request: Request, next: Next) -> Response {
    let id = given(request.headers()).unwrap_or_else(Uuid::now_v7);
    request.extensions_mut().insert(RequestId(id));
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().cloned();
    let span = span::of(&request, RequestId(id), known(&method));
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    span::answered(&span, response.status());
    let route = path.as_ref().map_or("none", MatchedPath::as_str);
    let status = response.status().as_u16();
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    count(known(&method), path.as_ref(), status, begun.elapsed());
    if PROBES.contains(&route) {
        tracing::debug!(
            http.route = route,
            http.response.status_code = status,
            "A probe was answered."
        );
    } else if response.status().is_server_error() {
        tracing::warn!(http.request.method = %method, http.route = route,
            http.response.status_code = status, duration_ms = milliseconds, request.id = %id,
            "A request failed.");
    } else {
        tracing::info!(http.request.method = %method, http.route = route,
            http.response.status_code = status, duration_ms = milliseconds, request.id = %id,
            "A request was answered.");
    }
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    if let Ok(value) = HeaderValue::from_str(&format!("total;dur={milliseconds:.3}")) {
        response.headers_mut().insert(SERVER_TIMING, value);
    }
    response
}

/// Counts an answer. A route is named by its template, so that there are as many as the table has.
fn count(method: &'static str, path: Option<&MatchedPath>, status: u16, took: Duration) {
    let route = SharedString::from(Arc::<str>::from(path.map_or("none", MatchedPath::as_str)));
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route.clone())
        .record(took);
    let status = status.to_string();
    metrics::counter!("http_requests_total", "method" => method, "route" => route, "status" => status)
        .increment(1);
}

/// A method's name; anybody can invent others, and each would be a metric of its own.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn given(headers: &HeaderMap) -> Option<Uuid> {
    headers.get(REQUEST_ID)?.to_str().ok()?.parse().ok()
}

/// The `traceparent` header, if it is one (W3C Trace Context, version 00).
pub fn parent(headers: &HeaderMap) -> Option<String> {
    let text = headers.get("traceparent")?.to_str().ok()?;
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let hexadecimal = |part: &&str| part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    (lengths == [2, 32, 16, 2] && parts.iter().all(hexadecimal)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trace_parent_is_passed_on() {
        let parent_of = |text: &'static str| {
            let value = HeaderValue::from_static(text);
            parent(&HeaderMap::from_iter([(HeaderName::from_static("traceparent"), value)]))
        };
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(parent_of(good).as_deref(), Some(good));
        assert_eq!(parent_of("00-xyz-b7ad6b7169203331-01"), None);
        assert_eq!(parent_of("Jane Doe"), None);
    }
}
