//! Users and administrators.

use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::access::Role;
use crate::ids::UserId;

/// See [`Event::UserRegistered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserRegistered<P> {
    /// Who.
    pub user: UserId,
    /// The name typed at sign-in; unique.
    pub username: P,
    /// The person's name.
    pub full_name: P,
    /// What the person may do.
    pub role: Role,
}

/// See [`Event::UserRenamed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserRenamed<P> {
    /// Who.
    pub user: UserId,
    /// The person's name from now on.
    pub full_name: P,
}

/// See [`Event::RoleChanged`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleChanged {
    /// Who.
    pub user: UserId,
    /// The role from now on.
    pub role: Role,
}

/// See [`Event::PasswordChanged`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// Whose.
    pub user: UserId,
}

/// See [`Event::UserDeactivated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserDeactivated {
    /// Who.
    pub user: UserId,
}

/// See [`Event::UserReactivated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserReactivated {
    /// Who.
    pub user: UserId,
}

/// See [`Event::AdministratorAppointed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdministratorAppointed {
    /// Who.
    pub user: UserId,
}

/// See [`Event::AdministratorDismissed`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdministratorDismissed {
    /// Who.
    pub user: UserId,
    /// The role that is to follow, so that a crash in between can be made good; none when the
    /// user is deactivated.
    pub role: Option<Role>,
}
