//! Signing in and staying signed in. What a token says is looked up again and again: a deactivation
//! or a new role counts within a second.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::access::{Action, Role};
use domain::ids::UserId;
use domain::user::User;
use infra::state::{Rotation, Session};
use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::error::state;
use crate::reservations::normalized;
use crate::users::shown;
use crate::{CommandError, Commands, Context, Done, Reader, Secret, secret};

/// A session that is not refreshed ends after this.
const IDLE: SignedDuration = SignedDuration::from_hours(12);
/// A session ends after this, refreshed or not.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long what was looked up counts as known.
const FRESH: Duration = Duration::from_secs(1);
/// Callers kept in memory; beyond, those looked up longer ago than [`FRESH`] go.
const KEPT: usize = 1_024;

const NOT_SIGNED_IN: CommandError = CommandError::Unauthenticated("the session has ended");
const WRONG: CommandError = CommandError::Unauthenticated("the user name or the password is wrong");

/// What whoever signed in or refreshed gets.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub user: UserId,
    /// The name typed at sign-in.
    pub username: String,
    /// The person's name.
    pub full_name: String,
    /// What the person may do.
    pub role: Role,
    /// The session.
    pub session: Uuid,
    /// The user's generation, which the access token repeats.
    pub generation: i64,
    /// Good for one refresh.
    pub refresh: Secret,
    /// What unsafe requests of the page must show. The same as long as the session lives.
    pub csrf: Secret,
    /// When the session ends unless it is refreshed.
    pub expires_at: Timestamp,
}

/// Who asks, with a session that lives.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    /// Who.
    pub user: UserId,
    /// The name typed at sign-in.
    pub username: String,
    /// The person's name.
    pub full_name: String,
    /// What the person may do now.
    pub role: Role,
    csrf: [u8; 32],
}

impl Caller {
    /// Whether an unsafe request of the page shows the session's token.
    pub fn csrf_matches(&self, token: &str) -> bool {
        secret::hash(token).ct_eq(&self.csrf).into()
    }
}

impl Commands {
    /// Signs in. Slowed down by user name and by address after a few failures; an unknown user
    /// takes as long as a wrong password and sounds the same.
    ///
    /// # Errors
    /// [`CommandError::Unauthenticated`], [`CommandError::Throttled`]
    pub async fn sign_in(
        &self,
        username: &str,
        password: &str,
        address: &str,
    ) -> Result<SignedIn, CommandError> {
        let throttles = self.throttles(username, address);
        self.not_throttled(&throttles).await?;
        let key = self.username_key(username);
        let known = self.parts().state.credentials().by_name(&key).await.map_err(state)?;
        let phc = known.as_ref().map(|known| known.phc.clone());
        let turn = self.not_throttled(&throttles);
        let attempt = self.house.passwords.verify(password, phc, turn).await?;
        let credential = known.filter(|known| attempt.right && known.active);
        let standing = match &credential {
            Some(credential) => self.standing(UserId(credential.user)).await?,
            None => None,
        };
        let (Some(credential), Some(standing)) = (credential, standing) else {
            self.count_failure(&throttles).await?;
            self.access().sign_in_refused(username, address).await?;
            return Err(WRONG);
        };
        drop(attempt);
        for throttle in &throttles {
            self.parts().state.throttles().clear(throttle).await.map_err(state)?;
        }
        let signed_in = self.begin_session(standing, credential.generation).await?;
        self.access().signed_in(signed_in.user, address).await?;
        Ok(signed_in)
    }

    /// Exchanges a refresh token for the next. One that was used before ends its session: somebody
    /// has a copy.
    ///
    /// # Errors
    /// [`CommandError::Unauthenticated`]
    pub async fn refresh(&self, token: &str) -> Result<SignedIn, CommandError> {
        let (now, next) = (self.now(), Secret::random()?);
        let until = now.saturating_add(IDLE).unwrap_or(Timestamp::MAX);
        let sessions = self.parts().state.sessions();
        let rotated = sessions.rotate(&secret::hash(token), &next.hash(), now, until).await;
        let session = match rotated.map_err(state)? {
            Rotation::Ok(session) => session,
            Rotation::Reused { session, user } => {
                tracing::warn!(%session, %user, "a refresh token was used twice: session ended");
                self.house.callers.forget(session);
                self.record_reuse(UserId(user)).await?;
                return Err(NOT_SIGNED_IN);
            }
            Rotation::Unknown | Rotation::Expired => return Err(NOT_SIGNED_IN),
        };
        let alive = sessions.check(session.id, now).await.map_err(state)?;
        let alive = alive.filter(|s| s.active && s.generation == s.current_generation);
        let standing = match alive {
            Some(_) => self.standing(UserId(session.user)).await?,
            None => None,
        };
        match standing {
            Some(standing) => Ok(self.signed_in(standing, &session, next)),
            None => {
                sessions.end(session.id).await.map_err(state)?;
                Err(NOT_SIGNED_IN)
            }
        }
    }

    /// Who asks, by the session and the generation that an access token names. Looked up at most a
    /// second ago; when it cannot be looked up, nobody asks.
    ///
    /// # Errors
    /// [`CommandError::Unauthenticated`], [`CommandError::Unavailable`]
    pub async fn authenticate(
        &self,
        session: Uuid,
        generation: i64,
    ) -> Result<Caller, CommandError> {
        if let Some(caller) = self.house.callers.get(session, generation) {
            return Ok(caller);
        }
        let asked = Instant::now();
        let found = self.parts().state.sessions().check(session, self.now()).await;
        let found = found.map_err(state)?.ok_or(NOT_SIGNED_IN)?;
        let current = found.generation == found.current_generation;
        if !found.active || !current || found.generation != generation {
            return Err(NOT_SIGNED_IN);
        }
        let (user, role) = self.standing(UserId(found.user)).await?.ok_or(NOT_SIGNED_IN)?;
        let caller = Caller {
            user: user.id,
            username: shown(&user.username),
            full_name: shown(&user.full_name),
            role,
            csrf: found.csrf,
        };
        self.house.callers.keep(session, generation, caller.clone(), asked);
        Ok(caller)
    }

    /// Ends a session. That it ended counts for more than that it is written down: a record that
    /// cannot be written now keeps nobody signed in.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]: it may go on.
    pub async fn sign_out(&self, session: Uuid) -> Result<(), CommandError> {
        let sessions = self.parts().state.sessions();
        let known = sessions.check(session, self.now()).await.map_err(state)?;
        sessions.end(session).await.map_err(state)?;
        self.house.callers.forget(session);
        if let Some(known) = known
            && let Err(error) = self.access().signed_out(UserId(known.user)).await
        {
            tracing::error!(%error, %session, "a session ended, and the access record lacks it");
        }
        Ok(())
    }

    /// Somebody used a refresh token for the second time.
    async fn record_reuse(&self, user: UserId) -> Result<(), CommandError> {
        let Some((_, role)) = self.standing(user).await? else { return Ok(()) };
        let reader = Reader { user, role, route: "POST /api/v1/session/refresh" };
        self.access().refused(reader, None).await
    }

    /// A user changes the own password, and signs in again with it everywhere.
    ///
    /// # Errors
    /// [`CommandError::Unauthenticated`] when the present one is wrong; [`CommandError::Refused`]
    /// when the new one is unfit.
    pub async fn change_own_password(
        &self,
        context: &Context,
        current: &str,
        new: &str,
    ) -> Result<Done<UserId>, CommandError> {
        let id = context.person(Action::SeeLaboratory)?;
        self.check_password(context, current).await?;
        self.replace_password(context, id, new, "/new_password").await
    }

    /// Whether a user who is signed in knows the own password: asked again before what cannot be
    /// undone. Slowed down after a few failures.
    ///
    /// # Errors
    /// [`CommandError::Unauthenticated`] when it is wrong; [`CommandError::Throttled`]
    pub async fn check_password(
        &self,
        context: &Context,
        password: &str,
    ) -> Result<(), CommandError> {
        let id = context.person(Action::SeeLaboratory)?;
        let throttles = [self.parts().key.name_key("throttle-password", &id.to_string())];
        self.not_throttled(&throttles).await?;
        let known = self.parts().state.credentials().by_user(id.0).await.map_err(state)?;
        let phc = known.map(|known| known.phc);
        let turn = self.not_throttled(&throttles);
        let attempt = self.house.passwords.verify(password, phc, turn).await?;
        match attempt.right {
            true => Ok(()),
            false => {
                self.count_failure(&throttles).await?;
                Err(CommandError::Unauthenticated("the present password is wrong"))
            }
        }
    }

    async fn begin_session(
        &self,
        standing: (User, Role),
        generation: i64,
    ) -> Result<SignedIn, CommandError> {
        let (now, id) = (self.now(), Uuid::now_v7());
        let after = |time: SignedDuration| now.saturating_add(time).unwrap_or(Timestamp::MAX);
        let session = Session {
            id,
            user: standing.0.id.0,
            generation,
            csrf: self.csrf(id).hash(),
            expires_at: after(IDLE),
            absolute_expiry: after(LONGEST),
        };
        let refresh = Secret::random()?;
        self.parts().state.sessions().create(&session, &refresh.hash()).await.map_err(state)?;
        Ok(self.signed_in(standing, &session, refresh))
    }

    fn signed_in(&self, standing: (User, Role), session: &Session, refresh: Secret) -> SignedIn {
        let (user, role) = standing;
        SignedIn {
            user: user.id,
            username: shown(&user.username),
            full_name: shown(&user.full_name),
            role,
            session: session.id,
            generation: session.generation,
            refresh,
            csrf: self.csrf(session.id),
            expires_at: session.expires_at,
        }
    }

    /// A session's token against forged requests: nobody without the installation's key can tell
    /// it from the session's id.
    fn csrf(&self, session: Uuid) -> Secret {
        Secret::of(self.parts().key.name_key("csrf", &session.to_string()))
    }

    fn throttles(&self, username: &str, address: &str) -> [[u8; 32]; 2] {
        let key = &self.parts().key;
        [
            key.name_key("throttle-username", &normalized(username)),
            key.name_key("throttle-address", address),
        ]
    }

    async fn not_throttled(&self, throttles: &[[u8; 32]]) -> Result<(), CommandError> {
        for throttle in throttles {
            let wait = self.parts().state.throttles().wait(throttle, self.now()).await;
            if let Some(retry_after) = wait.map_err(state)? {
                return Err(CommandError::Throttled { retry_after });
            }
        }
        Ok(())
    }

    async fn count_failure(&self, throttles: &[[u8; 32]]) -> Result<(), CommandError> {
        for throttle in throttles {
            self.parts().state.throttles().failure(throttle, self.now()).await.map_err(state)?;
        }
        Ok(())
    }
}

/// Who was looked up within the last second.
#[derive(Default)]
pub(crate) struct Callers {
    known: Mutex<HashMap<Uuid, Known>>,
}

struct Known {
    caller: Caller,
    generation: i64,
    asked: Instant,
}

impl Callers {
    fn get(&self, session: Uuid, generation: i64) -> Option<Caller> {
        let known = self.lock();
        let found = known.get(&session)?;
        let good = found.asked.elapsed() < FRESH && found.generation == generation;
        good.then(|| found.caller.clone())
    }

    /// `asked` is when the look-up began: what changed since is not in it.
    fn keep(&self, session: Uuid, generation: i64, caller: Caller, asked: Instant) {
        let mut known = self.lock();
        if known.len() >= KEPT {
            known.retain(|_, known| known.asked.elapsed() < FRESH);
        }
        known.insert(session, Known { caller, generation, asked });
    }

    pub(crate) fn forget(&self, session: Uuid) {
        self.lock().remove(&session);
    }

    pub(crate) fn forget_user(&self, user: UserId) {
        self.lock().retain(|_, known| known.caller.user != user);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uuid, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
