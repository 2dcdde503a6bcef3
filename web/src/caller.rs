//! Who asks: found once a request, in front of every handler.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use commands::{Context, spans};
use domain::access::{Role, may};
use domain::envelope::Actor;
use domain::ids::UserId;
use uuid::Uuid;

use crate::extract::query_pairs;
use crate::origin;
use crate::problem::{Answer, Problem};
use crate::route::Access;
use crate::state::AppState;
use crate::token::{BadToken, Claims};
use crate::trace::{self, RequestId};

/// The one who asks, with a live session.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub user: UserId,
    /// The name typed at sign-in.
    pub username: String,
    /// The person's name.
    pub full_name: String,
    /// What the person may do, now.
    pub role: Role,
    /// The session.
    pub session: Uuid,
    /// The user's generation that the session holds for.
    pub generation: i64,
}

/// The caller of a route that is not open. A handler behind an open route gets 401.
impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::unauthenticated("This needs somebody signed in."))
    }
}

/// A command's context: who asks, under which request.
pub struct By(pub Context);

/// Left in a request that carries an idempotency key: the command's identifier.
#[derive(Debug, Clone, Copy)]
pub struct CommandId(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for By {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let mut context = Context::new(Actor::Person { id: caller.user, role: caller.role });
        if let Some(RequestId(id)) = parts.extensions.get() {
            context.correlation = *id;
        }
        if let Some(CommandId(id)) = parts.extensions.get() {
            context.command = *id;
        }
        context.traceparent = spans::current().or_else(|| trace::parent(&parts.headers));
        Ok(Self(context))
    }
}

/// The address that a request came from, for slowing down who guesses.
pub struct Address(pub IpAddr);

impl FromRequestParts<AppState> for Address {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Answer<Self> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(Ipv4Addr::UNSPECIFIED.into(), |ConnectInfo(peer)| peer.ip());
        let told = state.settings.behind_proxy.then(|| forwarded(&parts.headers)).flatten();
        Ok(Self(told.unwrap_or(peer)))
    }
}

/// The address that the nearest proxy saw: the last one, for those before it anybody can write.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

/// Lets in who is signed in; none for an open route.
///
/// # Errors
/// 401 without a live session, 403 for a request from elsewhere, 503 when sessions cannot be looked
/// up: then nobody gets in.
pub async fn admit(state: &AppState, access: Access, request: &Parts) -> Answer<Option<Caller>> {
    let (method, headers) = (&request.method, &request.headers);
    if access == Access::Open {
        if origin::is_unsafe(method) {
            origin::check_if_said(headers, &state.settings)?;
        }
        return Ok(None);
    }
    let (claims, by_cookie) = claims(state, headers)?;
    let found = state.commands.authenticate(claims.sid, claims.generation).await?;
    if found.user.0 != claims.sub {
        return Err(Problem::unauthenticated("The session belongs to somebody else."));
    }
    if by_cookie && origin::is_unsafe(method) {
        origin::check(headers, &state.settings)?;
        origin::check_csrf(headers, &found)?;
    }
    Ok(Some(Caller {
        user: found.user,
        username: found.username,
        full_name: found.full_name,
        role: found.role,
        session: claims.sid,
        generation: claims.generation,
    }))
}

/// Lets a caller on whose role may use a route.
///
/// # Errors
/// 403 for another role; 400 for a query that says something twice.
pub fn permit(access: Access, caller: &Caller, request: &Parts) -> Answer<()> {
    let as_of = query_pairs(request.uri.query().unwrap_or_default())?
        .iter()
        .any(|(name, value)| name == "as_of" && !value.is_empty());
    match access.action(as_of) {
        Some(action) if !may(caller.role, action) => {
            let detail = format!("The role {} may not do this.", caller.role);
            Err(Problem::forbidden(detail))
        }
        _ => Ok(()),
    }
}

/// What the access token says, and whether it came in a cookie, which browsers add to requests of
/// other sites' pages too.
fn claims(state: &AppState, headers: &HeaderMap) -> Answer<(Claims, bool)> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(bearer).ok_or_else(|| {
            Problem::unauthenticated("The Authorization header must be: Bearer, a space, a token.")
        })?;
        return Ok((state.tokens.check(token).map_err(refused)?, false));
    }
    let token = state.settings.cookies().access(headers).filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| {
        Problem::unauthenticated("Sign in with POST /api/v1/session, then send the access token.")
    })?;
    Ok((state.tokens.check(token).map_err(refused)?, true))
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn refused(bad: BadToken) -> Problem {
    Problem::unauthenticated(match bad {
        BadToken::Expired => "The access token has expired: refresh the session.",
        BadToken::Invalid => "The access token is not valid.",
    })
}
