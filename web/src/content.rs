//! Images' bytes: originals and what was made of them, whole or in parts.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::ImageId;
use projections::ReadModels;
use projections::content::{Content, Found, Rendition};
use uuid::Uuid;

use crate::download;
use crate::etag::none_match_names;
use crate::extract::Path;
use crate::problem::{Answer, Problem};
use crate::range;
use crate::shown;
use crate::state::Settings;

/// The original, byte for byte. An installation may send programs and downloads on to its store.
#[utoipa::path(get, path = "/api/v1/images/{id}/content", tag = "images",
    params(("Range" = Option<String>, Header, description = "One byte range.")),
    responses((status = 200, content_type = "image/*", body = [u8], description = "All of it."),
        (status = 206, content_type = "image/*", body = [u8], description = "The part asked for."),
        (status = 307, description = "The store has it, at the URL in `Location`, for a while."),
        (status = 416, description = "The part lies outside.")))]
pub async fn original(
    State(reads): State<ReadModels>,
    State(settings): State<Arc<Settings>>,
    Path(id): Path<Uuid>,
    method: Method,
    headers: HeaderMap,
) -> Answer<Response> {
    let valid = settings.download_links.filter(|_| download::may_go_on(&method, &headers));
    let linked = match valid {
        Some(valid) => download::link(&reads, ImageId(id), valid).await?,
        None => None,
    };
    match linked {
        Some(response) => Ok(response),
        None => serve(&reads, ImageId(id), &Rendition::Original, &headers).await,
    }
}

/// At most 1024 pixels along an edge.
#[utoipa::path(get, path = "/api/v1/images/{id}/preview", tag = "images",
    params(("Range" = Option<String>, Header, description = "One byte range.")),
    responses((status = 200, content_type = "image/jpeg", body = [u8], description = "All of it."),
        (status = 206, content_type = "image/jpeg", body = [u8], description = "The part asked for."),
        (status = 416, description = "The part lies outside.")))]
pub async fn preview(
    State(reads): State<ReadModels>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Answer<Response> {
    serve(&reads, ImageId(id), &Rendition::Preview, &headers).await
}

/// At most 256 pixels along an edge.
#[utoipa::path(get, path = "/api/v1/images/{id}/thumbnail", tag = "images",
    params(("Range" = Option<String>, Header, description = "One byte range.")),
    responses((status = 200, content_type = "image/jpeg", body = [u8], description = "All of it."),
        (status = 206, content_type = "image/jpeg", body = [u8], description = "The part asked for."),
        (status = 416, description = "The part lies outside.")))]
pub async fn thumbnail(
    State(reads): State<ReadModels>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Answer<Response> {
    serve(&reads, ImageId(id), &Rendition::Thumbnail, &headers).await
}

/// One deep-zoom tile: level, column, row.
#[utoipa::path(get, path = "/api/v1/images/{id}/tiles/{z}/{xy}", tag = "images",
    params(("Range" = Option<String>, Header, description = "One byte range.")),
    responses((status = 200, content_type = "image/jpeg", body = [u8], description = "All of it."),
        (status = 206, content_type = "image/jpeg", body = [u8], description = "The part asked for."),
        (status = 416, description = "The part lies outside.")))]
pub async fn tile(
    State(reads): State<ReadModels>,
    Path((id, level, xy)): Path<(Uuid, u32, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let (x, y) = xy
        .split_once('_')
        .and_then(|(x, y)| Some((x.parse().ok()?, y.parse().ok()?)))
        .ok_or_else(|| Problem::not_found("tile"))?;
    serve(&reads, ImageId(id), &Rendition::Tile { level, x, y }, &headers).await
}

/// Gives the bytes itself.
///
/// # Errors
/// 404 for what is not there; 503 when a store does not answer.
pub(crate) async fn serve(
    reads: &ReadModels,
    id: ImageId,
    what: &Rendition,
    headers: &HeaderMap,
) -> Answer<Response> {
    let known = reads.content().etag(id, what).await?;
    let (patient, tag) = known.ok_or_else(|| Problem::not_found("image"))?;
    let response = match none_match_names(headers, &tag) {
        true => tagged(StatusCode::NOT_MODIFIED.into_response(), &tag),
        false => bytes(reads, id, what, &tag, headers).await?,
    };
    Ok(shown::of(response, vec![patient]))
}

async fn bytes(
    reads: &ReadModels,
    id: ImageId,
    what: &Rendition,
    tag: &str,
    headers: &HeaderMap,
) -> Answer<Response> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    // A part of another version would be put together with this one's rest (RFC 9110, 13.1.5).
    let same_version = text(header::IF_RANGE).is_none_or(|known| known == tag);
    let part = range::parse(text(header::RANGE)).filter(|_| same_version);
    match reads.content().open(id, what, part).await? {
        Found::Content(content) => Ok(response(id, content)),
        Found::OutOfRange(length) => Ok(out_of_range(length)),
        Found::Nothing => Err(Problem::not_found("picture; it may still be in the making")),
    }
}

fn response(id: ImageId, content: Content) -> Response {
    let Content { len, range, media_type, etag, body } = content;
    let whole = range == (0..len);
    let mut response = Body::from_stream(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_LENGTH, (range.end - range.start).into());
    // A name of our own: the one that the file came with may name a person.
    let name = format!("inline; filename=\"{}.{}\"", id.0, extension(media_type));
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    if !whole {
        let text = format!("bytes {}-{}/{len}", range.start, range.end.saturating_sub(1));
        if let Ok(text) = HeaderValue::from_str(&text) {
            headers.insert(header::CONTENT_RANGE, text);
        }
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    tagged(response, &etag)
}

fn extension(media_type: &str) -> &str {
    media_type.strip_prefix("image/").unwrap_or("bin")
}

fn tagged(mut response: Response, tag: &str) -> Response {
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // Kept by the one who may see it, and asked about each time: access can end.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

fn out_of_range(length: u64) -> Response {
    let mut response = Problem::new(
        StatusCode::RANGE_NOT_SATISFIABLE,
        "out-of-range",
        "The range lies outside",
        format!("There are {length} bytes."),
    )
    .into_response();
    if let Ok(text) = HeaderValue::from_str(&format!("bytes */{length}")) {
        response.headers_mut().insert(header::CONTENT_RANGE, text);
    }
    response
}
