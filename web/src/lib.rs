//! The HTTP interface: routes, sessions, OpenAPI, the dashboard.
//!
//! [`table`] is the whole interface at a glance. In front of every handler stands its route's guard
//! ([`guard`]), which lets in who may, as the table says; handlers are thin.

pub mod access;
mod answers;
pub mod caller;
pub mod cases;
pub mod claims;
pub mod conclusions;
pub mod content;
pub mod cookies;
pub mod critical;
pub mod dashboard;
mod docs;
mod download;
pub mod erasure;
pub mod etag;
pub mod explanations;
mod extract;
pub mod guard;
mod headers;
pub mod health;
pub mod history;
pub mod holds;
pub mod idempotency;
pub mod images;
pub mod laboratory;
pub mod live;
pub mod merge;
pub mod openapi;
pub mod operations;
pub mod origin;
pub mod own_sessions;
pub mod pace;
pub mod pages;
pub mod panels;
pub mod paper;
mod password_again;
pub mod patients;
pub mod problem;
mod range;
pub mod rate_limit;
pub mod record;
mod refusal;
pub mod reply;
pub mod route;
pub mod seen;
pub mod session;
pub mod setup;
pub mod shown;
mod span;
pub mod state;
pub mod token;
mod trace;
pub mod upload;
pub mod users;
pub mod withdrawal;
mod words;

use std::any::Any;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::access::Action::*;
use tower_http::catch_panic::CatchPanicLayer;

use crate::answers::Answers;
use crate::problem::Problem;
use crate::rate_limit::RateLimits;
use crate::route::Route;
use crate::state::AppState;

route::routes! {
    POST   "/api/v1/setup",                           Open,                Session => setup::set_up;
    POST   "/api/v1/session",                         Open,                Session => session::sign_in;
    POST   "/api/v1/session/refresh",                 Open,                Session => session::refresh;
    DELETE "/api/v1/session",                         SignedIn,            Session => session::sign_out;
    GET    "/api/v1/me",                              SignedIn,            Read    => session::me;
    POST   "/api/v1/me/password",                     SignedIn,            Session => session::change_password;
    GET    "/api/v1/me/sessions",                     SignedIn,            Read    => own_sessions::own_sessions;
    POST   "/api/v1/me/sessions/{id}/end",            SignedIn,            Session => own_sessions::end_own_session;

    GET    "/api/v1/users",                           May(ManageUsers),    Read    => users::list_users;
    POST   "/api/v1/users",                           May(ManageUsers),    Write   => users::add_user;
    GET    "/api/v1/users/{id}",                      May(ManageUsers),    Read    => users::get_user;
    PATCH  "/api/v1/users/{id}",                      May(ManageUsers),    Write   => users::change_user;
    DELETE "/api/v1/users/{id}",                      May(ManageUsers),    Write   => users::deactivate_user;
    DELETE "/api/v1/users/{id}/sessions",             May(ManageUsers),    Write   => users::end_sessions;
    POST   "/api/v1/users/{id}/password",             May(ManageUsers),    Write   => users::set_password;

    GET    "/api/v1/patients",                        May(SeeClinical),    Read    => patients::list_patients;
    POST   "/api/v1/patients",                        May(ManagePatients), Write   => patients::register_patient;
    GET    "/api/v1/patients/{id}",                   NowOrThen,           Read    => patients::get_patient;
    PATCH  "/api/v1/patients/{id}",                   May(ManagePatients), Write   => patients::correct_patient;
    DELETE "/api/v1/patients/{id}",                   May(ManagePatients), Write   => patients::remove_patient;
    POST   "/api/v1/patients/{id}/merge",             May(ManagePatients), Write   => merge::merge_patient;
    PUT    "/api/v1/patients/{id}/legal-hold",        May(ErasePatient),   Write   => holds::place_hold;
    DELETE "/api/v1/patients/{id}/legal-hold",        May(ErasePatient),   Write   => holds::lift_hold;
    POST   "/api/v1/patients/{id}/erase",             May(ErasePatient),   Write   => erasure::erase_patient;
    GET    "/api/v1/patients/{id}/history",           May(SeeHistory),     Read    => history::patient_history;

    GET    "/api/v1/cases",                           May(SeeClinical),    Read    => cases::list_cases;
    GET    "/api/v1/patients/{id}/cases",             May(SeeClinical),    Read    => cases::list_patient_cases;
    POST   "/api/v1/patients/{id}/cases",             May(ManagePatients), Write   => cases::open_case;
    GET    "/api/v1/cases/{id}",                      NowOrThen,           Read    => cases::get_case;
    PATCH  "/api/v1/cases/{id}",                      May(ManagePatients), Write   => cases::correct_case;
    DELETE "/api/v1/cases/{id}",                      May(ManagePatients), Write   => withdrawal::withdraw_case;
    POST   "/api/v1/cases/{id}/reinstate",            May(ManagePatients), Write   => withdrawal::reinstate_case;
    PUT    "/api/v1/cases/{id}/conclusion",           May(Conclude),       Write   => conclusions::conclude_case;
    POST   "/api/v1/cases/{id}/critical",             May(ReportCritical), Write   => critical::declare_critical;
    POST   "/api/v1/cases/{id}/notified",             May(ReportCritical), Write   => critical::notify_critical;
    POST   "/api/v1/cases/{id}/claim",                May(Conclude),       Write   => claims::claim_case;
    DELETE "/api/v1/cases/{id}/claim",                May(Conclude),       Write   => claims::release_claim;
    GET    "/api/v1/cases/{id}/history",              May(SeeHistory),     Read    => history::case_history;

    POST   "/api/v1/patients/{id}/images",            May(ManageImages),   Upload  => upload::to_patient;
    POST   "/api/v1/cases/{id}/images",               May(ManageImages),   Upload  => upload::to_case;
    GET    "/api/v1/images",                          May(SeeClinical),    Read    => images::list_images;
    GET    "/api/v1/images/{id}",                     NowOrThen,           Read    => images::get_image;
    DELETE "/api/v1/images/{id}",                     May(ManageImages),   Write   => images::void_image;
    GET    "/api/v1/images/{id}/content",             May(SeeClinical),    Bytes   => content::original;
    GET    "/api/v1/images/{id}/preview",             May(SeeClinical),    Bytes   => content::preview;
    GET    "/api/v1/images/{id}/thumbnail",           May(SeeClinical),    Bytes   => content::thumbnail;
    GET    "/api/v1/images/{id}/tiles/{z}/{xy}",      May(SeeClinical),    Bytes   => content::tile;
    POST   "/api/v1/images/{id}/explanations",        May(SeeClinical),    Write   => explanations::request_explanation;
    GET    "/api/v1/images/{id}/explanations/{model}/{label}", May(SeeClinical), Bytes => explanations::map;
    POST   "/api/v1/images/{id}/reassign",            May(ManageImages),   Write   => images::reassign_image;
    PUT    "/api/v1/images/{id}/verdict",             May(RecordVerdict),  Write   => images::give_verdict;
    GET    "/api/v1/images/{id}/history",             May(SeeHistory),     Read    => history::image_history;

    GET    "/api/v1/people",                          May(SeeLaboratory),  Read    => laboratory::list_people;
    GET    "/api/v1/panels",                          May(SeeLaboratory),  Read    => panels::list_panels;
    PUT    "/api/v1/panels/{id}",                     May(RevisePanels),   Write   => panels::revise_panel;
    GET    "/api/v1/models",                          May(SeeLaboratory),  Read    => laboratory::list_models;
    POST   "/api/v1/models/{id}/activate",            May(ManageModels),   Write   => laboratory::activate_model;
    POST   "/api/v1/models/{id}/backfill",            May(ManageModels),   Write   => laboratory::backfill_model;
    GET    "/api/v1/stats",                           May(SeeLaboratory),  Read    => laboratory::statistics;

    GET    "/api/v1/operations",                      May(Operate),        Read    => operations::operations;
    POST   "/api/v1/operations/parked/{id}/replay",   May(Operate),        Write   => operations::replay_parked;
    GET    "/api/v1/access",                          May(SeeAccess),      Read    => access::list_access;
    GET    "/api/v1/live",                            SignedIn,            Live    => live::live;

    GET    "/getjwtaccesstoken",                      Open,                Session => paper::token_get;
    GET    "/user",                                   May(ManageUsers),    Read    => paper::user_get;
    POST   "/user",                                   May(ManageUsers),    Write   => paper::user_post;
    PUT    "/user",                                   May(ManageUsers),    Write   => paper::user_put;
    DELETE "/user",                                   May(ManageUsers),    Write   => paper::user_delete;
    GET    "/patient",                                May(SeeClinical),    Read    => paper::patient_get;
    POST   "/patient",                                May(ManagePatients), Write   => paper::patient_post;
    PUT    "/patient",                                May(ManagePatients), Write   => paper::patient_put;
    DELETE "/patient",                                May(ManagePatients), Write   => paper::patient_delete;
    GET    "/image",                                  May(SeeClinical),    Read    => paper::image_get;
    POST   "/image",                                  May(ManageImages),   Upload  => paper::image_post;
    PUT    "/image",                                  May(RecordVerdict),  Write   => paper::image_put;
    DELETE "/image",                                  May(ManageImages),   Write   => paper::image_delete;

    GET    "/healthz",                                Open,                Plain   => health::alive;
    GET    "/readyz",                                 Open,                Plain   => health::ready;
    GET    "/api/openapi.json",                       Open,                Plain   => openapi::openapi;
    GET    "/api/docs",                               Open,                Plain   => pages::documentation;
    GET    "/",                                       Open,                Plain   => pages::landing;
    GET    "/setup",                                  Open,                Plain   => pages::setup;
    GET    "/assets/page.css",                        Open,                Plain   => pages::style;
    GET    "/assets/setup.js",                        Open,                Plain   => pages::setup_script;
    GET    "/assets/icon.svg",                        Open,                Plain   => pages::icon;
    GET    "/favicon.ico",                            Open,                Plain   => pages::favicon;
}

/// The whole interface. Serve it with connection info, so that sign-in is slowed by address too:
/// `router(state).into_make_service_with_connect_info::<SocketAddr>()`.
pub fn router(state: AppState) -> Router {
    let secure = state.settings.secure;
    let limits = RateLimits::new(&state.settings);
    let answers = Answers::new(state.reads.clone());
    let routes = table().into_iter().fold(Router::new(), |router, route| {
        let post = guard::Post::new(state.clone(), limits.clone(), answers.clone(), &route);
        let guard = from_fn_with_state(Arc::new(post), guard::stand);
        router.route(route.path, route.handler.route_layer(guard))
    });
    let taken: Vec<&str> = table().iter().map(|route| route.path).collect();
    let routes = routes
        .merge(dashboard::routes(&taken))
        .fallback(|| async { Problem::of_status(StatusCode::NOT_FOUND) })
        .layer(from_fn_with_state(Arc::new((state.clone(), limits)), rate_limit::by_address));
    dressed(routes, secure).with_state(state)
}

/// Whether a process runs and is ready, of one that has no other interface.
pub fn health_router(state: AppState) -> Router {
    let routes = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(|| async { Problem::of_status(StatusCode::NOT_FOUND) });
    dressed(routes, state.settings.secure).with_state(state)
}

/// What every answer gets, whichever route made it, or none.
fn dressed<S: Clone + Send + Sync + 'static>(routes: Router<S>, secure: bool) -> Router<S> {
    routes
        // Every body is limited by its route's guard, files by the commands that take them.
        .layer(DefaultBodyLimit::disable())
        .layer(map_response(problem::dress))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(move |request: Request, next: Next| headers::add(secure, request, next)))
        .layer(from_fn(trace::line))
}

/// The panic itself was written by the panic hook.
fn panicked(_: Box<dyn Any + Send>) -> Response {
    Problem::internal().into_response()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::body::{Body, to_bytes};
    use axum::http::header;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing() {
        async fn fails() -> StatusCode {
            panic!("with a secret in it")
        }
        let router: Router = dressed(Router::new().route("/", get(fails)), true);
        let request = Request::builder().uri("/").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[header::CONTENT_TYPE], problem::MEDIA_TYPE);
        assert!(response.headers().contains_key(header::STRICT_TRANSPORT_SECURITY));
        let body = to_bytes(response.into_body(), 10_000).await.unwrap();
        assert!(!String::from_utf8(body.to_vec()).unwrap().contains("secret"));
    }
}
