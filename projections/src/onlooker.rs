//! Looks on while another process folds: how far the read models are, and which database counts.

use std::convert::Infallible;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::store::Store;
use crate::{Inner, ReadError, ReadModels};

/// The wait between two looks; what was folded is seen so much later at most.
const EVERY: Duration = Duration::from_millis(25);
/// The wait after a look that failed.
const AGAIN: Duration = Duration::from_secs(1);

/// Looks on until told to stop.
pub(crate) async fn run(models: &ReadModels, shutdown: CancellationToken) {
    while let Some(Err(error)) = shutdown.run_until_cancelled(watch(&models.inner)).await {
        tracing::warn!(%error, "How far the read models are cannot be seen.");
        models.inner.course.stopped(error.to_string());
        shutdown.run_until_cancelled(tokio::time::sleep(AGAIN)).await;
    }
}

async fn watch(inner: &Inner) -> Result<Infallible, ReadError> {
    let head = inner.log.head().await?;
    let mut seen = None;
    loop {
        let switched = take_up(inner).await?;
        let checkpoint = inner.store.get().checkpoint().await?;
        if seen.replace(checkpoint.edition) != Some(checkpoint.edition) || switched {
            inner.course.changed();
        }
        inner.course.reached(checkpoint.position);
        inner.course.well(checkpoint.position >= head);
        tokio::time::sleep(EVERY).await;
    }
}

/// Reads from the database that counts, when it is another one now.
async fn take_up(inner: &Inner) -> Result<bool, ReadError> {
    let Some(database) = inner.place.current().await? else { return Ok(false) };
    if *inner.store.get().database == database {
        return Ok(false);
    }
    let Some(store) = Store::attach(database, inner.identity).await? else {
        return Err(ReadError::OtherVersion);
    };
    let old = inner.store.replace(store);
    tokio::spawn(async move { old.pool.close().await });
    Ok(true)
}
