//! A person with an account.

use crate::access::Role;
use crate::aggregate::{Aggregate, Decision};
use crate::event::*;
use crate::ids::UserId;
use crate::personal::{Opened, Personal};
use crate::refusal::refusals;
use crate::text::filled;

/// A user's present state. Whether an administrator really is one, the stream of administrators
/// says: see [`effective_role`].
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// The name typed at sign-in.
    pub username: Opened,
    /// The person's name.
    pub full_name: Opened,
    /// What the person may do.
    pub role: Role,
    /// Can sign in.
    pub active: bool,
    /// Counts its events, from 1.
    pub revision: u64,
}

/// Why a user cannot be so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No user name, or an unfit one.
    #[error("a user name has 2 to 64 letters, digits and the signs . _ - @ +")]
    UsernameUnfit,
    /// No name, or too long.
    #[error("a user needs a full name of 1 to 200 characters")]
    FullNameUnfit,
    /// There is no such user any more.
    #[error("the user is deactivated")]
    Deactivated,
}

refusals!(Refusal {
    Self::UsernameUnfit => "username-unfit", Invalid { pointer: "/username" };
    Self::FullNameUnfit => "full-name-unfit", Invalid { pointer: "/full_name" };
    Self::Deactivated => "user-deactivated", Conflict;
});

/// Gives a person an account.
pub fn register(
    id: UserId,
    username: Personal,
    full_name: Personal,
    role: Role,
) -> Decision<Refusal> {
    let sign = |c: char| c.is_alphanumeric() || ".-_@+".contains(c);
    let length = username.reveal().chars().count();
    if !(2..=64).contains(&length) || !username.reveal().chars().all(sign) {
        return Err(Refusal::UsernameUnfit);
    }
    check_full_name(&full_name)?;
    let registered = UserRegistered { user: id, username, full_name, role };
    Ok(vec![Event::UserRegistered(registered)])
}

/// What an administrator changes of a user; none leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The person's name.
    pub full_name: Option<Personal>,
    /// What the person may do.
    pub role: Option<Role>,
    /// Whether the person can sign in.
    pub active: Option<bool>,
}

/// Changes a user; only what differs is recorded.
pub fn change(user: &User, wanted: Change) -> Decision<Refusal> {
    let mut events = vec![];
    if let Some(full_name) =
        wanted.full_name.filter(|name| user.full_name.known() != Some(name.reveal()))
    {
        check_full_name(&full_name)?;
        events.push(Event::UserRenamed(UserRenamed { user: user.id, full_name }));
    }
    if let Some(role) = wanted.role.filter(|role| *role != user.role) {
        events.push(Event::RoleChanged(RoleChanged { user: user.id, role }));
    }
    match wanted.active.filter(|active| *active != user.active) {
        Some(true) => {
            events.push(Event::UserReactivated(UserReactivated { user: user.id }));
        }
        Some(false) => {
            events.push(Event::UserDeactivated(UserDeactivated { user: user.id }));
        }
        None => {}
    }
    Ok(events)
}

/// Records that a password was set. The password itself is no business of the log.
pub fn change_password(user: &User) -> Decision<Refusal> {
    match user.active {
        true => Ok(vec![Event::PasswordChanged(PasswordChanged { user: user.id })]),
        false => Err(Refusal::Deactivated),
    }
}

/// The role that counts: nobody is administrator whom the stream of administrators does not name.
/// None when nothing may be done until that is settled.
pub fn effective_role(user: &User, is_administrator: bool) -> Option<Role> {
    (user.active && (user.role != Role::Admin || is_administrator)).then_some(user.role)
}

fn check_full_name(full_name: &Personal) -> Result<(), Refusal> {
    if filled(full_name, 200) { Ok(()) } else { Err(Refusal::FullNameUnfit) }
}

impl Aggregate for User {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::UserRegistered(e) = event else { return None };
        Some(Self {
            id: e.user,
            username: e.username.clone(),
            full_name: e.full_name.clone(),
            role: e.role,
            active: true,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &Event<Opened>) {
        self.revision += 1;
        match event {
            Event::UserRenamed(e) => self.full_name = e.full_name.clone(),
            Event::RoleChanged(e) => self.role = e.role,
            Event::UserDeactivated(_) => self.active = false,
            Event::UserReactivated(_) => self.active = true,
            _ => {}
        }
    }
}
