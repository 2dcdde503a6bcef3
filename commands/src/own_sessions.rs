//! A person's own sessions: which there are, and ending one from another (OWASP ASVS 5.0, 7.5.2).

use domain::access::Action;
use infra::state::Session;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::state;
use crate::sessions::LONGEST;
use crate::{CommandError, Commands, Context};

/// A session that lives, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Which.
    pub id: Uuid,
    /// When the person signed in.
    pub began_at: Timestamp,
    /// When it ends unless it is refreshed before.
    pub expires_at: Timestamp,
}

impl Commands {
    /// The sessions of the person who asks, the one that lasts longest first.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]
    pub async fn own_sessions(&self, context: &Context) -> Result<Vec<OwnSession>, CommandError> {
        let user = context.person(Action::SeeLaboratory)?;
        let parts = self.parts();
        let all = parts.state.sessions().list(user.0).await.map_err(state)?;
        let credential = parts.state.credentials().by_user(user.0).await.map_err(state)?;
        let (now, generation) = (self.now(), credential.map(|known| known.generation));
        let lives = |session: &Session| {
            session.expires_at.min(session.absolute_expiry) > now
                && Some(session.generation) == generation
        };
        Ok(all.into_iter().filter(lives).map(own).collect())
    }

    /// Ends one of the sessions of the person who asks; the caller has asked for the password again.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] when it is none of theirs, [`CommandError::Unavailable`]
    pub async fn end_own_session(&self, context: &Context, id: Uuid) -> Result<(), CommandError> {
        let known = self.own_sessions(context).await?;
        let known = known.iter().any(|session| session.id == id);
        known.then_some(()).ok_or(CommandError::NotFound { what: "session" })?;
        self.sign_out(id).await
    }
}

fn own(session: Session) -> OwnSession {
    let began_at = session.absolute_expiry.saturating_sub(LONGEST).unwrap_or(Timestamp::MIN);
    OwnSession { id: session.id, began_at, expires_at: session.expires_at }
}
