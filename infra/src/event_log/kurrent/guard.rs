//! A way out of the client's loop over a subscription that the server ended.
//!
//! When the server ends a catch-up subscription with OK, the client asks the ended call again and again
//! and never comes back, not even to be cancelled. On each turn it logs a warning, and so there is one
//! place where something of ours runs: what listens to that warning counts the turns, and leaves by
//! unwinding. The task that followed the subscription ends, and another one subscribes again.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// More turns in a row than messages of a kind that this client does not know could explain.
const MAX_TURNS: u32 = 100;

/// Counts the client's turns. Listens to what the client logs while it follows a subscription.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard(Arc<AtomicU32>);

/// What the unwinding carries.
#[derive(Debug)]
pub(super) struct Spinning;

impl Guard {
    /// The client came back: it does not spin.
    pub(super) fn came_back(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

impl Subscriber for Guard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event()
            && *metadata.level() == Level::WARN
            && metadata.target() == "kurrentdb::commands"
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::WARN)
    }

    fn event(&self, _: &Event<'_>) {
        if self.0.fetch_add(1, Ordering::Relaxed) >= MAX_TURNS {
            // Not a panic: nothing is printed.
            resume_unwind(Box::new(Spinning));
        }
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
