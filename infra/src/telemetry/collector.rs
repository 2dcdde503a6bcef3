//! The collector that gets the traces: OTLP as protobuf over HTTP.
//! Source: <https://opentelemetry.io/docs/specs/otel/protocol/exporter/>

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry::{Key, KeyValue};
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracer, SdkTracerProvider,
};
use reqwest::redirect::Policy;
use url::Url;

use super::TelemetryError;
use super::bounded::{Bounded, Counted, QUEUE, Waiting};

/// Where signals of the kind that this is are taken, below the endpoint of all.
const PATH: &str = "v1/traces";
/// The standard's own variables for an endpoint: of traces, and of everything.
const OF_TRACES: &str = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const OF_ALL: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
/// With this one, nothing is sent whatever else is said.
const DISABLED: &str = "OTEL_SDK_DISABLED";

/// How long the collector may take for a batch.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long what waits may take to be sent when the process ends.
const AT_THE_END: Duration = Duration::from_secs(2);

/// A collector, and what it is sent.
#[derive(Clone, Debug)]
pub struct Collector {
    /// Where traces are posted.
    url: Url,
    /// The share of the traces begun here that is sent.
    ratio: f64,
    /// Of the program, as `service.name` and `service.version`, unless the environment says otherwise.
    service: (&'static str, &'static str),
}

impl Collector {
    /// The collector at an endpoint, to which the signal's path is added; without one, where the
    /// standard's variables say. None when nobody names a collector.
    ///
    /// # Errors
    /// A variable that holds no URL.
    pub fn find(
        endpoint: Option<&Url>,
        ratio: f64,
        service: (&'static str, &'static str),
    ) -> Result<Option<Self>, TelemetryError> {
        let said = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        if said(DISABLED).is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Ok(None);
        }
        let url = match (endpoint, said(OF_TRACES), said(OF_ALL)) {
            (Some(endpoint), ..) => Some(below(endpoint)),
            (None, Some(url), _) => Some(parse(OF_TRACES, &url)?),
            (None, None, Some(endpoint)) => Some(below(&parse(OF_ALL, &endpoint)?)),
            (None, None, None) => None,
        };
        Ok(url.map(|url| Self { url, ratio, service }))
    }

    /// Begins to send what is recorded. A collector that is away is no error: then it is tried again
    /// with the next spans.
    pub(super) fn connect(&self) -> Result<Exporting, TelemetryError> {
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(self.client()?)
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(self.url.as_str())
            .with_timeout(TIMEOUT)
            .build()
            .map_err(senseless)?;
        let waiting = Waiting::default();
        let batches = BatchConfigBuilder::default().with_max_queue_size(QUEUE).build();
        let batches = BatchSpanProcessor::builder(Counted::new(exporter, Arc::clone(&waiting)))
            .with_batch_config(batches)
            .build();
        let provider = SdkTracerProvider::builder()
            .with_span_processor(Bounded::new(batches, waiting))
            .with_sampler(Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(self.ratio))))
            .with_resource(self.resource())
            .build();
        Ok(Exporting { provider: Some(provider) })
    }

    /// The processor's thread waits for answers itself, so the client is one that blocks; such a one
    /// may be neither made nor dropped by a thread of the async runtime.
    fn client(&self) -> Result<reqwest::blocking::Client, TelemetryError> {
        let plain = self.url.scheme() == "http";
        let make = move || {
            // To the address that was named, and to no other.
            let client = reqwest::blocking::Client::builder().timeout(TIMEOUT);
            let client = client.redirect(Policy::none()).no_proxy();
            match plain {
                // Without TLS, a system without certificates will do.
                true => client.tls_certs_only([]).build(),
                false => client.build(),
            }
        };
        let made = std::thread::scope(|scope| scope.spawn(make).join());
        made.map_err(|_| TelemetryError::Collector("there is no HTTP client".to_owned()))?
            .map_err(senseless)
    }

    /// Who sends, and which of several processes.
    fn resource(&self) -> Resource {
        let said = Resource::builder().build();
        let unless_said = |key: &'static str, value: String| {
            let known = said.get(&Key::from_static_str(key)).map(|value| value.to_string());
            let known = known.is_some_and(|known| !known.starts_with("unknown_service"));
            (!known).then(|| KeyValue::new(key, value))
        };
        let (name, version) = self.service;
        let ours = [
            unless_said("service.name", name.to_owned()),
            unless_said("service.version", version.to_owned()),
            unless_said("service.instance.id", uuid::Uuid::new_v4().to_string()),
        ];
        Resource::builder().with_attributes(ours.into_iter().flatten()).build()
    }
}

/// What is sent to a collector; nothing when there is none.
#[derive(Debug)]
pub struct Exporting {
    provider: Option<SdkTracerProvider>,
}

impl Exporting {
    pub(super) fn nothing() -> Self {
        Self { provider: None }
    }

    pub(super) fn tracer(&self) -> Option<SdkTracer> {
        self.provider.as_ref().map(|provider| provider.tracer("hemaclassify"))
    }

    /// Sends what still waits, for two seconds at most.
    pub async fn finish(self) {
        let Some(provider) = self.provider else { return };
        let send = move || provider.shutdown_with_timeout(AT_THE_END);
        if let Ok(Err(error)) = tokio::task::spawn_blocking(send).await {
            tracing::warn!(%error, "The last traces were not sent.");
        }
    }
}

/// The endpoint of traces below the one of everything, which may have a path of its own.
fn below(endpoint: &Url) -> Url {
    let mut url = endpoint.clone();
    url.set_path(&format!("{}/{PATH}", endpoint.path().trim_end_matches('/')));
    url
}

fn parse(variable: &str, text: &str) -> Result<Url, TelemetryError> {
    let unread =
        || TelemetryError::Collector(format!("{variable} holds no http:// or https:// URL"));
    let url = Url::parse(text).map_err(|_| unread())?;
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err(unread()) }
}

fn senseless(error: impl std::fmt::Display) -> TelemetryError {
    TelemetryError::Collector(error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_traces_comes_below_the_endpoint() {
        for (endpoint, posted_to) in [
            ("http://collector:4318", "http://collector:4318/v1/traces"),
            ("http://collector:4318/", "http://collector:4318/v1/traces"),
            ("https://host/otlp", "https://host/otlp/v1/traces"),
        ] {
            assert_eq!(below(&Url::parse(endpoint).unwrap()).as_str(), posted_to);
        }
        assert!(parse(OF_ALL, "collector:4317").is_err());
    }
}
