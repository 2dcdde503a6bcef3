//! Who is administrator: one stream for all of them, so that two cannot demote each other.

use std::collections::BTreeMap;

use crate::access::Role;
use crate::aggregate::{Aggregate, Decision};
use crate::event::*;
use crate::ids::UserId;
use crate::personal::Opened;
use crate::refusal::refusals;
use crate::user::{Change, User};

/// Everybody who is or was administrator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Administrators {
    known: BTreeMap<UserId, Standing>,
}

/// Where somebody stands who was ever appointed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Is administrator.
    Appointed,
    /// Is no more; with the role that was to follow, none for one who was to be deactivated.
    Dismissed(Option<Role>),
}

/// Why somebody cannot be dismissed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody must be there to let others in.
    #[error("the last administrator cannot be dismissed or deactivated")]
    LastAdministrator,
}

refusals!(Refusal {
    Self::LastAdministrator => "last-administrator", Conflict;
});

/// Makes a user administrator.
pub fn appoint(administrators: Option<&Administrators>, user: UserId) -> Decision<Refusal> {
    let is_one = administrators.is_some_and(|all| all.contains(user));
    let appointed = || Event::AdministratorAppointed(AdministratorAppointed { user });
    Ok(if is_one { vec![] } else { vec![appointed()] })
}

/// Ends it; another must be left. `role` is what is to follow, none for a deactivation.
pub fn dismiss(
    administrators: &Administrators,
    user: UserId,
    role: Option<Role>,
) -> Decision<Refusal> {
    if !administrators.contains(user) {
        return Ok(vec![]);
    }
    match administrators.count() {
        0 | 1 => Err(Refusal::LastAdministrator),
        _ => Ok(vec![Event::AdministratorDismissed(AdministratorDismissed { user, role })]),
    }
}

/// What is still to follow from where a user stands here, after a crash between the two streams.
pub fn overdue(administrators: &Administrators, user: &User) -> Option<Change> {
    let is_admin = user.role == Role::Admin;
    let role = |role| Change { role: Some(role), ..Change::default() };
    match administrators.known.get(&user.id)? {
        Standing::Appointed if !is_admin || !user.active => {
            Some(Change { active: Some(true), ..role(Role::Admin) })
        }
        Standing::Dismissed(Some(next)) if is_admin => Some(role(*next)),
        Standing::Dismissed(None) if is_admin && user.active => {
            Some(Change { active: Some(false), ..Change::default() })
        }
        Standing::Appointed | Standing::Dismissed(_) => None,
    }
}

impl Administrators {
    /// Whether the user is administrator.
    pub fn contains(&self, user: UserId) -> bool {
        self.known.get(&user) == Some(&Standing::Appointed)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.known.values().filter(|standing| **standing == Standing::Appointed).count()
    }

    /// Everybody who is or was one, and where they stand.
    pub fn known(&self) -> impl Iterator<Item = (UserId, Standing)> {
        self.known.iter().map(|(user, standing)| (*user, *standing))
    }
}

impl Aggregate for Administrators {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let mut administrators = Self::default();
        administrators.apply(event);
        (!administrators.known.is_empty()).then_some(administrators)
    }

    fn apply(&mut self, event: &Event<Opened>) {
        match event {
            Event::AdministratorAppointed(e) => {
                self.known.insert(e.user, Standing::Appointed);
            }
            Event::AdministratorDismissed(e) => {
                self.known.insert(e.user, Standing::Dismissed(e.role));
            }
            _ => {}
        }
    }
}
