//! The pages for people that need no program of their own: documentation, and, for a build without the
//! dashboard, landing and set-up.

use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};

use crate::{dashboard, docs};

/// The dashboard; in a build without it, what the server is and where to go on.
#[utoipa::path(get, path = "/", tag = "pages", responses(
    (status = 200, content_type = "text/html", body = String),
    (status = 304, description = "The page at hand still holds.")))]
pub async fn landing(asked: HeaderMap) -> Response {
    dashboard_or(include_str!("page/index.html"), asked).await
}

/// The form that makes the first administrator; the one-time token stands behind the `#` of its link.
#[utoipa::path(get, path = "/setup", tag = "pages", responses(
    (status = 200, content_type = "text/html", body = String),
    (status = 304, description = "The page at hand still holds.")))]
pub async fn setup(asked: HeaderMap) -> Response {
    dashboard_or(include_str!("page/setup.html"), asked).await
}

async fn dashboard_or(plain: &'static str, asked: HeaderMap) -> Response {
    match dashboard::is_there() {
        true => dashboard::page(asked).await,
        false => Html(plain).into_response(),
    }
}

/// This documentation, for reading.
#[utoipa::path(get, path = "/api/docs", tag = "pages", responses((status = 200, content_type = "text/html", body = String)))]
pub async fn documentation() -> impl IntoResponse {
    Html(docs::page())
}

/// The pages' style.
#[utoipa::path(get, path = "/assets/page.css", tag = "pages", responses((status = 200, content_type = "text/css", body = String)))]
pub async fn style() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("page/page.css"))
}

/// The set-up form's script.
#[utoipa::path(get, path = "/assets/setup.js", tag = "pages", responses((status = 200, content_type = "text/javascript", body = String)))]
pub async fn setup_script() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("page/setup.js"))
}

/// The pages' icon: a neutrophil.
#[utoipa::path(get, path = "/assets/icon.svg", tag = "pages", responses((status = 200, content_type = "image/svg+xml", body = String)))]
pub async fn icon() -> impl IntoResponse {
    let kept = (header::CACHE_CONTROL, "public, max-age=86400");
    ([(header::CONTENT_TYPE, "image/svg+xml"), kept], include_str!("page/icon.svg"))
}

/// The same where browsers look for it unasked.
#[utoipa::path(get, path = "/favicon.ico", tag = "pages", responses((status = 200, content_type = "image/svg+xml", body = String)))]
pub async fn favicon() -> impl IntoResponse {
    icon().await
}
