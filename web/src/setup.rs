//! The first administrator.

use axum::extract::State;
use axum::response::Response;
use commands::Commands;
use domain::personal::Personal;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::extract::Json;
use crate::problem::Answer;
use crate::reply::{Receipt, created};

/// The first administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// What stands behind the `#` of the set-up link that the server printed.
    #[schema(max_length = 256)]
    token: String,
    /// The name typed at sign-in.
    #[schema(min_length = 2, max_length = 64)]
    username: String,
    /// The person's name.
    #[schema(min_length = 1, max_length = 200)]
    full_name: String,
    /// 12 characters or more, and not a common one.
    #[schema(min_length = 12, max_length = 256, format = Password)]
    password: String,
}

/// Make the first administrator, with the one-time token of the set-up link.
#[utoipa::path(post, path = "/api/v1/setup", tag = "session", responses(
    (status = 201, body = Receipt),
    (status = 401, description = "The link is not valid, or not any more."),
    (status = 409, description = "The user name is taken."),
    (status = 410, description = "There is an administrator already.")))]
pub async fn set_up(State(commands): State<Commands>, Json(new): Json<SetUp>) -> Answer<Response> {
    let (username, full_name) = (Personal::new(new.username), Personal::new(new.full_name));
    let done = commands.set_up(&new.token, username, full_name, new.password).await?;
    created(done.map(|id| id.0), "/api/v1/users")
}
