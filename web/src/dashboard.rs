//! The dashboard, out of the binary itself: one page for all its addresses, and the files it is made of.
//!
//! The build script makes them from `web/dashboard`, or none at all when it is told to leave the page
//! out; then `/` and `/setup` are the plain pages of [`crate::pages`].

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::etag;
use crate::problem::Problem;
use crate::state::AppState;

/// A file of the page.
struct File {
    bytes: &'static [u8],
    tag: String,
}

/// Names and contents, as the build script lists them.
const MADE: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/dashboard.rs"));

static FILES: LazyLock<HashMap<&str, File>> = LazyLock::new(|| {
    let file = |bytes| File { bytes, tag: etag::of(None, bytes) };
    MADE.iter().map(|(name, bytes)| (*name, file(bytes))).collect()
});

const PAGE: &str = "index.html";
/// Made ahead of time beside each file, best first: as `Accept-Encoding` and as file names say it.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];
/// Asked about each time.
const FRESH: &str = "no-cache";
/// Files whose names change with what is in them.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// The page's addresses, as its own router has them. Any other address is of nothing.
pub fn addresses() -> impl Iterator<Item = &'static str> {
    include_str!("../dashboard/pages.txt").lines()
}

/// Whether the page is in this binary.
pub fn is_there() -> bool {
    FILES.contains_key(PAGE)
}

/// The page's addresses and files, but for those addresses that the interface's table has.
pub fn routes(taken: &[&str]) -> Router<AppState> {
    if !is_there() {
        return Router::new();
    }
    let files = Router::new().route("/dashboard/assets/{file}", get(file));
    addresses()
        .filter(|address| !taken.contains(address))
        .fold(files, |router, address| router.route(address, get(page)))
}

/// The page, for any of its addresses.
pub async fn page(asked: HeaderMap) -> Response {
    answer(PAGE, "text/html; charset=utf-8", FRESH, &asked)
}

async fn file(Path(name): Path<String>, asked: HeaderMap) -> Response {
    match name.rsplit_once('.').and_then(|(_, ending)| media_type(ending)) {
        Some(kind) => answer(&format!("dashboard/assets/{name}"), kind, FOREVER, &asked),
        None => Problem::of_status(StatusCode::NOT_FOUND).into_response(),
    }
}

/// What the page's build makes beside the page itself.
fn media_type(ending: &str) -> Option<&'static str> {
    Some(match ending {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

fn answer(name: &str, kind: &'static str, kept: &'static str, asked: &HeaderMap) -> Response {
    let Some((encoding, file)) = choose(name, asked) else {
        return Problem::of_status(StatusCode::NOT_FOUND).into_response();
    };
    let known = etag::none_match_names(asked, &file.tag);
    let said = [
        (header::CACHE_CONTROL, kept),
        (header::VARY, "accept-encoding"),
        (header::ETAG, &file.tag),
    ];
    if known {
        return (StatusCode::NOT_MODIFIED, said).into_response();
    }
    let encoding = encoding.map(|name| [(header::CONTENT_ENCODING, name)]);
    (said, encoding, [(header::CONTENT_TYPE, kind)], file.bytes).into_response()
}

/// The smallest form of a file that the client understands.
fn choose(name: &str, asked: &HeaderMap) -> Option<(Option<&'static str>, &'static File)> {
    let encoded = ENCODINGS.into_iter().filter(|(encoding, _)| accepts(asked, encoding));
    encoded
        .filter_map(|(encoding, ending)| {
            Some((Some(encoding), FILES.get(format!("{name}{ending}").as_str())?))
        })
        .next()
        .or_else(|| Some((None, FILES.get(name)?)))
}

fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let lines = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, ""));
        let refused = quality.trim().strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case(encoding) && !refused
    })
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn an_encoding_is_used_when_the_client_names_it() {
        let asked = |value| {
            HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))])
        };
        assert!(accepts(&asked("gzip, deflate, br, zstd"), "br"));
        assert!(accepts(&asked("GZIP;q=0.5"), "gzip"));
        assert!(!accepts(&asked("gzip, br;q=0"), "br"));
        assert!(!accepts(&asked("brotli"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn addresses_are_paths_and_none_stands_twice() {
        let mut all: Vec<&str> = addresses().collect();
        assert!(all.contains(&"/") && all.iter().all(|address| address.starts_with('/')));
        all.sort_unstable();
        assert!(all.windows(2).all(|two| two[0] != two[1]));
    }
}
