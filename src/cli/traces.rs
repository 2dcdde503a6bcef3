//! Where traces are sent, and how many.

use clap::Args;
use infra::telemetry::{Collector, TelemetryError};
use url::Url;

/// Where traces are sent, and how many.
#[derive(Debug, Clone, Args)]
pub struct TracesArgs {
    /// The OpenTelemetry collector that gets traces (OTLP over HTTP), such as
    /// `http://127.0.0.1:4318`; nobody gets any without one.
    #[arg(long, env = "HEMACLASSIFY_OTLP_ENDPOINT", value_name = "URL", value_parser = endpoint)]
    pub otlp_endpoint: Option<Url>,
    /// The share of traces that is sent, from 0 to 1, of those that nobody decided on before.
    #[arg(long, env = "HEMACLASSIFY_TRACE_RATIO", default_value_t = 1.0, value_name = "SHARE",
        value_parser = ratio)]
    pub trace_ratio: f64,
}

impl TracesArgs {
    /// The collector, as said or as OpenTelemetry's own variables say.
    ///
    /// # Errors
    /// A variable that makes no sense.
    pub fn collector(&self) -> Result<Option<Collector>, TelemetryError> {
        let service = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
        Collector::find(self.otlp_endpoint.as_ref(), self.trace_ratio, service)
    }
}

fn endpoint(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    match url {
        Some(url) if url.username().is_empty() && url.password().is_none() => Ok(url),
        Some(_) => Err("write it without a password: OTEL_EXPORTER_OTLP_HEADERS carries what the \
                        collector wants to see"
            .to_owned()),
        None => {
            Err("write http:// or https:// and the host, such as http://127.0.0.1:4318".to_owned())
        }
    }
}

fn ratio(text: &str) -> Result<f64, String> {
    match text.parse() {
        Ok(ratio) if (0.0..=1.0).contains(&ratio) => Ok(ratio),
        _ => Err("write a number from 0 to 1, such as 0.1".to_owned()),
    }
}
