//! How routes fail, said once for all of them.

use utoipa::ToSchema as _;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::{Content, Ref, RefOr, Response};

use super::text_header;
use crate::problem::{MEDIA_TYPE, Problem};
use crate::route::{Access, Kind, Route};

/// What a status means, the same on every route that does not say it better.
const FAILURES: [(u16, &str); 16] = [
    (400, "What was sent cannot be understood; `errors` says where."),
    (401, "Nobody is signed in, or no longer."),
    (403, "The one signed in may not do this, or the request came from elsewhere."),
    (404, "There is no such thing."),
    (408, "The body came too slowly."),
    (409, "It contradicts how things are, or the same key is being worked on."),
    (410, "It is gone."),
    (412, "It was changed since."),
    (413, "The body, or a field of it, is too large."),
    (415, "The body is of another media type than this address takes."),
    (422, "What was asked is refused, or the key was used for another body."),
    (429, "Too many requests; ask again after `Retry-After` seconds."),
    (500, "A fault on our side, logged under the request's number."),
    (503, "Something needed is away; ask again after `Retry-After` seconds."),
    (504, "The read models have not reached `after` in time."),
    (507, "There is no room left."),
];

/// How a route can fail beside what its handler says.
fn failures(route: &Route) -> Vec<u16> {
    let mut known = vec![400, 429, 500, 503];
    if route.access != Access::Open {
        known.extend([401, 403]);
    }
    if route.path.contains('{') {
        known.push(404);
    }
    known.extend_from_slice(match route.kind {
        Kind::Read => &[504],
        Kind::Write => &[408, 409, 410, 413, 415, 422, 507],
        Kind::Session => &[403, 408, 413, 415, 422, 507],
        Kind::Upload => &[408, 410, 413, 415, 422, 507],
        Kind::Bytes | Kind::Live | Kind::Plain => &[],
    });
    known
}

/// The failures as components of the document.
pub(super) fn components() -> impl Iterator<Item = (String, RefOr<Response>)> {
    FAILURES
        .into_iter()
        .map(|(status, text)| (problem_name(status), RefOr::T(problem_response(status, text))))
}

/// Adds what a handler has not said itself.
pub(super) fn add(operation: &mut Operation, route: &Route) {
    for status in failures(route) {
        let known = Ref::from_response_name(problem_name(status));
        let responses = &mut operation.responses.responses;
        responses.entry(status.to_string()).or_insert(RefOr::Ref(known));
    }
}

fn problem_name(status: u16) -> String {
    format!("Problem{status}")
}

fn problem_response(status: u16, description: &str) -> Response {
    let content = Content::new(Some(Ref::from_schema_name(Problem::name())));
    let response = ResponseBuilder::new().description(description).content(MEDIA_TYPE, content);
    match status {
        429 | 503 => response.header("Retry-After", text_header("Seconds.")).build(),
        _ => response.build(),
    }
}
