//! Server-sent events: what changed, by id, as it changes.

use std::convert::Infallible;
use std::time::Duration;

use async_stream::stream;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use domain::access::{Action, Role, Viewer, may};
use domain::ids::{ModelId, PanelId};
use futures::Stream;
use projections::activity::{Change, Changes};
use projections::{Position, ReadError};
use serde::Serialize;
use tokio::sync::watch;
use utoipa::ToSchema;

use crate::caller::Caller;
use crate::state::AppState;

const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often it is looked whether the session still holds.
const RECHECK: Duration = Duration::from_secs(2);
/// How many changes are read at once.
const AT_ONCE: u32 = 200;

/// Said when it is unknown what happened in between: load everything anew.
#[derive(Serialize, ToSchema)]
pub struct Reset {
    /// From where it goes on.
    position: Option<u64>,
}

/// What changes, as server-sent events: `change` with a `Change`, or `reset` when everything must be
/// loaded anew. Goes on after `Last-Event-ID`; a comment every 15 s; ends with the session.
#[utoipa::path(get, path = "/api/v1/live", tag = "live",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last event's id.")),
    responses((status = 200, content_type = "text/event-stream", body = Change)))]
pub async fn live(State(state): State<AppState>, caller: Caller, headers: HeaderMap) -> Response {
    let last = headers
        .get("last-event-id")
        .map(|value| value.to_str().ok().and_then(|text| text.trim().parse().ok()).map(Position));
    let from = match last {
        None => From::Here(state.reads.position()),
        Some(Some(position)) => From::Here(Some(position)),
        Some(None) => From::Unknown,
    };
    let keep_alive = KeepAlive::new().interval(HEARTBEAT).text("heartbeat");
    let mut response = Sse::new(follow(state, caller, from)).keep_alive(keep_alive).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Proxies must pass each event on as it comes.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

enum From {
    Here(Option<Position>),
    Unknown,
}

fn follow(
    state: AppState,
    caller: Caller,
    from: From,
) -> impl Stream<Item = Result<Event, Infallible>> {
    stream! {
        let _counted = Counted::new();
        let mut positions = state.reads.positions();
        let mut viewer = caller.viewer();
        let mut at = match from {
            From::Here(position) => position.unwrap_or(Position(0)),
            From::Unknown => {
                let now = state.reads.position();
                yield Ok(reset(now));
                now.unwrap_or(Position(0))
            }
        };
        loop {
            positions.mark_unchanged();
            match changes(&state, viewer, at).await {
                Ok(Changes::Since(changes)) => {
                    let more = changes.len() as u32 >= AT_ONCE;
                    for change in changes {
                        at = Position(change.position);
                        if sees(viewer.role, &change) {
                            yield Ok(event("change", Some(at), &change));
                        }
                    }
                    if more {
                        continue;
                    }
                }
                Ok(Changes::Reset(now)) => {
                    yield Ok(reset(now));
                    at = now.unwrap_or(at);
                }
                Err(error) => tracing::warn!(%error, "changes cannot be read"),
            }
            match next_look(&state, &caller, &mut positions).await {
                Some(now) => viewer.role = now,
                None => break,
            }
        }
    }
}

/// What changed after a position, as a viewer may see it.
async fn changes(state: &AppState, viewer: Viewer, at: Position) -> Result<Changes, ReadError> {
    state.reads.seen_by(viewer).await?.activity().after(at, AT_ONCE).await
}

/// A client that follows, counted as long as it does.
struct Counted;

impl Counted {
    fn new() -> Self {
        metrics::gauge!("http_live_streams").increment(1);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("http_live_streams").decrement(1);
    }
}

/// Waits until something may have changed. The caller's role by then; none when the session, or the
/// server, has come to its end.
async fn next_look(
    state: &AppState,
    caller: &Caller,
    positions: &mut watch::Receiver<Option<Position>>,
) -> Option<Role> {
    tokio::select! {
        () = state.shutdown.cancelled() => return None,
        changed = positions.changed() => changed.ok()?,
        () = tokio::time::sleep(RECHECK) => {}
    }
    let found = state.commands.authenticate(caller.session, caller.generation).await;
    found.ok().map(|found| found.role)
}

/// Whether a role may know that something changed.
fn sees(role: Role, change: &Change) -> bool {
    let concerns_somebody = change.patient_id.is_some();
    let laboratory = [PanelId::PREFIX, ModelId::PREFIX];
    match (concerns_somebody, laboratory.iter().any(|prefix| change.stream.starts_with(prefix))) {
        (true, _) => may(role, Action::SeeHistory),
        (false, true) => may(role, Action::SeeLaboratory),
        (false, false) => may(role, Action::ManageUsers),
    }
}

fn reset(position: Option<Position>) -> Event {
    event("reset", position, &Reset { position: position.map(|position| position.0) })
}

fn event(name: &str, id: Option<Position>, data: &impl Serialize) -> Event {
    let event = Event::default().event(name);
    let event = match id {
        Some(Position(id)) => event.id(id.to_string()),
        None => event,
    };
    event.data(serde_json::to_string(data).unwrap_or_default())
}
