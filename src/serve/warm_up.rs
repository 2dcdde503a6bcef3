//! Runs each active model once before the server is ready, so that the first image does not wait for
//! memory that is touched for the first time, and a device that fails is known before it is needed.

use std::time::{Duration, Instant};

use tokio_util::sync::CancellationToken;
use web::state::{Part, Readiness};

use crate::house::House;
use crate::packs::Packs;

/// Between tries of a model that fails.
const AGAIN: Duration = Duration::from_secs(5);

/// Warms up until every active model has answered, or the server stops.
pub async fn run(packs: Packs, house: House, readiness: Readiness, shutdown: CancellationToken) {
    let begun = Instant::now();
    while let Err(error) = packs.warm_up(&house.commands).await {
        tracing::error!(%error, "A model does not answer.");
        readiness.lacks(Part::Models, "A model does not answer.");
        if shutdown.run_until_cancelled(tokio::time::sleep(AGAIN)).await.is_none() {
            return;
        }
    }
    tracing::info!(duration_ms = begun.elapsed().as_millis() as u64, "The models are warm.");
    readiness.has(Part::Models);
}
