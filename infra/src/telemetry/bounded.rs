//! A queue of spans that never holds up who works: one that finds it full is counted and let go.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use opentelemetry::Context;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{Span, SpanData, SpanExporter, SpanProcessor};

/// Spans that wait for the collector, at most.
pub(super) const QUEUE: usize = 4_096;

/// Those that wait, or are on their way to the exporter.
pub(super) type Waiting = Arc<AtomicUsize>;

/// The end of the queue at which spans arrive.
#[derive(Debug)]
pub(super) struct Bounded<P> {
    next: P,
    waiting: Waiting,
}

impl<P> Bounded<P> {
    pub(super) fn new(next: P, waiting: Waiting) -> Self {
        Self { next, waiting }
    }
}

impl<P: SpanProcessor> SpanProcessor for Bounded<P> {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.next.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        if !span.span_context.is_sampled() {
            return;
        }
        if self.waiting.fetch_add(1, Ordering::Relaxed) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::Relaxed);
            count("lost", 1);
            return;
        }
        self.next.on_end(span);
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.next.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.next.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.next.set_resource(resource);
    }
}

/// The end at which they leave: sent, or lost when the collector does not take them.
#[derive(Debug)]
pub(super) struct Counted<E> {
    next: E,
    waiting: Waiting,
    /// The collector did not take the last ones. It is said once, not every few seconds.
    away: AtomicBool,
}

impl<E> Counted<E> {
    pub(super) fn new(next: E, waiting: Waiting) -> Self {
        Self { next, waiting, away: AtomicBool::new(false) }
    }

    fn told(&self, result: &OTelSdkResult) {
        let was_away = self.away.swap(result.is_err(), Ordering::Relaxed);
        match result {
            Err(error) if !was_away => tracing::warn!(%error, "The collector takes no traces."),
            Ok(()) if was_away => tracing::info!("The collector takes traces again."),
            _ => {}
        }
    }
}

impl<E: SpanExporter> SpanExporter for Counted<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len();
        self.waiting.fetch_sub(spans, Ordering::Relaxed);
        let result = self.next.export(batch).await;
        count(if result.is_ok() { "sent" } else { "lost" }, spans);
        self.told(&result);
        result
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.next.shutdown_with_timeout(timeout)
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.next.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.next.set_resource(resource);
    }
}

fn count(result: &'static str, spans: usize) {
    metrics::counter!("trace_spans_total", "result" => result).increment(spans as u64);
}
