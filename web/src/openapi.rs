//! The OpenAPI document: what stands at the handlers, completed by what the table knows of a route.
//!
//! What a kind of route has in common (who may use it, which headers it takes, how it can fail) is
//! said here once, so that no handler forgets it.

mod failures;
mod parameters;

use std::sync::LazyLock;

use axum::http::header;
use axum::response::IntoResponse;
use bytes::Bytes;
use domain::access::{Action, Role, may};
use utoipa::OpenApi as _;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Content, KnownFormat, License, ObjectBuilder, OpenApi, Ref, RefOr, Schema, SchemaFormat, Type,
};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::{Fault, MEDIA_TYPE, Problem};
use crate::route::{Access, Kind, Route};

/// The chapters of the document, in order.
pub const TAGS: [(&str, &str); 13] = [
    ("session", "Setting up, signing in and out, one's own account."),
    ("users", "Who can sign in, and as what."),
    ("patients", "The people whose blood is looked at."),
    ("cases", "Specimens: one case each."),
    ("images", "Uploading, finding, seeing and reading images."),
    ("history", "What happened, and how things stood."),
    ("laboratory", "Panels, models, figures."),
    ("operations", "How the parts of the system are doing."),
    ("access", "Who came in, who was turned away, who saw whose data."),
    ("live", "What changes, as it changes."),
    (
        "the original's routes",
        "The routes of the original HemaClassify, over the same handlers: what a request is about \
         stands in the query, bodies and answers are those of `/api/v1`.",
    ),
    ("health", "Whether the server runs and is ready."),
    ("pages", "Pages for people."),
];

const DESCRIPTION: &str = "Review of blood-smear images with a neural network as second reader. \
     For research use only. Not for use in diagnostic procedures.\n\n\
     Times are RFC 3339 in UTC. Errors are problem documents (RFC 9457). Every answer to a command \
     carries `Position`; a read with `?after=<position>` waits until it shows what was written. \
     Commands take an `Idempotency-Key`: the same key and body are done once and answered the same. \
     Programs send the access token as `Authorization: Bearer`; pages use cookies, and send the \
     `hema_csrf` cookie's value back as `X-CSRF-Token` with every unsafe method.";

static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| build(&crate::table()));

static TEXT: LazyLock<Bytes> =
    LazyLock::new(|| serde_json::to_vec(document()).unwrap_or_default().into());

/// The document.
pub fn document() -> &'static OpenApi {
    &DOCUMENT
}

/// The OpenAPI 3.1 document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "pages", responses((status = 200, body = Object)))]
pub async fn openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.clone())
}

/// The query parameters that a route's documentation names: no other is taken.
pub fn query_parameters(route: &Route) -> Vec<String> {
    let operation = DOCUMENT.paths.paths.get(route.path).and_then(|item| find(item, route));
    let parameters = operation.and_then(|operation| operation.parameters.as_ref());
    let named = parameters.into_iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    });
    let in_query = named.filter(|parameter| parameter.parameter_in == ParameterIn::Query);
    in_query.map(|parameter| parameter.name.clone()).collect()
}

fn build(table: &[Route]) -> OpenApi {
    let mut document = crate::Operations::openapi();
    document.info.title = "HemaClassify".to_owned();
    document.info.version = env!("CARGO_PKG_VERSION").to_owned();
    document.info.description = Some(DESCRIPTION.to_owned());
    document.info.license = Some(License::new("Apache-2.0 OR MIT"));
    document.info.contact = None;
    document.tags = Some(
        TAGS.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build())
            .into(),
    );
    let components = document.components.get_or_insert_default();
    components.schemas.insert(Problem::name().into_owned(), Problem::schema());
    components.schemas.insert(Fault::name().into_owned(), Fault::schema());
    components.responses.extend(failures::components());
    for (name, scheme) in security_schemes() {
        components.security_schemes.insert(name, RefOr::T(scheme));
    }
    for route in table {
        let item = document.paths.paths.get_mut(route.path);
        if let Some(operation) = item.and_then(|item| find_mut(item, route)) {
            complete(operation, route);
        }
    }
    document
}

fn security_schemes() -> [(String, SecurityScheme); 3] {
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("The access token of `POST /api/v1/session`, good for some minutes."))
        .build();
    let cookie = ApiKeyValue::with_description(
        "hema_access",
        "Set by `POST /api/v1/session`; over TLS its name begins with `__Host-`. Unsafe methods \
         also want `X-CSRF-Token` and an `Origin` of this site.",
    );
    let basic = HttpBuilder::new()
        .scheme(HttpAuthScheme::Basic)
        .description(Some("A user name and a password, for `GET /getjwtaccesstoken` alone."))
        .build();
    [
        ("basic".to_owned(), SecurityScheme::Http(basic)),
        ("bearer".to_owned(), SecurityScheme::Http(bearer)),
        ("cookie".to_owned(), SecurityScheme::ApiKey(ApiKey::Cookie(cookie))),
    ]
}

fn complete(operation: &mut Operation, route: &Route) {
    parameters::add_to_path(operation, route.path);
    parameters::add_common(operation, route);
    operation.security = Some(match route.access {
        Access::Open => operation.security.take().unwrap_or_default(),
        _ => ["bearer", "cookie"]
            .map(|name| SecurityRequirement::new(name, Vec::<String>::new()))
            .into(),
    });
    let who = format!("Who: {}.", who(route.access));
    operation.description = Some(match operation.description.take() {
        Some(text) if !text.is_empty() => format!("{text}\n\n{who}"),
        _ => who,
    });
    failures::add(operation, route);
    if let Some(action) = route.access.action(false) {
        let roles: Vec<&str> = allowed(action).map(Role::as_str).collect();
        operation.extensions = Some(ExtensionsBuilder::new().add("x-roles", roles).build());
    }
    operation.summary = operation.summary.take().map(|text| text.replace('\n', " "));
    parameters::refine(operation, route.path);
    for response in operation.responses.responses.iter_mut() {
        add_content(response, route);
    }
}

/// The roles that may use a route, in words.
pub fn who(access: Access) -> String {
    match access {
        Access::Open => "anyone".to_owned(),
        Access::SignedIn => "anyone signed in".to_owned(),
        Access::May(action) => roles(action),
        Access::NowOrThen => {
            format!("{}; with `as_of`: {}", roles(Action::SeeClinical), roles(Action::SeeHistory))
        }
    }
}

fn roles(action: Action) -> String {
    allowed(action).map(Role::as_str).collect::<Vec<_>>().join(", ")
}

fn allowed(action: Action) -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(move |role| may(*role, action))
}

fn text_header(text: &str) -> Header {
    HeaderBuilder::new().schema(Some(text_schema())).description(Some(text)).build()
}

/// Problems for statuses that a handler named without a body; headers for successes.
fn add_content(
    (status, response): (&String, &mut RefOr<utoipa::openapi::Response>),
    route: &Route,
) {
    let RefOr::T(response) = response else { return };
    if status.starts_with('4') && response.content.is_empty() {
        let content = Content::new(Some(Ref::from_schema_name(Problem::name())));
        response.content.insert(MEDIA_TYPE.to_owned(), RefOr::T(content));
    }
    for (_, content) in response.content.iter_mut().filter(|(media, _)| is_picture(media)) {
        if let RefOr::T(content) = content {
            content.schema = Some(RefOr::T(binary_schema()));
        }
    }
    let success = status.starts_with('2');
    if success && response.description.is_empty() {
        response.description = "As asked.".to_owned();
    }
    let (name, text) = match route.kind {
        Kind::Read | Kind::Bytes if success => ("ETag", "For `If-None-Match` and `If-Match`."),
        Kind::Write | Kind::Upload if success => {
            ("Position", "For `?after=` of a read that is to show this.")
        }
        _ => return,
    };
    response.headers.insert(name.to_owned(), RefOr::T(text_header(text)));
}

/// Bytes, which Rust's documentation would call a list of numbers.
fn is_picture(media: &str) -> bool {
    matches!(media, "image/*" | "image/jpeg")
}

fn binary_schema() -> Schema {
    let binary = SchemaFormat::KnownFormat(KnownFormat::Binary);
    let schema = ObjectBuilder::new().schema_type(Type::String).format(Some(binary));
    Schema::Object(schema.build())
}

fn text_schema() -> Schema {
    Schema::Object(ObjectBuilder::new().schema_type(Type::String).build())
}

fn find<'a>(item: &'a PathItem, route: &Route) -> Option<&'a Operation> {
    match route.method.as_str() {
        "GET" => item.get.as_ref(),
        "POST" => item.post.as_ref(),
        "PUT" => item.put.as_ref(),
        "PATCH" => item.patch.as_ref(),
        "DELETE" => item.delete.as_ref(),
        _ => None,
    }
}

fn find_mut<'a>(item: &'a mut PathItem, route: &Route) -> Option<&'a mut Operation> {
    match route.method.as_str() {
        "GET" => item.get.as_mut(),
        "POST" => item.post.as_mut(),
        "PUT" => item.put.as_mut(),
        "PATCH" => item.patch.as_mut(),
        "DELETE" => item.delete.as_mut(),
        _ => None,
    }
}
