//! Signing in and out, and one's own account.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use commands::{CommandError, Commands, SignedIn};
use domain::access::Role;
use domain::ids::UserId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::caller::{Address, By, Caller};
use crate::extract::Json;
use crate::origin;
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, View, changed, json};
use crate::state::AppState;
use crate::token;

/// Makes a browser forget (W3C Clear Site Data).
const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The user name, however it is written.
    #[schema(max_length = 256)]
    username: String,
    /// The password.
    #[schema(max_length = 1024, format = Password)]
    password: String,
}

/// The present and the next password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password so far.
    #[schema(max_length = 1024, format = Password)]
    current_password: String,
    /// 12 characters or more, and not a common one.
    #[schema(min_length = 12, max_length = 256, format = Password)]
    new_password: String,
}

/// An access token, and whose it is. The refresh token is in a cookie alone.
#[derive(Serialize, ToSchema)]
pub struct Session {
    /// For `Authorization: Bearer`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// For how many seconds the access token is good.
    expires_in: u64,
    /// Who signed in.
    user: Me,
}

/// The own account.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// Who.
    #[schema(value_type = uuid::Uuid)]
    id: UserId,
    /// The name typed at sign-in.
    username: String,
    /// The person's name.
    full_name: String,
    /// `admin`, `technologist`, `hematologist` or `auditor`.
    #[schema(value_type = String)]
    role: Role,
}

/// Sign in. After a few failures the next tries take longer, by user name and by address.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", responses(
    (status = 200, body = Session, description = "Signed in; the cookies are set."),
    (status = 401, description = "The user name or the password is wrong."),
    (status = 429, description = "Too many failures; try again after `Retry-After` seconds.")))]
pub async fn sign_in(
    State(state): State<AppState>,
    Address(address): Address,
    Json(who): Json<Credentials>,
) -> Answer<Response> {
    let signed_in = enter(&state, &who.username, &who.password, &address.to_string()).await?;
    session(&state, &signed_in)
}

/// Opens a session for whoever knows the password, and counts the attempt.
pub(crate) async fn enter(
    state: &AppState,
    username: &str,
    password: &str,
    address: &str,
) -> Answer<SignedIn> {
    let signed_in = state.commands.sign_in(username, password, address).await;
    metrics::counter!("sign_ins_total", "result" => result(&signed_in)).increment(1);
    Ok(signed_in?)
}

/// What became of an attempt, for those who watch over the server.
fn result(signed_in: &Result<SignedIn, CommandError>) -> &'static str {
    match signed_in {
        Ok(_) => "signed_in",
        Err(CommandError::Unauthenticated(_)) => "refused",
        Err(CommandError::Throttled { .. }) => "throttled",
        Err(_) => "failed",
    }
}

/// Exchange the refresh token, which came in a cookie, for the next. A token that was exchanged
/// before ends the session: somebody has a copy.
#[utoipa::path(post, path = "/api/v1/session/refresh", tag = "session", responses(
    (status = 200, body = Session, description = "Goes on; the cookies are set anew."),
    (status = 401, description = "There is no such session any more.")))]
pub async fn refresh(State(state): State<AppState>, headers: HeaderMap) -> Answer<Response> {
    let token = state.settings.cookies().refresh(&headers).filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| Problem::unauthenticated("There is no refresh cookie."))?;
    origin::check(&headers, &state.settings)?;
    origin::check_csrf_cookie(&headers, &state.settings)?;
    let signed_in = state.commands.refresh(token).await?;
    session(&state, &signed_in)
}

/// Sign out: the session ends, and with it every token of it.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    responses((status = 204, description = "Signed out; the cookies are gone.")))]
pub async fn sign_out(State(state): State<AppState>, caller: Caller) -> Answer<Response> {
    state.commands.sign_out(caller.session).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    state.settings.cookies().clear(headers);
    // What the page kept of patients goes with the session.
    headers
        .insert(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""));
    Ok(response)
}

/// The own account.
#[utoipa::path(get, path = "/api/v1/me", tag = "session", responses((status = 200, body = Me)))]
pub async fn me(caller: Caller) -> Answer<View> {
    let Caller { user: id, username, full_name, role, .. } = caller;
    json(&Me { id, username, full_name, role })
}

/// Change the own password. Every session ends, this one too: sign in again.
#[utoipa::path(post, path = "/api/v1/me/password", tag = "session", responses(
    (status = 200, body = Receipt),
    (status = 429, description = "Too many failures; try again after `Retry-After` seconds.")))]
pub async fn change_password(
    State(commands): State<Commands>,
    By(context): By,
    Json(asked): Json<ChangePassword>,
) -> Answer<Response> {
    let (present, next) = (&asked.current_password, &asked.new_password);
    let done = commands.change_own_password(&context, present, next).await;
    // 401 would say that the session is over; it is not.
    let done = done.map_err(|error| match error {
        CommandError::Unauthenticated(text) => wrong_password(text),
        other => other.into(),
    })?;
    changed(&done, done.value)
}

fn wrong_password(text: &str) -> Problem {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Problem::new(status, "wrong-password", "The password is wrong", text)
        .at("/current_password", text)
}

fn session(state: &AppState, signed_in: &SignedIn) -> Answer<Response> {
    let now = Timestamp::now();
    let SignedIn { user, session, generation, .. } = *signed_in;
    let access_token = state.tokens.issue(user, session, generation, now);
    let lifetime = signed_in.expires_at.duration_since(now).unsigned_abs();
    let mut response = json(&Session {
        access_token: access_token.clone(),
        token_type: "Bearer",
        expires_in: token::LIFETIME.as_secs(),
        user: Me {
            id: user,
            username: signed_in.username.clone(),
            full_name: signed_in.full_name.clone(),
            role: signed_in.role,
        },
    })?;
    let (refresh, csrf) = (signed_in.refresh.reveal(), signed_in.csrf.reveal());
    let cookies = state.settings.cookies();
    cookies.set(response.headers_mut(), &access_token, refresh, csrf, lifetime);
    Ok(response)
}
