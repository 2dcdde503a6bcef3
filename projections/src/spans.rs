//! Spans of folding: each event's, in the trace in which it was appended.

use infra::event_log::RecordedEvent;
use infra::telemetry::spans::{self, TARGET};
use jiff::{SignedDuration, Timestamp};
use tracing::Span;

use crate::open::Fact;

/// A trace that is older than this has been looked at: who catches up adds nothing to it.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// What is known of an event whose trace somebody wants to see to its end.
#[derive(Clone, Debug)]
pub(crate) struct Traced {
    kind: String,
    traceparent: String,
}

impl Traced {
    /// Of an event; none of most.
    pub(crate) fn of(event: &RecordedEvent, traceparent: Option<&str>) -> Option<Box<Self>> {
        if !spans::on() {
            return None;
        }
        let traceparent = traceparent.filter(|parent| spans::is_sampled(parent))?.to_owned();
        Some(Box::new(Self { kind: event.kind.clone(), traceparent }))
    }
}

/// The spans of a batch that begins to be folded; each ends when it is dropped.
pub(crate) fn of(facts: &[Fact]) -> Vec<Span> {
    let since = Timestamp::now() - FRESH;
    let fresh = facts.iter().filter(|fact| fact.at.recorded_at > since);
    fresh.filter_map(|fact| Some(fold(fact, fact.traced.as_deref()?, facts.len()))).collect()
}

fn fold(fact: &Fact, traced: &Traced, batch: usize) -> Span {
    let span = tracing::info_span!(target: TARGET, "fold",
        otel.name = format!("fold {}", traced.kind), otel.kind = "consumer",
        event.id = %fact.at.event, event.position = fact.at.position.0, batch.events = batch);
    spans::continues(&span, &traced.traceparent);
    span
}
