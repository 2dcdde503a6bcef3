//! The first administrator: created once, with a one-time token that only the operator sees.

use domain::access::Role;
use domain::administrators::Administrators;
use domain::envelope::Actor;
use domain::ids::{ADMINISTRATORS, UserId};
use domain::personal::Personal;
use domain::refusal::{Kind, Refuse};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::error::state;
use crate::{AddUser, CommandError, Commands, Context, Done, Secret, secret};

/// How long a set-up token is good.
const LIVES: SignedDuration = SignedDuration::from_mins(60);

/// Why an installation cannot be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum SetupRefusal {
    #[error("this installation is set up: it has an administrator")]
    Already,
}

impl Refuse for SetupRefusal {
    fn code(&self) -> &'static str {
        "already-set-up"
    }
    fn kind(&self) -> Kind {
        Kind::Gone
    }
}

impl Commands {
    /// Whether anybody is administrator.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]
    pub async fn has_administrator(&self) -> Result<bool, CommandError> {
        let loaded = self.load::<Administrators>(ADMINISTRATORS, Uuid::nil()).await?;
        Ok(loaded.state.is_some_and(|administrators| administrators.count() > 0))
    }

    /// A new set-up token, good for an hour, while there is no administrator; none otherwise. The
    /// one before is void. Only its hash is kept.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]
    pub async fn offer_setup(&self) -> Result<Option<Secret>, CommandError> {
        let tokens = self.parts().state.tokens();
        if self.has_administrator().await? {
            tokens.void_setup().await.map_err(state)?;
            return Ok(None);
        }
        let token = Secret::random()?;
        tokens.put_setup(&token.hash(), self.setup_expiry()).await.map_err(state)?;
        Ok(Some(token))
    }

    /// Creates the first administrator with a set-up token, which is void afterwards.
    ///
    /// # Errors
    /// [`CommandError::Unauthenticated`] when the token is not good; [`CommandError::Refused`] when
    /// there is an administrator already, or a name or the password is unfit: the token stays good.
    pub async fn set_up(
        &self,
        token: &str,
        username: Personal,
        full_name: Personal,
        password: String,
    ) -> Result<Done<UserId>, CommandError> {
        if self.has_administrator().await? {
            return Err(SetupRefusal::Already.into());
        }
        let context = Context::new(Actor::System { name: "setup".to_owned() });
        let user = AddUser { username, full_name, role: Role::Admin, password };
        domain::user::register(
            UserId(context.command),
            user.username.clone(),
            user.full_name.clone(),
            user.role,
        )?;
        let tokens = self.parts().state.tokens();
        let hash = secret::hash(token);
        if !tokens.check_setup(&hash, self.now()).await.map_err(state)? {
            return Err(CommandError::Unauthenticated("the set-up link is not valid any more"));
        }
        self.judge_password(&user).await?;
        // Of two who come at once, one takes the token.
        if !tokens.take_setup(&hash, self.now()).await.map_err(state)? {
            return Err(CommandError::Unauthenticated("the set-up link is not valid any more"));
        }
        let done = self.add_user(&context, user).await;
        if done.is_err() {
            tokens.put_setup(&hash, self.setup_expiry()).await.map_err(state)?;
        }
        done
    }

    fn setup_expiry(&self) -> Timestamp {
        self.now().saturating_add(LIVES).unwrap_or(Timestamp::MAX)
    }
}
