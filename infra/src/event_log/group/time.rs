//! What becomes of a delivery in time, and waiting until a moment.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until, timeout};

use super::super::Settlement;

/// What a consumer says of a delivery. One that is dropped, or not settled within the limit, is to be
/// delivered again.
pub(in super::super) async fn settlement(
    settled: oneshot::Receiver<Settlement>,
    limit: Duration,
) -> Settlement {
    match timeout(limit, settled).await {
        Ok(Ok(settlement)) => settlement,
        Ok(Err(_)) => Settlement::Retry("it was dropped unsettled".into()),
        Err(_) => Settlement::Retry(format!("it was not settled within {limit:?}")),
    }
}

/// Waits until then; for ever when there is nothing to wait for.
pub(in super::super) async fn at(then: Option<Instant>) {
    match then {
        Some(then) => sleep_until(then).await,
        None => std::future::pending().await,
    }
}
