//! Where a request came from: the defence against pages of others that use a browser's cookies.

use axum::http::{HeaderMap, HeaderName, Method, header};

use crate::problem::{Answer, Problem};
use crate::state::Settings;

/// Carries the session's CSRF secret, which scripts of other sites cannot read.
pub const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

/// Whether a method changes something.
pub fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Refuses a page of another site. Programs send no `Origin`: they may.
///
/// # Errors
/// 403 for an origin that is not ours.
pub fn check_if_said(headers: &HeaderMap, settings: &Settings) -> Answer<()> {
    match headers.contains_key(header::ORIGIN) {
        true => check(headers, settings),
        false => Ok(()),
    }
}

/// Refuses whatever does not come from a page of this site. Browsers always say the origin of a
/// request that changes something.
///
/// # Errors
/// 403 for no origin, or one that is not ours.
pub fn check(headers: &HeaderMap, settings: &Settings) -> Answer<()> {
    let origin = text(headers, header::ORIGIN);
    let ours = origin.is_some_and(|origin| match settings.origins.is_empty() {
        false => settings.origins.iter().any(|known| known == origin),
        true => {
            let scheme = if settings.secure { "https" } else { "http" };
            let host = text(headers, header::HOST).unwrap_or_default();
            origin.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://")) == Some(host)
        }
    });
    match ours {
        true => Ok(()),
        false => Err(Problem::new(
            axum::http::StatusCode::FORBIDDEN,
            "foreign-origin",
            "The request comes from another site",
            "With cookies, a request that changes something must come from a page of this site, \
             which the Origin header says.",
        )),
    }
}

/// Refuses a request whose CSRF header is not the session's secret.
///
/// # Errors
/// 403 for none, or another.
pub fn check_csrf(headers: &HeaderMap, caller: &commands::Caller) -> Answer<()> {
    match text(headers, CSRF).is_some_and(|secret| caller.csrf_matches(secret)) {
        true => Ok(()),
        false => Err(no_csrf()),
    }
}

/// Refuses a request whose CSRF header is not what the cookie says. For refreshing, when the access
/// token that binds the secret has expired.
///
/// # Errors
/// 403 for none, or another.
pub fn check_csrf_cookie(headers: &HeaderMap, settings: &Settings) -> Answer<()> {
    let cookie = settings.cookies().csrf(headers).filter(|secret| !secret.is_empty());
    match cookie.is_some() && text(headers, CSRF) == cookie {
        true => Ok(()),
        false => Err(no_csrf()),
    }
}

fn no_csrf() -> Problem {
    Problem::new(
        axum::http::StatusCode::FORBIDDEN,
        "csrf",
        "The request is not shown to be the page's own",
        "With cookies, a request that changes something must carry the hema_csrf cookie's value in \
         the X-CSRF-Token header.",
    )
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn from(origin: &'static str, host: &'static str) -> HeaderMap {
        HeaderMap::from_iter([
            (header::ORIGIN, HeaderValue::from_static(origin)),
            (header::HOST, HeaderValue::from_static(host)),
        ])
    }

    #[test]
    fn only_the_own_origin_passes() {
        let plain = Settings::default();
        assert!(check(&from("http://lab:8080", "lab:8080"), &plain).is_ok());
        assert!(check(&from("http://lab:8081", "lab:8080"), &plain).is_err());
        assert!(check(&from("https://lab:8080", "lab:8080"), &plain).is_err());
        assert!(check(&from("http://evil.example", "lab:8080"), &plain).is_err());
        assert!(check(&from("null", "lab:8080"), &plain).is_err());
        assert!(check(&HeaderMap::new(), &plain).is_err());
        assert!(check_if_said(&HeaderMap::new(), &plain).is_ok());
    }

    #[test]
    fn origins_that_were_set_count_alone() {
        let origins = vec!["https://smears.example.org".to_owned()];
        let set = Settings { secure: true, origins, ..Settings::default() };
        assert!(check(&from("https://smears.example.org", "10.0.0.7"), &set).is_ok());
        assert!(check(&from("https://10.0.0.7", "10.0.0.7"), &set).is_err());
    }
}
