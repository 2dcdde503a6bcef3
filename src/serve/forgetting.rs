//! After an erasure the read models' files forget too.
//!
//! A subscription group remembers which erasures were seen to, so that none is lost in a crash.

use std::time::Duration;

use futures::StreamExt as _;
use infra::event_log::{Filter, GroupSettings, LogError, Settlement};
use tokio_util::sync::CancellationToken;

use crate::house::House;

/// The group's name.
const GROUP: &str = "forgetting";
/// How long the read models may take: they are written anew, which takes as long as they are large.
const LIMIT: Duration = Duration::from_secs(600);
/// The wait before a log that was away is joined again.
const AGAIN: Duration = Duration::from_secs(1);

/// Follows erasures until told to stop.
pub async fn run(house: House, shutdown: CancellationToken) {
    while let Some(followed) = shutdown.run_until_cancelled(follow(&house)).await {
        if let Err(error) = followed {
            tracing::warn!(%error, "Erasures cannot be followed now.");
        }
        shutdown.run_until_cancelled(tokio::time::sleep(AGAIN)).await;
    }
}

async fn follow(house: &House) -> Result<(), LogError> {
    house.log.ensure_group(GROUP, settings()).await?;
    let mut erasures = house.log.join_group(GROUP, 1).await?;
    while let Some(erasure) = erasures.next().await {
        let erasure = erasure?;
        match house.reads.forget_traces(erasure.event.position, LIMIT).await {
            Ok(()) => erasure.settle(Settlement::Done),
            Err(error) => {
                tracing::warn!(%error, "The read models may hold traces of what was erased.");
                erasure.settle(Settlement::Retry(error.to_string()));
            }
        }
    }
    Ok(())
}

/// An erasure is never put aside.
fn settings() -> GroupSettings {
    GroupSettings {
        max_retries: u32::MAX,
        settle_timeout: LIMIT + Duration::from_secs(60),
        ..GroupSettings::new(Filter::Types(vec!["PatientErased".to_owned()]))
    }
}
