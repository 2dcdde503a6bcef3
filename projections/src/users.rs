//! Who can sign in, for administrators.

use domain::access::Role;
use domain::ids::UserId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{Page, Paged, ReadError, ReadModels};

/// A user as others see them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UserView {
    /// Who.
    #[schema(value_type = Uuid)]
    pub id: UserId,
    /// The name typed at sign-in.
    pub username: String,
    /// The person's name.
    pub full_name: String,
    /// What the person may do.
    #[schema(value_type = String)]
    pub role: Role,
    /// Whether the person can sign in.
    pub active: bool,
    /// Since when.
    pub created_at: Timestamp,
}

/// Queries over users.
#[derive(Clone, Copy)]
pub struct Users<'a>(pub(crate) &'a ReadModels);

impl Users<'_> {
    /// One page of all users. Sorts: `username` (usual), `full_name`, `created_at`.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(&self, page: &Page) -> Result<Paged<UserView>, ReadError> {
        let _ = page;
        todo!()
    }

    /// One user.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: UserId) -> Result<Option<UserView>, ReadError> {
        let _ = id;
        todo!()
    }

    /// The user of a sign-in name, however it is written.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn by_username(&self, username: &str) -> Result<Option<UserView>, ReadError> {
        let _ = username;
        todo!()
    }
}
