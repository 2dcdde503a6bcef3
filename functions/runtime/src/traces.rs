//! Spans of functions' work.

use domain::envelope::Envelope;
use infra::event_log::Delivery;
use infra::telemetry::spans::{self, TARGET};
use tracing::Span;
use tracing::field::Empty;

use crate::Trigger;

/// The span of a try with an event, in the trace in which the event was appended.
pub(crate) fn attempt(function: &str, delivery: &Delivery) -> Span {
    if !spans::on() {
        return Span::none();
    }
    let event = &delivery.event;
    let span = tracing::info_span!(target: TARGET, "attempt",
        otel.name = format!("{function} {}", event.kind), otel.kind = "consumer",
        otel.status_code = Empty, function.name = function, function.outcome = Empty,
        function.retries = delivery.retries, event.id = %event.id, event.stream = event.stream);
    let envelope = serde_json::from_slice::<Envelope>(&event.metadata).ok();
    if let Some(appended) = envelope.and_then(|envelope| envelope.traceparent) {
        spans::continues(&span, &appended);
    }
    span
}

/// The span of a try in a function server, in the caller's trace.
pub(crate) fn served(function: &str, trigger: &Trigger, caller: Option<&str>) -> Span {
    if !spans::on() {
        return Span::none();
    }
    let event = &trigger.event;
    let span = tracing::info_span!(target: TARGET, "served",
        otel.name = format!("{function} {}", event.kind), otel.kind = "server",
        otel.status_code = Empty, function.name = function, function.outcome = Empty,
        function.retries = trigger.retries, event.id = %event.id, event.stream = event.stream);
    if let Some(caller) = caller {
        spans::continues(&span, caller);
    }
    span
}

/// Says what became of it.
pub(crate) fn settled(span: &Span, outcome: &'static str) {
    span.record("function.outcome", outcome);
    if outcome != "done" {
        span.record("otel.status_code", "ERROR");
    }
}
