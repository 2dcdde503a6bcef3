//! What every engine of the state must do.

pub mod answers;
pub mod credentials;
pub mod installation;
pub mod leases;
pub mod sessions;
pub mod throttles;
pub mod tokens;

use infra::state::State;
use jiff::{SignedDuration, Timestamp};

use crate::Fixture;

/// An engine of the state.
pub(crate) trait StateFixture: Fixture {
    fn state(&self) -> State;
}

/// A moment; all others are counted from it.
pub fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T08:00:00Z".parse().unwrap();
    start + SignedDuration::from_secs(seconds)
}

/// A hash that is none.
pub fn hash(number: u8) -> [u8; 32] {
    [number; 32]
}
