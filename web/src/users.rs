//! Users, for administrators.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::{Commands, UserChange};
use domain::access::Role;
use domain::ids::UserId;
use domain::personal::Personal;
use projections::{Page, Paged, ReadModels, UserView};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::etag::if_match;
use crate::extract::{Json, Path, Query};
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, View, changed, created, json, json_at, lasting};
use crate::words;

/// A new user.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUser {
    /// The name typed at sign-in; unique, however it is written.
    #[schema(min_length = 2, max_length = 64)]
    username: String,
    /// The person's name.
    #[schema(min_length = 1, max_length = 200)]
    full_name: String,
    /// `admin`, `technologist`, `hematologist` or `auditor`.
    #[schema(value_type = words::Role)]
    role: Role,
    /// 12 characters or more, and not a common one.
    #[schema(min_length = 12, max_length = 256, format = Password)]
    password: String,
}

/// What is to change of a user; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUser {
    /// The person's name.
    full_name: Option<String>,
    /// `admin`, `technologist`, `hematologist` or `auditor`.
    #[schema(value_type = Option<words::Role>)]
    role: Option<Role>,
    /// Whether the person can sign in.
    active: Option<bool>,
}

/// A password for somebody else.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// 12 characters or more, and not a common one.
    #[schema(min_length = 12, max_length = 256, format = Password)]
    password: String,
}

/// All users. Sorts: `username`, `full_name`, `created_at`.
#[utoipa::path(get, path = "/api/v1/users", tag = "users", params(Page),
    responses((status = 200, body = Paged<UserView>)))]
pub async fn list_users(State(reads): State<ReadModels>, Query(page): Query<Page>) -> Answer<View> {
    json(&reads.users().list(&page).await?).map(lasting)
}

/// Add a user.
#[utoipa::path(post, path = "/api/v1/users", tag = "users",
    responses((status = 201, body = Receipt)))]
pub async fn add_user(
    State(commands): State<Commands>,
    By(context): By,
    Json(new): Json<AddUser>,
) -> Answer<Response> {
    let user = commands::AddUser {
        username: Personal::new(new.username),
        full_name: Personal::new(new.full_name),
        role: new.role,
        password: new.password,
    };
    created(commands.add_user(&context, user).await?.map(|id| id.0), "/api/v1/users")
}

/// One user.
#[utoipa::path(get, path = "/api/v1/users/{id}", tag = "users",
    responses((status = 200, body = UserView)))]
pub async fn get_user(State(reads): State<ReadModels>, Path(id): Path<Uuid>) -> Answer<View> {
    let user = reads.users().get(UserId(id)).await?;
    let user = user.ok_or_else(|| Problem::not_found("user"))?;
    json_at(&user, user.revision).map(lasting)
}

/// Change a user's name, role, or whether the person can sign in. It counts at once.
#[utoipa::path(patch, path = "/api/v1/users/{id}", tag = "users",
    params(("If-Match" = Option<String>, Header, description = "The user's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn change_user(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(wanted): Json<ChangeUser>,
) -> Answer<Response> {
    let change = UserChange {
        full_name: wanted.full_name.map(Personal::new),
        role: wanted.role,
        active: wanted.active,
    };
    let revision = if_match(&headers)?;
    changed(&commands.change_user(&context, UserId(id), change, revision).await?, id)
}

/// Deactivate a user: no more signing in, every session ends. The account and its history stay.
#[utoipa::path(delete, path = "/api/v1/users/{id}", tag = "users",
    params(("If-Match" = Option<String>, Header, description = "The user's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn deactivate_user(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Answer<Response> {
    let revision = if_match(&headers)?;
    changed(&commands.deactivate_user(&context, UserId(id), revision).await?, id)
}

/// End every session of a user.
#[utoipa::path(delete, path = "/api/v1/users/{id}/sessions", tag = "users",
    responses((status = 200, body = Receipt)))]
pub async fn end_sessions(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
) -> Answer<Response> {
    changed(&commands.end_sessions(&context, UserId(id)).await?, id)
}

/// Give a user another password. Every session ends.
#[utoipa::path(post, path = "/api/v1/users/{id}/password", tag = "users",
    responses((status = 200, body = Receipt)))]
pub async fn set_password(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    Json(new): Json<SetPassword>,
) -> Answer<Response> {
    changed(&commands.set_password(&context, UserId(id), &new.password).await?, id)
}
