//! A person's own sessions.

use axum::extract::State;
use axum::http::StatusCode;
use commands::{Commands, OwnSession};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::{By, Caller};
use crate::extract::{Json, Path};
use crate::password_again;
use crate::problem::Answer;
use crate::reply::{View, json};

/// The sessions of whoever asks.
#[derive(Serialize, ToSchema)]
pub struct OwnSessions {
    /// Those that live, the one that lasts longest first.
    items: Vec<OwnSessionView>,
}

/// One of them.
#[derive(Serialize, ToSchema)]
pub struct OwnSessionView {
    /// Which.
    id: Uuid,
    /// When its owner signed in.
    began_at: Timestamp,
    /// When it ends unless it is used before.
    expires_at: Timestamp,
    /// It is the one that asks.
    present: bool,
}

/// The own password again, so that whoever finds an open page cannot put its owner out elsewhere.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndSession {
    /// The password of the one who asks.
    #[schema(max_length = 1024, format = Password)]
    password: String,
}

/// The own sessions: wherever one is signed in now.
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "session",
    responses((status = 200, body = OwnSessions)))]
pub async fn own_sessions(
    State(commands): State<Commands>,
    By(context): By,
    caller: Caller,
) -> Answer<View> {
    let view = |OwnSession { id, began_at, expires_at }| OwnSessionView {
        id,
        began_at,
        expires_at,
        present: id == caller.session,
    };
    let items = commands.own_sessions(&context).await?.into_iter().map(view).collect();
    json(&OwnSessions { items })
}

/// End one of the own sessions, with the password. Its tokens are void within a second.
#[utoipa::path(post, path = "/api/v1/me/sessions/{id}/end", tag = "session", responses(
    (status = 204, description = "It has ended."),
    (status = 403, description = "The password is wrong."),
    (status = 429, description = "Too many wrong passwords; try again after `Retry-After` seconds.")))]
pub async fn end_own_session(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    Json(asked): Json<EndSession>,
) -> Answer<StatusCode> {
    password_again::check(&commands, &context, &asked.password).await?;
    commands.end_own_session(&context, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
