//! What comes first in a worklist, as text that sorts so.

use std::fmt::Write as _;

use domain::event::Priority;
use jiff::Timestamp;

/// What of a case decides where it and its images stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Urgency {
    /// A critical finding waits for somebody to be told.
    pub(crate) critical: bool,
    pub(crate) priority: Priority,
    pub(crate) due_at: Timestamp,
}

impl Urgency {
    /// Critical findings first, then priority, then the hour in which it is due; room is left for
    /// what follows.
    pub(crate) fn order(self) -> String {
        let alarm = u8::from(!self.critical);
        let priority = Priority::Stat as u8 - self.priority as u8;
        let hour = self.due_at.as_second().max(0) / 3600;
        let mut order = String::with_capacity(28);
        // Writing to a string cannot fail.
        let _ = write!(order, "{alarm}{priority}{hour:08}");
        order
    }
}

/// A time within an order: the oldest first.
pub(crate) fn oldest_first(mut order: String, time: Timestamp) -> String {
    // Writing to a string cannot fail.
    let _ = write!(order, "{:016}", time.as_microsecond().max(0));
    order
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn alarm_goes_before_priority_and_priority_before_the_hour_that_it_is_due() {
        let urgency = |critical, priority, due: &str| {
            let due_at = due.parse().unwrap();
            Urgency { critical, priority, due_at }.order()
        };
        let (early, late) = ("2026-03-01T08:59:00Z", "2026-03-01T09:00:00Z");
        let order = [
            urgency(true, Priority::Routine, late),
            urgency(false, Priority::Stat, late),
            urgency(false, Priority::Urgent, early),
            urgency(false, Priority::Urgent, late),
            urgency(false, Priority::Routine, early),
        ];
        assert!(order.is_sorted());
        assert_eq!(order[2], urgency(false, Priority::Urgent, "2026-03-01T08:00:00Z"));
    }
}
