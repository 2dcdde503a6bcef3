//! `/user`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::Commands;
use domain::ids::UserId;
use projections::{Page, Paged, ReadModels, UserView};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::caller::By;
use crate::extract::{Json, Path, Query};
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, View, json, json_at, lasting};
use crate::users::{self, AddUser, ChangeUser};

/// One user, when one is named.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MaybeUser {
    /// A user name: that one user instead of the list.
    uname: Option<String>,
}

/// A user by name.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NamedUser {
    /// The name typed at sign-in, however it is written.
    #[param(min_length = 1)]
    uname: String,
}

/// One user, or a page of all.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Users {
    /// The one that was named.
    One(UserView),
    /// All.
    Page(Paged<UserView>),
}

/// All users, or one by name.
#[utoipa::path(get, path = "/user", tag = "the original's routes", params(Page, MaybeUser),
    responses((status = 200, body = Users), (status = 404, description = "There is no such user.")))]
pub async fn user_get(
    State(reads): State<ReadModels>,
    Query(page): Query<Page>,
    Query(asked): Query<MaybeUser>,
) -> Answer<View> {
    match asked.uname {
        Some(name) => {
            let user = user(&reads, &name).await?;
            json_at(&user, user.revision).map(lasting)
        }
        None => json(&Users::Page(reads.users().list(&page).await?)).map(lasting),
    }
}

/// Add a user.
#[utoipa::path(post, path = "/user", tag = "the original's routes",
    responses((status = 201, body = Receipt)))]
pub async fn user_post(commands: State<Commands>, by: By, new: Json<AddUser>) -> Answer<Response> {
    users::add_user(commands, by, new).await
}

/// Change a user's name, role, or whether the person can sign in.
#[utoipa::path(put, path = "/user", tag = "the original's routes",
    params(NamedUser, ("If-Match" = Option<String>, Header, description = "The user's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 404, description = "There is no such user."),
        (status = 412, description = "It was changed since.")))]
pub async fn user_put(
    commands: State<Commands>,
    State(reads): State<ReadModels>,
    by: By,
    Query(who): Query<NamedUser>,
    headers: HeaderMap,
    wanted: Json<ChangeUser>,
) -> Answer<Response> {
    let UserId(id) = user(&reads, &who.uname).await?.id;
    users::change_user(commands, by, Path(id), headers, wanted).await
}

/// Deactivate a user. The account and its history stay.
#[utoipa::path(delete, path = "/user", tag = "the original's routes",
    params(NamedUser, ("If-Match" = Option<String>, Header, description = "The user's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 404, description = "There is no such user."),
        (status = 412, description = "It was changed since.")))]
pub async fn user_delete(
    commands: State<Commands>,
    State(reads): State<ReadModels>,
    by: By,
    Query(who): Query<NamedUser>,
    headers: HeaderMap,
) -> Answer<Response> {
    let UserId(id) = user(&reads, &who.uname).await?.id;
    users::deactivate_user(commands, by, Path(id), headers).await
}

async fn user(reads: &ReadModels, name: &str) -> Answer<UserView> {
    let user = reads.users().by_username(name).await?;
    user.ok_or_else(|| Problem::not_found("user"))
}
