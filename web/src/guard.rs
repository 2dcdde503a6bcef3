//! What stands in front of every handler, as its line in the table says.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use commands::Reader;
use projections::Position;
use tokio::time::timeout;

use crate::answers::{Answers, Lasts};
use crate::caller::{self, Caller};
use crate::extract::query_pairs;
use crate::idempotency;
use crate::openapi;
use crate::origin;
use crate::problem::{Answer, Problem};
use crate::rate_limit::RateLimits;
use crate::record;
use crate::route::{Access, Kind, Route};
use crate::state::AppState;

/// The largest JSON body, in bytes.
pub const LARGEST_JSON: usize = 1024 * 1024;
/// How long a read waits for what was just written.
const AFTER_WITHIN: Duration = Duration::from_secs(2);

/// One route's guard.
pub struct Post {
    state: AppState,
    name: &'static str,
    path: &'static str,
    access: Access,
    kind: Kind,
    query: Vec<String>,
    answers: Answers,
    lasts: Lasts,
    /// What it answers is written down.
    recorded: bool,
    limits: RateLimits,
}

impl Post {
    /// The guard of a route.
    pub fn new(state: AppState, limits: RateLimits, answers: Answers, route: &Route) -> Self {
        let query = openapi::query_parameters(route);
        let recorded = route.access.is_recorded() && !origin::is_unsafe(&route.method);
        let Route { name, path, access, kind, .. } = *route;
        let lasts = Lasts::default();
        Self { state, name, path, access, kind, query, answers, lasts, recorded, limits }
    }

    fn reader(&self, caller: &Caller) -> Reader {
        Reader { user: caller.user, role: caller.role, route: self.name }
    }
}

/// Lets the right requests through, the right way.
pub async fn stand(State(post): State<Arc<Post>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if let Err(problem) = admit(&post, &mut parts).await {
        return problem.into_response();
    }
    let answer = recorded(&post, Request::from_parts(parts, body), next);
    match post.kind.time_limit() {
        None => answer.await,
        Some(limit) => timeout(limit, answer).await.unwrap_or_else(|_| {
            Problem::unavailable("This took too long; it may still come to its end.")
                .into_response()
        }),
    }
}

async fn admit(post: &Post, request: &mut Parts) -> Answer<()> {
    if post.access == Access::Open && post.kind == Kind::Session {
        post.limits.door(request, &post.state).await?;
    }
    if let Some(caller) = caller::admit(&post.state, post.access, request).await? {
        post.limits.session(caller.session)?;
        if let Err(refused) = caller::permit(post.access, &caller, request) {
            let reader = post.reader(&caller);
            record::refusal(&post.state.commands, reader, post.path, request).await?;
            return Err(refused);
        }
        request.extensions.insert(caller);
    }
    if post.kind == Kind::Plain {
        return Ok(());
    }
    let pairs = query_pairs(request.uri.query().unwrap_or_default())?;
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !post.query.contains(name)) {
        let detail = format!("There is no query parameter “{name}” here.");
        return Err(Problem::invalid(format!("/{name}"), detail));
    }
    match pairs.iter().find(|(name, _)| name == "after") {
        Some((_, position)) => reach(post, position).await,
        None => Ok(()),
    }
}

/// Waits until the read models show what was written.
async fn reach(post: &Post, position: &str) -> Answer<()> {
    let position = position.parse().map(Position).map_err(|_| {
        Problem::invalid("/after", "This is not a position: it comes from the Position header.")
    })?;
    post.state.reads.wait_for(position, AFTER_WITHIN).await.map_err(|_| {
        Problem::new(
            StatusCode::GATEWAY_TIMEOUT,
            "not-yet",
            "Not there yet",
            "The read models have not reached this position in time. Ask again, or read without \
             `after`.",
        )
        .retry_after(2)
    })
}

/// Answers, and before the answer goes it is written down whose data it shows.
async fn recorded(post: &Post, request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Caller>().filter(|_| post.recorded);
    let reader = caller.map(|caller| post.reader(caller));
    let response = answer(post, request, next).await;
    match reader {
        Some(reader) => record::read(&post.state.commands, reader, response).await,
        None => response,
    }
}

async fn answer(post: &Post, mut request: Request, next: Next) -> Response {
    match post.kind {
        Kind::Read => post.answers.answer(&post.lasts, request, next).await,
        Kind::Write | Kind::Session => {
            match take_body(request, post.state.settings.patience.json).await {
                Err(problem) => problem.into_response(),
                Ok((request, body)) if post.kind == Kind::Write => {
                    idempotency::once(&post.state, request, body, next).await
                }
                Ok((request, _)) => to_its_end(request, next).await,
            }
        }
        Kind::Upload => match idempotency::command_of(&request) {
            Ok(command) => {
                command.map(|id| request.extensions_mut().insert(id));
                next.run(request).await
            }
            Err(problem) => problem.into_response(),
        },
        Kind::Bytes | Kind::Live | Kind::Plain => next.run(request).await,
    }
}

/// Runs a command in a task of its own: a client that hangs up does not cut it in the middle.
pub async fn to_its_end(request: Request, next: Next) -> Response {
    let ended = tokio::spawn(next.run(request)).await;
    ended.unwrap_or_else(|fault| match fault.is_panic() {
        true => Problem::internal().into_response(),
        false => Problem::unavailable("The server is about to stop.").into_response(),
    })
}

/// The body in memory; the request keeps a copy, which shares it.
async fn take_body(request: Request, within: Duration) -> Answer<(Request, Bytes)> {
    let (parts, body) = request.into_parts();
    let read = timeout(within, to_bytes(body, LARGEST_JSON)).await.map_err(|_| {
        Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "body-too-slow",
            "The body came too slowly",
            format!("The whole body has to arrive within {} seconds.", within.as_secs_f32()),
        )
    })?;
    let bytes = read.map_err(|fault| match is_too_long(&fault) {
        true => Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE),
        false => Problem::bad_request("The body broke off."),
    })?;
    Ok((Request::from_parts(parts, Body::from(bytes.clone())), bytes))
}

fn is_too_long(fault: &axum::Error) -> bool {
    use std::error::Error;
    fault.source().is_some_and(|source| source.is::<http_body_util::LengthLimitError>())
}
