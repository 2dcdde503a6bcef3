//! Entity tags: `"<revision>-<digest>"`, or `"<digest>"` for what has no revision.
//!
//! The digest follows every byte of the answer, so a cached copy is never taken for a newer one.
//! The revision in front is what `If-Match` speaks of: for images and cases it moves with people's
//! events alone, so that a prediction arriving late does not refuse a reader's verdict.

use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

use crate::problem::{Answer, Problem};

/// Left on a response by its handler, for the tag in front of the digest.
#[derive(Debug, Clone, Copy)]
pub struct Revision(pub u64);

/// The tag of a body.
pub fn of(revision: Option<Revision>, body: &[u8]) -> String {
    let digest = hex::encode(&Sha256::digest(body)[..12]);
    match revision {
        Some(Revision(revision)) => format!("\"{revision}-{digest}\""),
        None => format!("\"{digest}\""),
    }
}

/// Whether `If-None-Match` names this tag (weak comparison, as RFC 9110 wants for it).
pub fn none_match_names(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}

/// The revision that `If-Match` asks for; none without the header, or with `*`.
///
/// # Errors
/// A header that holds no tag of ours.
pub fn if_match(headers: &HeaderMap) -> Answer<Option<u64>> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    revision_in(value).ok_or_else(|| {
        Problem::bad_request(
            "If-Match takes one strong entity tag as it came in ETag, or the revision in quotes.",
        )
    })
}

fn revision_in(value: &HeaderValue) -> Option<Option<u64>> {
    let text = value.to_str().ok()?.trim();
    if text == "*" {
        return Some(None);
    }
    let tag = text.strip_prefix('"')?.strip_suffix('"')?;
    let revision = tag.split_once('-').map_or(tag, |(revision, _)| revision);
    revision.parse().ok().map(Some)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn if_match_takes_the_revision_out_of_the_tag() {
        let asked = |value| if_match(&with(header::IF_MATCH, value));
        assert_eq!(asked("\"3-0123abcd\"").unwrap(), Some(3));
        assert_eq!(asked("\"3\"").unwrap(), Some(3));
        assert_eq!(asked("*").unwrap(), None);
        assert!(asked("3").is_err());
        assert!(asked("W/\"3\"").is_err());
        assert!(asked("\"x\"").is_err());
    }

    #[test]
    fn if_none_match_compares_weakly_and_in_lists() {
        let tag = of(Some(Revision(3)), b"body");
        let named: &'static str = Box::leak(format!("\"a\", W/{tag}").into_boxed_str());
        assert!(none_match_names(&with(header::IF_NONE_MATCH, named), &tag));
        assert!(none_match_names(&with(header::IF_NONE_MATCH, "*"), &tag));
        assert!(!none_match_names(&with(header::IF_NONE_MATCH, "\"b\""), &tag));
    }
}
