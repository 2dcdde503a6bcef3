//! The client: where it finds credentials, how long it waits, how often it tries.

use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::{RetryConfig, RetryPartition, TokenBucket};
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{Credentials, Region, StalledStreamProtectionConfig};
use aws_smithy_http_client::{Builder, tls};

use super::Location;

/// The region that is said to stores which have none.
const NO_REGION: &str = "us-east-1";

/// The longest pause after the first try; each next may be twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// How many tries beyond the first are paid for in advance, and how many each second: while a store
/// is away it is not asked without end, and when it is back all is as before.
const TRIES_IN_ADVANCE: usize = 100;
const TRIES_A_SECOND: f32 = 2.0;
/// What a try costs in the client's own coin.
const COST: u32 = 5;

/// How patient the client is.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To connect.
    pub connect: Duration,
    /// For one try of a request, its bytes included.
    pub attempt: Duration,
    /// For a request with all tries and the pauses between them.
    pub request: Duration,
    /// For bytes that stop coming or going.
    pub silence: Duration,
    /// How often a request is tried.
    pub attempts: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            attempt: Duration::from_secs(20),
            request: Duration::from_secs(25),
            silence: Duration::from_secs(10),
            attempts: 5,
        }
    }
}

/// A client for a place. Without credentials of the caller's own it looks where programs of AWS do:
/// environment, profile, web identity, container, instance.
pub(super) async fn client(
    location: &Location,
    patience: Patience,
    credentials: Option<Credentials>,
) -> Client {
    let ring = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
    let http = Builder::new().tls_provider(ring).build_https();
    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .http_client(http)
        .retry_config(
            RetryConfig::standard()
                .with_max_attempts(patience.attempts)
                .with_initial_backoff(FIRST_PAUSE),
        )
        .timeout_config(timeouts(patience))
        .stalled_stream_protection(
            StalledStreamProtectionConfig::enabled().grace_period(patience.silence).build(),
        );
    if let Some(profile) = &location.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = &location.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(credentials) = credentials {
        loader = loader.credentials_provider(credentials);
    }
    let shared = loader.load().await;
    let mut config = aws_sdk_s3::config::Builder::from(&shared)
        .force_path_style(location.path_style)
        .retry_partition(tries());
    if let Some(endpoint) = &location.endpoint {
        config = config.endpoint_url(endpoint);
        if shared.region().is_none() {
            config = config.region(Region::from_static(NO_REGION));
        }
    }
    Client::from_conf(config.build())
}

/// Each client's own: by default clients of one region share theirs.
fn tries() -> RetryPartition {
    let bucket = TokenBucket::builder()
        .capacity(TRIES_IN_ADVANCE * COST as usize)
        .retry_cost(COST)
        .timeout_retry_cost(COST)
        .throttling_retry_cost(COST)
        .refill_rate(TRIES_A_SECOND * COST as f32)
        .build();
    RetryPartition::custom("blobs").token_bucket(bucket).build()
}

fn timeouts(patience: Patience) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(patience.connect)
        .operation_attempt_timeout(patience.attempt)
        .operation_timeout(patience.request)
        .build()
}
