//! Originals by link: the store itself gives the bytes to whoever has the link, for a while.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::ImageId;
use projections::ReadModels;

use crate::problem::{Answer, Problem};
use crate::shown;

/// Whether a request is of a kind that goes on to a link. A page that shows a picture or reads it
/// takes it from its own origin only, as its policy says; it names its mode where programs say
/// nothing (Fetch Metadata). A link is signed for one method.
pub(crate) fn may_go_on(method: &Method, headers: &HeaderMap) -> bool {
    let mode = headers.get("sec-fetch-mode").map(HeaderValue::as_bytes);
    *method == Method::GET && mode.is_none_or(|mode| mode == b"navigate")
}

/// Sends the caller on to an original. None in a store that has no links.
///
/// # Errors
/// 404 for an unknown image; 503 when what is read cannot be asked.
pub(crate) async fn link(
    reads: &ReadModels,
    id: ImageId,
    valid: Duration,
) -> Answer<Option<Response>> {
    let found = reads.content().link(id, valid).await?;
    let (patient, link) = found.ok_or_else(|| Problem::not_found("image"))?;
    let Some(link) = link else { return Ok(None) };
    // What cannot stand in a header is no URL that a store makes.
    let location = HeaderValue::try_from(link.url).map_err(|_| Problem::internal())?;
    let headers = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    let response = (StatusCode::TEMPORARY_REDIRECT, headers).into_response();
    Ok(Some(shown::of(response, vec![patient])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_and_downloads_go_on_and_a_page_that_shows_a_picture_does_not() {
        let of = |mode: Option<&'static str>| {
            let name = header::HeaderName::from_static("sec-fetch-mode");
            mode.map(|mode| (name, HeaderValue::from_static(mode))).into_iter().collect()
        };
        assert!(may_go_on(&Method::GET, &of(None)));
        assert!(may_go_on(&Method::GET, &of(Some("navigate"))));
        for shows in ["no-cors", "cors", "same-origin"] {
            assert!(!may_go_on(&Method::GET, &of(Some(shows))), "{shows}");
        }
        assert!(!may_go_on(&Method::HEAD, &of(None)));
    }
}
