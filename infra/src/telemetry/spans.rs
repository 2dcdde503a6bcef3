//! Spans of traces, and how a trace goes on elsewhere: as a W3C `traceparent`.
//!
//! `tracing::info_span!(target: TARGET, …)` makes one. A span whose work begins elsewhere (at a client,
//! with an event in the log) [`continues`] that trace.

use std::sync::atomic::{AtomicBool, Ordering};

use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::{SpanContext, TraceContextExt};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// The target of spans that are meant for a collector.
pub const TARGET: &str = "otel::tracing";

/// The header, and the member of metadata, that carries a trace.
const TRACEPARENT: &str = "traceparent";

static LISTENED_TO: AtomicBool = AtomicBool::new(false);

pub(super) fn listen() {
    LISTENED_TO.store(true, Ordering::Relaxed);
}

/// Whether there is a collector. What only a span needs is not to be worked out otherwise.
pub fn on() -> bool {
    LISTENED_TO.load(Ordering::Relaxed)
}

/// Where the trace of the span that is entered goes on; none outside of one.
pub fn current() -> Option<String> {
    on().then(|| traceparent(&Span::current())).flatten()
}

/// Where a span's trace goes on; none for a span that nobody listens to.
pub fn traceparent(span: &Span) -> Option<String> {
    if !on() {
        return None;
    }
    let context = span.context();
    let span = context.span();
    let at = span.span_context();
    let flags = at.trace_flags().to_u8();
    at.is_valid().then(|| format!("00-{}-{}-{flags:02x}", at.trace_id(), at.span_id()))
}

/// Makes a span that was not entered yet the child of another, which may be elsewhere. Text that is no
/// `traceparent` changes nothing.
pub fn continues(span: &Span, traceparent: &str) {
    let parent = read(traceparent);
    if parent.is_valid() {
        // It fails only for a span that nobody listens to.
        let _ = span.set_parent(Context::new().with_remote_span_context(parent));
    }
}

/// Says that a span has to do with another one.
pub fn links(span: &Span, traceparent: &str) {
    span.add_link(read(traceparent));
}

/// Whether the spans of a trace are wanted.
pub fn is_sampled(traceparent: &str) -> bool {
    read(traceparent).is_sampled()
}

fn read(traceparent: &str) -> SpanContext {
    let context = TraceContextPropagator::new().extract(&Header(traceparent));
    context.span().span_context().clone()
}

/// Headers of which there is one.
struct Header<'a>(&'a str);

impl Extractor for Header<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        (key == TRACEPARENT).then_some(self.0)
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_traceparent_is_read_as_one() {
        assert!(is_sampled("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        assert!(!is_sampled("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00"));
        for bad in ["", "Jane Doe", "00-00000000000000000000000000000000-b7ad6b7169203331-01"] {
            assert!(!read(bad).is_valid(), "{bad}");
        }
    }

    #[test]
    fn nobody_who_listens_is_asked_nothing() {
        let span = tracing::info_span!(target: TARGET, "alone");
        assert_eq!((traceparent(&span), current()), (None, None));
    }
}
