//! Spans of commands.

use infra::telemetry::spans::{self, TARGET};
use tracing::Span;

use crate::Context;

/// The span of an append: within the request or the work that it belongs to, or after what the context
/// names. One that belongs to nothing begins no trace of its own.
pub(crate) fn append(context: &Context, stream: &str) -> Span {
    if !spans::on() {
        return Span::none();
    }
    let within = spans::current().is_some();
    let after = context.traceparent.as_deref().filter(|_| !within);
    if !within && after.is_none() {
        return Span::none();
    }
    // A stream is called by what it is of, and which one.
    let what = stream.split_once('-').map_or(stream, |(what, _)| what);
    let span = tracing::info_span!(target: TARGET, "append",
        otel.name = format!("append {what}"), otel.kind = "producer", event.stream = stream,
        command.id = %context.command);
    if let Some(after) = after {
        spans::continues(&span, after);
    }
    span
}
