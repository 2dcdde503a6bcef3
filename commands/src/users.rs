//! Users: added, changed, given passwords; and who is administrator, which two streams must agree
//! on: `administrators` leads, the user's own stream follows.

use domain::access::{Action, Role};
use domain::administrators::{self, Administrators};
use domain::event::NameKind;
use domain::ids::{ADMINISTRATORS, UserId};
use domain::personal::{Opened, Personal};
use domain::user::{self, User};
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::state;
use crate::execute::unchanged;
use crate::{CommandError, Commands, Context, Done, UserChange};

/// A user to be added. Not printable: it holds the password.
#[derive(Clone)]
pub struct AddUser {
    /// The name typed at sign-in; unique, whatever its case.
    pub username: Personal,
    /// The person's name.
    pub full_name: Personal,
    /// What the person may do.
    pub role: Role,
    /// The first password.
    pub password: String,
}

const PASSWORD: &str = "/password";

impl Commands {
    /// Adds a user, whose id is the command's.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when a name or the password is unfit, or the user name is taken.
    pub async fn add_user(
        &self,
        context: &Context,
        user: AddUser,
    ) -> Result<Done<UserId>, CommandError> {
        context.permit(Action::ManageUsers)?;
        let id = UserId(context.command);
        let stream = id.stream();
        let register =
            || user::register(id, user.username.clone(), user.full_name.clone(), user.role);
        let username = self.name(NameKind::Username, user.username.reveal());
        let before = self.load::<User>(&stream, context.command).await?;
        let mut held = Timestamp::MAX;
        if before.state.is_none() {
            register()?;
            let phc = self.judge_password(&user).await?;
            held = self.reserve(context, &username, &stream).await?;
            self.put_credentials(id, user.username.reveal(), &phc).await?;
        }
        let decide = |state: Option<&User>| match state {
            Some(_) => Ok(vec![]),
            None => {
                self.still_held(held)?;
                Ok(register()?)
            }
        };
        let done = self.execute(context, &stream, decide).await?;
        self.confirm_quietly(context, &username, &stream).await;
        match user.role {
            Role::Admin => Ok(done.map(|_| id).and(self.appoint(context, id).await?)),
            _ => Ok(done.map(|_| id)),
        }
    }

    /// Judges the password of a user to be added and computes its hash.
    pub(crate) async fn judge_password(&self, user: &AddUser) -> Result<String, CommandError> {
        let about = [user.username.reveal(), user.full_name.reveal()];
        self.house.passwords.accept(&user.password, &about, PASSWORD).await
    }

    /// Changes a user's name, role or activity. A new role and a deactivation end the sessions.
    ///
    /// # Errors
    /// [`CommandError::Refused`] for the last administrator; [`CommandError::Precondition`]
    pub async fn change_user(
        &self,
        context: &Context,
        id: UserId,
        change: UserChange,
        if_match: Option<u64>,
    ) -> Result<Done<UserId>, CommandError> {
        context.permit(Action::ManageUsers)?;
        let loaded = self.load::<User>(&id.stream(), context.command).await?;
        let (again, before) = (loaded.is_done(), loaded.found("user")?);
        let decide = |state: Option<&User>| {
            let state = state.ok_or(CommandError::NotFound { what: "user" })?;
            unchanged(if_match, state.revision)?;
            Ok(user::change(state, change.clone())?)
        };
        if !again {
            decide(Some(&before))?;
            self.settle_administrator(context, &before, &change).await?;
        }
        let done = self.execute::<User, _>(context, &id.stream(), decide).await?;
        let role = done.value.as_ref().map_or(before.role, |user| user.role);
        let active = done.value.as_ref().map_or(before.active, |user| user.active);
        self.align_credentials(id, active, role != before.role).await?;
        Ok(done.map(|_| id))
    }

    /// A user can no longer sign in. Whoever was the last administrator stays one.
    ///
    /// # Errors
    /// As [`Commands::change_user`].
    pub async fn deactivate_user(
        &self,
        context: &Context,
        id: UserId,
        if_match: Option<u64>,
    ) -> Result<Done<UserId>, CommandError> {
        let change = UserChange { active: Some(false), ..UserChange::default() };
        self.change_user(context, id, change, if_match).await
    }

    /// Gives a user another password and ends the sessions.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when it is unfit or the user is deactivated.
    pub async fn set_password(
        &self,
        context: &Context,
        id: UserId,
        new: &str,
    ) -> Result<Done<UserId>, CommandError> {
        context.permit(Action::ManageUsers)?;
        self.replace_password(context, id, new, PASSWORD).await
    }

    /// Ends all sessions of a user.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]: they may go on.
    pub async fn end_sessions(
        &self,
        context: &Context,
        id: UserId,
    ) -> Result<Done<UserId>, CommandError> {
        context.permit(Action::ManageUsers)?;
        let loaded = self.load::<User>(&id.stream(), context.command).await?;
        let position = loaded.position();
        loaded.found("user")?;
        let ended = self.parts().state.sessions().end_all(id.0).await.map_err(state)?;
        self.house.callers.forget_user(id);
        Ok(Done { value: id, position, changed: ended > 0 })
    }

    /// A user's present state.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn load_user(&self, id: UserId) -> Result<User, CommandError> {
        self.load(&id.stream(), Uuid::nil()).await?.found("user")
    }

    /// Judges, records and sets a password, and ends the sessions that began with another.
    pub(crate) async fn replace_password(
        &self,
        context: &Context,
        id: UserId,
        new: &str,
        pointer: &'static str,
    ) -> Result<Done<UserId>, CommandError> {
        let user = self.load_user(id).await?;
        let names = [&user.username, &user.full_name].map(|name| name.known().unwrap_or_default());
        let phc = self.house.passwords.accept(new, &names, pointer).await?;
        let decide = |state: Option<&User>| match state {
            Some(state) => Ok(user::change_password(state)?),
            None => Err(CommandError::NotFound { what: "user" }),
        };
        let done = self.execute::<User, _>(context, &id.stream(), decide).await?;
        self.parts().state.credentials().set_password(id.0, &phc).await.map_err(state)?;
        self.parts().state.sessions().end_all(id.0).await.map_err(state)?;
        self.house.callers.forget_user(id);
        Ok(done.map(|_| id))
    }

    /// Who reserved the name holds it: credentials that a crash left to another go.
    async fn put_credentials(
        &self,
        id: UserId,
        username: &str,
        phc: &str,
    ) -> Result<(), CommandError> {
        let credentials = self.parts().state.credentials();
        let key = self.username_key(username);
        if let Some(orphan) = credentials.by_name(&key).await.map_err(state)?
            && orphan.user != id.0
        {
            credentials.remove(orphan.user).await.map_err(state)?;
        }
        credentials.put(id.0, &key, phc).await.map_err(state)
    }

    /// Appoints or dismisses first what the user's own stream is to say next.
    async fn settle_administrator(
        &self,
        context: &Context,
        before: &User,
        change: &UserChange,
    ) -> Result<(), CommandError> {
        let role = change.role.unwrap_or(before.role);
        let active = change.active.unwrap_or(before.active);
        if role == Role::Admin && active {
            return self.appoint(context, before.id).await.map(|_| ());
        }
        let follows = (role != Role::Admin).then_some(role);
        let decide = |state: Option<&Administrators>| match state {
            Some(state) => Ok(administrators::dismiss(state, before.id, follows)?),
            None => Ok(vec![]),
        };
        self.execute::<Administrators, _>(context, ADMINISTRATORS, decide).await.map(|_| ())
    }

    /// Makes a user administrator and takes the set-up token's power away.
    pub(crate) async fn appoint(
        &self,
        context: &Context,
        id: UserId,
    ) -> Result<Done<()>, CommandError> {
        let decide = |state: Option<&Administrators>| Ok(administrators::appoint(state, id)?);
        let done = self.execute::<Administrators, _>(context, ADMINISTRATORS, decide).await?;
        self.parts().state.tokens().void_setup().await.map_err(state)?;
        Ok(done.map(|_| ()))
    }

    /// Makes the state say of a user what the log says, and ends the sessions when that, or the
    /// role, is new. A crash before it is made good by the next change.
    pub(crate) async fn align_credentials(
        &self,
        id: UserId,
        active: bool,
        new_role: bool,
    ) -> Result<(), CommandError> {
        let credentials = self.parts().state.credentials();
        let Some(known) = credentials.by_user(id.0).await.map_err(state)? else { return Ok(()) };
        if known.active != active {
            credentials.set_active(id.0, active).await.map_err(state)?;
        } else if new_role {
            credentials.bump_generation(id.0).await.map_err(state)?;
        } else {
            return Ok(());
        }
        self.parts().state.sessions().end_all(id.0).await.map_err(state)?;
        self.house.callers.forget_user(id);
        Ok(())
    }

    /// Who a user is and what the user may do now, as the log says; none when nothing.
    pub(crate) async fn standing(&self, id: UserId) -> Result<Option<(User, Role)>, CommandError> {
        let Some(user) = self.load::<User>(&id.stream(), Uuid::nil()).await?.state else {
            return Ok(None);
        };
        let is_administrator = user.role == Role::Admin && {
            let all = self.load::<Administrators>(ADMINISTRATORS, Uuid::nil()).await?.state;
            all.is_some_and(|all| all.contains(id))
        };
        Ok(user::effective_role(&user, is_administrator).map(|role| (user, role)))
    }
}

/// A name for showing it to its owner.
pub(crate) fn shown(name: &Opened) -> String {
    name.known().unwrap_or("erased").to_owned()
}
