//! Escalates critical findings that nobody was told of in time.

use std::time::Duration;

use commands::{CommandError, Context};
use domain::envelope::Actor;
use domain::ids::CaseId;
use jiff::Timestamp;
use projections::ReadError;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::house::House;

/// How often it looks, or as often as findings may wait when that is less.
const EVERY: Duration = Duration::from_secs(60);

/// How long a look may take: one that hangs is not to keep the next ones back.
const LONGEST: Duration = Duration::from_secs(60);

/// Looks until the server stops. What cannot be escalated now is seen again the next time.
pub async fn run(house: House, after: Duration, shutdown: CancellationToken) {
    let mut every = tokio::time::interval(EVERY.min(after));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while shutdown.run_until_cancelled(every.tick()).await.is_some() {
        match timeout(LONGEST, look(&house, after)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::warn!(%error, "Whether a critical finding waits could not be seen.");
            }
            Err(_) => tracing::warn!("Whether a critical finding waits was asked for in vain."),
        }
    }
}

async fn look(house: &House, after: Duration) -> Result<(), ReadError> {
    let before = Timestamp::now().saturating_sub(after).unwrap_or(Timestamp::MIN);
    for (case, since) in house.reads.cases().waiting(before).await? {
        match escalate(house, case, since).await {
            Ok(true) => tracing::warn!(
                case.id = %case,
                waiting.since = %since,
                "Nobody was told of a critical finding in time."
            ),
            Ok(false) => {}
            Err(error) => {
                tracing::warn!(case.id = %case, %error, "A critical finding was not escalated.");
            }
        }
    }
    Ok(())
}

/// Says whether it was this time; somebody may have been told meanwhile.
async fn escalate(house: &House, case: CaseId, since: Timestamp) -> Result<bool, CommandError> {
    let context = Context::new(Actor::System { name: "escalation".to_owned() });
    Ok(house.commands.escalate_critical(&context, case, since).await?.changed)
}
