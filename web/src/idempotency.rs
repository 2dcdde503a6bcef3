//! `Idempotency-Key`: the same request again is done once and answered the same.
//!
//! Only what happened is kept. A refusal appended nothing, so it is decided anew: what stood in the
//! way may be gone.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use commands::{Begin, Commands};
use uuid::Uuid;

use crate::caller::{Caller, CommandId};
use crate::etag::if_match;
use crate::guard::to_its_end;
use crate::problem::{Answer, Problem};
use crate::reply::POSITION;
use crate::state::AppState;

/// The client's name for a request.
pub const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Said when an answer comes from an earlier request.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

const KEPT_HEADERS: [HeaderName; 3] = [header::CONTENT_TYPE, header::LOCATION, POSITION];

/// The command identifier that a request's key makes: the same actor, route, query and key, the same
/// identifier. None without a key.
///
/// # Errors
/// A key that is none.
pub fn command_of(request: &Request) -> Answer<Option<CommandId>> {
    let Some(key) = key(request.headers())? else { return Ok(None) };
    let Some(caller) = request.extensions().get::<Caller>() else { return Ok(None) };
    let name = format!("{} {}\n{key}", request.method(), request.uri());
    Ok(Some(CommandId(Uuid::new_v5(&caller.user.0, name.as_bytes()))))
}

fn key(headers: &HeaderMap) -> Answer<Option<&str>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let visible = |text: &&str| text.bytes().all(|byte| byte.is_ascii_graphic());
    let text = value.to_str().ok().filter(visible);
    text.filter(|text| (1..=255).contains(&text.len())).map(Some).ok_or_else(|| {
        Problem::bad_request("An Idempotency-Key has 1 to 255 visible ASCII characters.")
    })
}

/// Runs a command once a key.
pub async fn once(state: &AppState, mut request: Request, body: Bytes, next: Next) -> Response {
    let id = match command_of(&request) {
        Ok(None) => return to_its_end(request, next).await,
        Ok(Some(CommandId(id))) => id,
        Err(problem) => return problem.into_response(),
    };
    // An answer that was kept is not given to a request that would be refused.
    if let Err(problem) = if_match(request.headers()) {
        return problem.into_response();
    }
    let tag = request.headers().get(header::IF_MATCH).map_or(&b""[..], HeaderValue::as_bytes);
    // Keyed, for a body may hold a password: its plain digest could be guessed at.
    let fingerprint = state.tokens.keyed_digest(&[tag, &body]);
    match state.commands.idempotent_begin(id, fingerprint).await {
        Ok(Begin::New) => {}
        Ok(Begin::Replay(answer)) => return replay(answer),
        Ok(Begin::OtherBody) => return other_body().into_response(),
        Ok(Begin::InProgress) => return in_progress().into_response(),
        Err(error) => return Problem::from(error).into_response(),
    }
    request.extensions_mut().insert(CommandId(id));
    // In a task of its own, so that the answer is kept even when the client has hung up.
    let kept = tokio::spawn(keep(state.commands.clone(), id, request, next));
    kept.await
        .unwrap_or_else(|_| Problem::unavailable("The server is about to stop.").into_response())
}

async fn keep(commands: Commands, id: Uuid, request: Request, next: Next) -> Response {
    let (parts, body) = to_its_end(request, next).await.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let kept = if parts.status.is_success() {
        let headers = KEPT_HEADERS.into_iter().filter_map(|name| {
            Some((name.to_string(), parts.headers.get(&name)?.to_str().ok()?.to_owned()))
        });
        let answer = commands::Answer {
            status: parts.status.as_u16(),
            headers: headers.collect(),
            body: body.to_vec(),
        };
        commands.idempotent_finish(id, &answer).await
    } else {
        commands.idempotent_abandon(id).await
    };
    if let Err(error) = kept {
        tracing::warn!(%error, "the answer under an idempotency key could not be kept");
    }
    Response::from_parts(parts, Body::from(body))
}

fn replay(answer: commands::Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or_default();
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

fn other_body() -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "key-used-for-another",
        "The key was used for another request",
        "This Idempotency-Key came with another body before. Take a new key.",
    )
}

fn in_progress() -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        "in-progress",
        "The same request is being worked on",
        "A request with this Idempotency-Key has not come to its end yet.",
    )
    .retry_after(1)
}
