//! Prometheus metrics on a listener of their own. The rooms count through the `metrics` facade; what
//! stands in databases is asked when somebody looks.

mod gauges;
mod names;
mod queues;

use std::time::Duration;

use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::cli::{DEFAULT_METRICS, Listen};
use crate::failure::Failure;
use crate::house::House;
use crate::queues::WaitingQueues;
use crate::serve::http;

/// The text format's media type.
const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";
/// How often what was measured is folded into its histogram, so that memory does not grow.
const UPKEEP: Duration = Duration::from_secs(5);
/// Upper bounds of seconds, from a small read to an inference that waits.
const SECONDS: [f64; 15] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Upper bounds of how many things are done at once.
const BATCHES: [f64; 9] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
/// Those who look are few.
const LIMITS: http::Limits = http::Limits { headers: Duration::from_secs(5), connections: 64 };

/// The metrics of this process, and where they are served.
pub struct Metrics {
    handle: PrometheusHandle,
    listener: TcpListener,
}

impl Metrics {
    /// Takes the address and begins to count; none when metrics are off. When the default address
    /// is taken, by another server of this machine, it goes on without.
    ///
    /// # Errors
    /// An address that was asked for and cannot be had.
    pub async fn start(listen: Listen) -> Result<Option<Self>, Failure> {
        let Listen::At(address) = listen else { return Ok(None) };
        let listener = match http::bind(address).await {
            Ok(listener) => listener,
            Err(error) if address == DEFAULT_METRICS => {
                tracing::warn!(%error, "There are no metrics: choose another --metrics-listen.");
                return Ok(None);
            }
            Err(error) => {
                return Err(Failure::Failed(format!("metrics: {error}; --metrics-listen off")));
            }
        };
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .set_buckets_for_metric(Matcher::Suffix("_size".to_owned()), &BATCHES)?
            .build_recorder();
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder)?;
        names::describe();
        Ok(Some(Self { handle, listener }))
    }

    /// Where they are served.
    ///
    /// # Errors
    /// What the listener says.
    pub fn url(&self) -> Result<String, Failure> {
        Ok(format!("http://{}/metrics", self.listener.local_addr()?))
    }

    /// Serves what this process counted by itself, until it stops: it has no engine to ask.
    pub async fn serve_counts(self, shutdown: CancellationToken) {
        let handle = self.handle.clone();
        let router = Router::new().route("/metrics", get(move || counts(handle.clone())));
        self.answer(router, shutdown).await;
    }

    /// Serves them until the server stops.
    pub async fn serve(self, house: House, shutdown: CancellationToken) {
        let (handle, queues) = (self.handle.clone(), WaitingQueues::new(house.log.clone()));
        let asked = queues.clone();
        let page = get(move || render(handle.clone(), house.clone(), asked.clone()));
        let router = Router::new().route("/metrics", page).merge(queues::router(queues));
        self.answer(router, shutdown).await;
    }

    async fn answer(self, router: Router, shutdown: CancellationToken) {
        let Self { handle, listener } = self;
        tokio::spawn(upkeep(handle, shutdown.clone()));
        if let Err(error) = http::serve(listener, None, router, LIMITS, shutdown).await {
            tracing::warn!(%error, "Metrics are not served any more.");
        }
    }
}

/// What this process counted by itself.
async fn counts(handle: PrometheusHandle) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], handle.render())
}

async fn render(
    handle: PrometheusHandle,
    house: House,
    queues: WaitingQueues,
) -> impl IntoResponse {
    gauges::collect(&house, &queues).await;
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], handle.render())
}

async fn upkeep(handle: PrometheusHandle, shutdown: CancellationToken) {
    let mut every = tokio::time::interval(UPKEEP);
    while shutdown.run_until_cancelled(every.tick()).await.is_some() {
        handle.run_upkeep();
    }
}
