//! Who works with the engines. One process has engines that lie in a data directory to itself.
//! Engines that are all on servers are shared by as many processes as like, of which one at a time has
//! the turn to fold the read models and to do what only one should.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use infra::state::{Hold, State, StateError};

use super::state::Place;
use crate::failure::Failure;

/// Whose the engines are. Cheap to clone.
#[derive(Clone)]
pub enum Turn {
    /// This process's alone, for as long as it runs.
    Alone(Arc<Hold>),
    /// Of whoever has the turn now.
    Shared(State, Arc<AtomicBool>),
}

/// That this process has the turn, until it is dropped.
pub struct Mine {
    hold: Option<Hold>,
    said: Arc<AtomicBool>,
}

impl Turn {
    /// Has the engines to itself, or shares them.
    ///
    /// # Errors
    /// When another process has what is not shared.
    pub async fn new(place: &Place, state: &State, shared: bool) -> Result<Self, Failure> {
        match shared {
            true => Ok(Self::Shared(state.clone(), Arc::default())),
            false => Ok(Self::Alone(Arc::new(place.hold(state).await?))),
        }
    }

    /// Whether other processes may work with the engines.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Shared(..))
    }

    /// Completes when another process has taken what this one had to itself.
    pub async fn lost(&self) {
        match self {
            Self::Alone(hold) => hold.lost().await,
            Self::Shared(..) => std::future::pending().await,
        }
    }

    /// Takes the turn, waiting a little for it; none when another process keeps it.
    ///
    /// # Errors
    /// A state that does not answer.
    pub async fn take(&self) -> Result<Option<Mine>, StateError> {
        match self {
            Self::Alone(_) => Ok(Some(Mine { hold: None, said: Arc::default() })),
            Self::Shared(state, said) => {
                let hold = Hold::take(state).await?;
                Ok(hold.map(|hold| {
                    said.store(true, Ordering::Release);
                    Mine { hold: Some(hold), said: said.clone() }
                }))
            }
        }
    }

    /// Whether this process has the turn now.
    pub fn is_mine(&self) -> bool {
        match self {
            Self::Alone(_) => true,
            Self::Shared(_, said) => said.load(Ordering::Acquire),
        }
    }
}

impl Mine {
    /// Completes when another process has it.
    pub async fn lost(&self) {
        match &self.hold {
            Some(hold) => hold.lost().await,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Mine {
    fn drop(&mut self) {
        self.said.store(false, Ordering::Release);
    }
}
