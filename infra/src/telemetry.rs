//! What the program says of itself: lines of text or JSON on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// Why logging cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter cannot be read.
    #[error("the log filter {0:?} cannot be read: write a level or pairs like web=debug,info")]
    Filter(String),
    /// It was started before.
    #[error("logging was started before")]
    Started,
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
    EnvFilter::try_new(format!("{DISCREET},{filter}"))
        .map_err(|_| TelemetryError::Filter(filter.to_owned()))
}

/// Starts logging of what passes the filter: a level (`info`), or levels of modules
/// (`web=debug,info`).
///
/// # Errors
/// [`TelemetryError`].
pub fn init(format: Format, filter: &str) -> Result<(), TelemetryError> {
    let lines = tracing_subscriber::fmt()
        .with_env_filter(parse(filter)?)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match format {
        Format::Text => lines.try_init(),
        Format::Json => lines.json().flatten_event(true).try_init(),
    }
    .map_err(|_| TelemetryError::Started)
}
