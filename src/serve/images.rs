//! Watches the images' store: while it does not answer the server is not ready.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use web::state::{Part, Readiness};

use crate::house::House;

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(5);

/// Asks until the server stops.
pub async fn watch(house: House, readiness: Readiness, shutdown: CancellationToken) {
    let mut every = tokio::time::interval(EVERY);
    let mut lacking = false;
    while shutdown.run_until_cancelled(every.tick()).await.is_some() {
        let Some(answer) = shutdown.run_until_cancelled(house.blobs.check()).await else { return };
        if let Err(error) = &answer {
            readiness.lacks(Part::Images, "The store of the images does not answer.");
            if !lacking {
                tracing::error!(%error, "The store of the images does not answer.");
            }
        } else {
            readiness.has(Part::Images);
            if lacking {
                tracing::info!("The store of the images answers again.");
            }
        }
        lacking = answer.is_err();
    }
}
