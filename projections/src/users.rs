//! Who can sign in, for administrators.

use domain::access::Role;
use domain::event::Event;
use domain::ids::UserId;
use domain::personal::Opened;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::list::{Kind, Listing, Sort};
use crate::normalize::{key, search};
use crate::open::{Moment, plain};
use crate::row::row;
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
    /// How many changes there were, passwords among them: for `If-Match`.
    pub revision: u64,
}

/// A user as colleagues see them.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PersonView {
    /// Who.
    #[schema(value_type = Uuid)]
    pub id: UserId,
    /// The person's name.
    pub full_name: String,
    /// What the person may do.
    #[schema(value_type = String)]
    pub role: Role,
}

fn person(row: UserRow) -> PersonView {
    PersonView { id: row.id, full_name: row.full_name, role: row.role }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct UserRow {
    pub(crate) id: UserId,
    pub(crate) username: String,
    username_key: String,
    pub(crate) full_name: String,
    pub(crate) role: Role,
    active: bool,
    created_at: Timestamp,
    revision: u64,
    search: String,
}

row!(
    UserRow in "users", id: UserId, username, username_key, full_name, role, active, created_at,
    revision, search
);

/// One user after one more event.
pub(crate) fn fold(row: Option<UserRow>, event: &Event<Opened>, at: &Moment) -> Option<UserRow> {
    if let Event::UserRegistered(e) = event {
        let username = plain(&e.username);
        let row = UserRow {
            id: e.user,
            username_key: key(&username),
            username,
            full_name: plain(&e.full_name),
            role: e.role,
            active: true,
            created_at: at.recorded_at,
            revision: 1,
            search: String::new(),
        };
        return Some(row.searchable());
    }
    let mut row = row?;
    row.revision += 1;
    match event {
        Event::UserRenamed(e) => row.full_name = plain(&e.full_name),
        Event::RoleChanged(e) => row.role = e.role,
        Event::UserDeactivated(_) => row.active = false,
        Event::UserReactivated(_) => row.active = true,
        _ => {}
    }
    Some(row.searchable())
}

impl UserRow {
    fn searchable(mut self) -> Self {
        self.search = search(&[Some(&self.username), Some(&self.full_name)]);
        self
    }
}

impl From<UserRow> for UserView {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            username: row.username,
            full_name: row.full_name,
            role: row.role,
            active: row.active,
            created_at: row.created_at,
            revision: row.revision,
        }
    }
}

const SORTS: &[Sort] = &[
    Sort::new("username", "username_key", Kind::Text),
    Sort::new("full_name", "full_name", Kind::Text),
    Sort::new("created_at", "created_at", Kind::Int),
];

/// Queries over users.
#[derive(Clone, Copy)]
pub struct Users<'a>(pub(crate) &'a ReadModels);

impl Users<'_> {
    /// One page of all users. Sorts: `username` (usual), `full_name`, `created_at`.
    ///
    /// # Errors
    /// A bad page; a store that does not answer.
    pub async fn list(&self, page: &Page) -> Result<Paged<UserView>, ReadError> {
        let listing = Listing::new(SORTS, "username").search(&["search LIKE ? ESCAPE '!'"]);
        Ok(self.0.list::<UserRow>(listing, page).await?.map(UserView::from))
    }

    /// Everybody's name and role, those who left among them, for what they did is still to be read.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn people(&self) -> Result<Vec<PersonView>, ReadError> {
        let mut people: Vec<_> = self.0.all::<UserRow>().await?.into_iter().map(person).collect();
        people.sort_by(|one, other| (&one.full_name, one.id).cmp(&(&other.full_name, other.id)));
        Ok(people)
    }

    /// One user.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: UserId) -> Result<Option<UserView>, ReadError> {
        Ok(self.0.one::<UserRow>(&id).await?.map(UserView::from))
    }

    /// The user of a sign-in name, however it is written.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn by_username(&self, username: &str) -> Result<Option<UserView>, ReadError> {
        let rows = self.0.rows::<UserRow, _>("username_key", &[key(username)]).await?;
        Ok(rows.into_iter().next().map(UserView::from))
    }
}
