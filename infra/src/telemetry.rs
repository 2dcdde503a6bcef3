//! What the program says of itself: lines on standard error, and, where somebody asked for them,
//! traces to a collector.
//!
//! Spans are `tracing`'s. Those that a collector gets have a target of their own ([`spans::TARGET`]);
//! when there is no collector nobody listens to that target, and a span costs one look at a number.

mod bounded;
mod collector;
mod lines;
pub mod spans;

use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::prelude::*;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{Layer, Registry};

pub use collector::{Collector, Exporting};
pub use lines::{Format, check};

/// Why it cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter cannot be read.
    #[error("the log filter {0:?} cannot be read: write a level or pairs like web=debug,info")]
    Filter(String),
    /// Something in how traces are to be sent makes no sense.
    #[error("traces cannot be sent: {0}")]
    Collector(String),
    /// It was started before.
    #[error("logging was started before")]
    Started,
}

/// Starts logging of what passes the filter, a level (`info`) or levels of modules
/// (`web=debug,info`), and sends traces to a collector if there is one.
///
/// # Errors
/// [`TelemetryError`].
pub fn init(
    format: Format,
    filter: &str,
    collector: Option<&Collector>,
) -> Result<Exporting, TelemetryError> {
    let Some(collector) = collector else {
        lines::init(format, filter)?;
        return Ok(Exporting::nothing());
    };
    let exporting = collector.connect()?;
    let lines = lines::layer(format, filter)?;
    let started = Registry::default().with(lines).with(traces(&exporting)).try_init();
    started.map_err(|_| TelemetryError::Started)?;
    spans::listen();
    Ok(exporting)
}

/// Takes the spans that are meant for a collector. What else is said meanwhile, and where in the code,
/// stays here.
fn traces<S>(exporting: &Exporting) -> impl Layer<S> + use<S>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    let layer = exporting.tracer().map(|tracer| {
        tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_context_activation(false)
    });
    layer.with_filter(filter_fn(|span| span.is_span() && span.target() == spans::TARGET))
}
