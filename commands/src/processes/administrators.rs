//! Who is administrator stands in two streams.

use domain::access::Role;
use domain::administrators::{self, Administrators};
use domain::event::Event;
use domain::ids::{ADMINISTRATORS, UserId};
use domain::user::{self, User};
use uuid::Uuid;

use super::{Reconciled, process, read};
use crate::{CommandError, Commands};

impl Commands {
    pub(super) async fn finish_administrators(
        &self,
        done: &mut Reconciled,
    ) -> Result<(), CommandError> {
        let context = process("administrators");
        let load = self.load::<Administrators>(ADMINISTRATORS, Uuid::nil());
        let known = load.await?.state.unwrap_or_default();
        for id in self.registered_administrators().await? {
            if !known.known().any(|(user, _)| user == id) {
                self.appoint(&context.step(&id.to_string()), id).await?;
                done.appointed += 1;
            }
        }
        for (id, _) in known.known() {
            let Some(user) = self.load::<User>(&id.stream(), Uuid::nil()).await?.state else {
                continue;
            };
            let Some(change) = administrators::overdue(&known, &user) else { continue };
            let decide = |state: Option<&User>| match state {
                Some(state) => Ok(user::change(state, change.clone())?),
                None => Ok(vec![]),
            };
            let step = context.step(&id.to_string());
            let after = self.execute::<User, _>(&step, &id.stream(), decide).await?.value;
            let active = after.map_or(user.active, |user| user.active);
            self.align_credentials(id, active, change.role.is_some()).await?;
            done.followed += 1;
        }
        Ok(())
    }

    /// Everybody who was registered as administrator: a laboratory has few users.
    async fn registered_administrators(&self) -> Result<Vec<UserId>, CommandError> {
        let mut found = vec![];
        let registered = self.each(&["UserRegistered"], |recorded| {
            if let Event::UserRegistered(e) = read(recorded)?.event
                && e.role == Role::Admin
            {
                found.push(e.user);
            }
            Ok(())
        });
        registered.await?;
        Ok(found)
    }
}
