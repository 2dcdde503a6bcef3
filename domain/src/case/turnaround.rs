//! How soon a laboratory wants to have concluded.

use jiff::{SignedDuration, Timestamp};

use crate::event::Priority;

/// The laboratory's targets: from receiving a specimen to the first final conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Targets {
    /// For what is wanted at once.
    pub stat: SignedDuration,
    /// For what goes before the others.
    pub urgent: SignedDuration,
    /// For what goes in turn.
    pub routine: SignedDuration,
}

impl Default for Targets {
    fn default() -> Self {
        Self {
            stat: SignedDuration::from_hours(1),
            urgent: SignedDuration::from_hours(4),
            routine: SignedDuration::from_hours(24),
        }
    }
}

impl Targets {
    /// The target for a priority.
    pub fn of(&self, priority: Priority) -> SignedDuration {
        match priority {
            Priority::Stat => self.stat,
            Priority::Urgent => self.urgent,
            Priority::Routine => self.routine,
        }
    }
}

/// When a case that was received then is to be concluded; at most the end of the calendar.
pub fn due(received_at: Timestamp, priority: Priority, targets: &Targets) -> Timestamp {
    received_at.saturating_add(targets.of(priority)).unwrap_or(Timestamp::MAX)
}
