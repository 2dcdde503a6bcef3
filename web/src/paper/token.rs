//! Signing in by HTTP Basic (RFC 7617).

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::caller::Address;
use crate::problem::{Answer, Problem};
use crate::reply::json;
use crate::session;
use crate::state::AppState;
use crate::token;

/// An access token.
#[derive(Serialize, ToSchema)]
pub struct AccessToken {
    /// For `Authorization: Bearer`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// For how many seconds the access token is good.
    expires_in: u64,
}

/// Sign in by HTTP Basic. Sets no cookies.
#[utoipa::path(get, path = "/getjwtaccesstoken", tag = "the original's routes",
    security(("basic" = [])), responses(
    (status = 200, body = AccessToken),
    (status = 401, description = "The user name or the password is missing or wrong."),
    (status = 429, description = "Too many failures; try again after `Retry-After` seconds.")))]
pub async fn token_get(
    State(state): State<AppState>,
    Address(address): Address,
    headers: HeaderMap,
) -> Response {
    let answer = sign_in(&state, &address.to_string(), &headers).await;
    let mut response = answer.unwrap_or_else(IntoResponse::into_response);
    if let Some(challenge) = response.headers_mut().get_mut(header::WWW_AUTHENTICATE) {
        *challenge = HeaderValue::from_static("Basic realm=\"HemaClassify\", charset=\"UTF-8\"");
    }
    response
}

async fn sign_in(state: &AppState, address: &str, headers: &HeaderMap) -> Answer<Response> {
    let (username, password) = credentials(headers).ok_or_else(|| {
        Problem::unauthenticated("Send a user name and a password by HTTP Basic authentication.")
    })?;
    let signed_in = session::enter(state, &username, &password, address).await?;
    let (user, session) = (signed_in.user, signed_in.session);
    json(&AccessToken {
        access_token: state.tokens.issue(user, session, signed_in.generation, Timestamp::now()),
        token_type: "Bearer",
        expires_in: token::LIFETIME.as_secs(),
    })
}

/// The user name, up to the first colon, and the password.
fn credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = value.split_once(' ')?;
    let decoded = BASE64_STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (username, password) = text.split_once(':')?;
    scheme.eq_ignore_ascii_case("basic").then(|| (username.to_owned(), password.to_owned()))
}
