//! Who asks, under which request, and why.

use domain::access::{Action, may};
use domain::envelope::Actor;
use domain::ids::UserId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::CommandError;

/// What every command is told beside what it is to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Context {
    /// Who asks.
    pub actor: Actor,
    /// The command's own identifier: the same one happens once. A new entity's id is this.
    pub command: Uuid,
    /// What belongs together: one request of a person and all that follows.
    pub correlation: Uuid,
    /// The event that made a function or a process ask.
    pub causation: Option<Uuid>,
    /// W3C Trace Context.
    pub traceparent: Option<String>,
}

impl Context {
    /// A command that nothing came before, with fresh identifiers.
    pub fn new(actor: Actor) -> Self {
        Self {
            actor,
            command: Uuid::now_v7(),
            correlation: Uuid::now_v7(),
            causation: None,
            traceparent: None,
        }
    }

    /// The same request under a command id of the caller's, such as one made from an
    /// idempotency key.
    pub fn with_command(self, command: Uuid) -> Self {
        Self { command, ..self }
    }

    /// One of several things that a request does, each of which happens once: the second file of an
    /// upload, the confirmation after a reservation. The same name gives the same command again.
    pub fn step(&self, name: &str) -> Self {
        let command = Uuid::new_v5(&self.command, name.as_bytes());
        Self { command, ..self.clone() }
    }

    /// Refuses a person whose role may not do this. Functions and the installation itself may do
    /// what they are built for.
    ///
    /// # Errors
    /// [`CommandError::Forbidden`]
    pub fn permit(&self, action: Action) -> Result<(), CommandError> {
        match &self.actor {
            Actor::Person { role, .. } if !may(*role, action) => {
                Err(CommandError::Forbidden { action })
            }
            _ => Ok(()),
        }
    }

    /// The person who asks.
    ///
    /// # Errors
    /// [`CommandError::Forbidden`] when it is no person, for what only a person can do.
    pub fn person(&self, action: Action) -> Result<UserId, CommandError> {
        self.actor.person().ok_or(CommandError::Forbidden { action })
    }
}

/// What time it is. The only clock that commands know, so that tests can turn it.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
