//! Lines of text or JSON on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::fmt;
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::{EnvFilter, Layer};

use super::{TelemetryError, spans};

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Whether a filter can be read.
///
/// # Errors
/// [`TelemetryError::Filter`].
pub fn check(filter: &str) -> Result<(), TelemetryError> {
    parse(filter).map(drop)
}

/// Libraries that would write out whole requests, with whose they are and who signs them. A filter
/// that names one of them is still obeyed.
const DISCREET: &str = "aws_config=warn,aws_credential_types=warn,aws_runtime=warn,aws_sdk_s3=warn,\
     aws_sdk_sts=warn,aws_sigv4=warn,aws_smithy_checksums=warn,aws_smithy_http=warn,\
     aws_smithy_http_client=warn,aws_smithy_runtime=warn,aws_smithy_runtime_api=warn,\
     aws_smithy_types=warn";

fn parse(filter: &str) -> Result<EnvFilter, TelemetryError> {
    // What is meant for a collector is no line.
    EnvFilter::try_new(format!("{DISCREET},{}=off,{filter}", spans::TARGET))
        .map_err(|_| TelemetryError::Filter(filter.to_owned()))
}

/// Writes lines, and nothing else listens.
pub(super) fn init(format: Format, filter: &str) -> Result<(), TelemetryError> {
    let lines = fmt()
        .with_env_filter(parse(filter)?)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match format {
        Format::Text => lines.try_init(),
        Format::Json => lines.json().flatten_event(true).try_init(),
    }
    .map_err(|_| TelemetryError::Started)
}

/// Writes the same lines beside others who listen.
pub(super) fn layer<S>(
    format: Format,
    filter: &str,
) -> Result<impl Layer<S> + use<S>, TelemetryError>
where
    S: tracing::Subscriber + for<'a> LookupSpan<'a>,
{
    let lines =
        fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let lines = match format {
        Format::Text => lines.boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    Ok(lines.with_filter(parse(filter)?))
}
