//! The three cookies of a session in a browser.
//!
//! The access and the refresh token are out of reach of scripts; the CSRF secret is there for them
//! to read and to send back in a header. Over TLS the names carry the prefixes by which browsers
//! refuse a cookie that came another way.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};

/// Where the refresh token is sent to, and nowhere else.
const REFRESH_PATH: &str = "/api/v1/session";

/// How cookies are named and marked.
#[derive(Debug, Clone, Copy)]
pub struct Cookies {
    /// Whether the site is reached over TLS.
    pub secure: bool,
}

impl Cookies {
    fn access_name(self) -> &'static str {
        if self.secure { "__Host-hema_access" } else { "hema_access" }
    }

    fn refresh_name(self) -> &'static str {
        if self.secure { "__Secure-hema_refresh" } else { "hema_refresh" }
    }

    fn csrf_name(self) -> &'static str {
        if self.secure { "__Host-hema_csrf" } else { "hema_csrf" }
    }

    /// The access token that came in a cookie.
    pub fn access(self, headers: &HeaderMap) -> Option<&str> {
        read(headers, self.access_name())
    }

    /// The refresh token that came in a cookie.
    pub fn refresh(self, headers: &HeaderMap) -> Option<&str> {
        read(headers, self.refresh_name())
    }

    /// The CSRF secret that came in a cookie.
    pub fn csrf(self, headers: &HeaderMap) -> Option<&str> {
        read(headers, self.csrf_name())
    }

    /// Sets all three for as long as the session can be refreshed.
    pub fn set(
        self,
        headers: &mut HeaderMap,
        access: &str,
        refresh: &str,
        csrf: &str,
        age: Duration,
    ) {
        self.write(headers, self.access_name(), access, "/", true, age);
        self.write(headers, self.refresh_name(), refresh, REFRESH_PATH, true, age);
        self.write(headers, self.csrf_name(), csrf, "/", false, age);
    }

    /// Takes all three back.
    pub fn clear(self, headers: &mut HeaderMap) {
        self.write(headers, self.access_name(), "", "/", true, Duration::ZERO);
        self.write(headers, self.refresh_name(), "", REFRESH_PATH, true, Duration::ZERO);
        self.write(headers, self.csrf_name(), "", "/", false, Duration::ZERO);
    }

    fn write(
        self,
        headers: &mut HeaderMap,
        name: &str,
        value: &str,
        path: &str,
        hidden: bool,
        age: Duration,
    ) {
        let hidden = if hidden { "; HttpOnly" } else { "" };
        let secure = if self.secure { "; Secure" } else { "" };
        let age = age.as_secs();
        let cookie =
            format!("{name}={value}; Path={path}; Max-Age={age}; SameSite=Strict{hidden}{secure}");
        // Tokens are base64url: they always make a header.
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn over_tls_every_cookie_is_prefixed_and_secure() {
        let mut headers = HeaderMap::new();
        Cookies { secure: true }.set(&mut headers, "a", "r", "c", Duration::from_secs(60));
        let lines: Vec<&str> = headers
            .get_all(header::SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        assert_eq!(
            lines,
            [
                "__Host-hema_access=a; Path=/; Max-Age=60; SameSite=Strict; HttpOnly; Secure",
                "__Secure-hema_refresh=r; Path=/api/v1/session; Max-Age=60; SameSite=Strict; HttpOnly; Secure",
                "__Host-hema_csrf=c; Path=/; Max-Age=60; SameSite=Strict; Secure",
            ]
        );
    }

    #[test]
    fn a_cookie_is_found_among_others_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("xhema_access=no; a=b"));
        headers.append(header::COOKIE, HeaderValue::from_static("hema_access=yes"));
        let cookies = Cookies { secure: false };
        assert_eq!(cookies.access(&headers), Some("yes"));
        assert_eq!(cookies.refresh(&headers), None);
    }
}
