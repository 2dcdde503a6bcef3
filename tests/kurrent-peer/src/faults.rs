//! What a test may do to those who are connected.

use tokio::sync::broadcast;
use tonic::Status;

/// How a subscription ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// As if all had been said: with OK, and nothing more.
    Completed,
    /// With UNAVAILABLE, as a server that shuts down.
    Unavailable,
}

/// Ends subscriptions on request. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Faults(broadcast::Sender<Ending>);

impl Default for Faults {
    fn default() -> Self {
        Self(broadcast::channel(16).0)
    }
}

impl Faults {
    /// Ends all subscriptions, catch-up and persistent, that are there now; says how many.
    pub fn end_subscriptions(&self, ending: Ending) -> usize {
        self.0.send(ending).unwrap_or(0)
    }

    /// What a subscription listens to.
    pub(crate) fn listen(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

pub(crate) struct Listener(broadcast::Receiver<Ending>);

impl Listener {
    /// Waits for the end that a test wishes; for ever when none does.
    pub(crate) async fn ended(&mut self) -> Result<(), Status> {
        match self.0.recv().await {
            Ok(Ending::Completed) => Ok(()),
            Ok(Ending::Unavailable) => Err(Status::unavailable("Server Is Shutting Down")),
            Err(_) => std::future::pending().await,
        }
    }
}
