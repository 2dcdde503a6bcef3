//! The role projections: the read models are folded, and what one process of an installation does is
//! done, by whoever has the turn. The others look on, and are there when it ends.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::{escalation, forgetting};
use crate::engines::turn::Mine;
use crate::function::begin;
use crate::house::House;

/// Between tries to have the turn while the state does not answer.
const AGAIN: Duration = Duration::from_secs(1);
const HOUSEKEEPING: Duration = Duration::from_secs(300);

/// Folds, or looks on, until told to stop.
pub async fn run(house: House, escalate_after: Duration, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        let Some(mine) = wait(&house, &shutdown).await else { return };
        let stop = shutdown.child_token();
        let fold = async {
            tokio::join!(
                house.reads.run(stop.clone()),
                forgetting::run(house.clone(), stop.clone()),
                escalation::run(house.clone(), escalate_after, stop.clone()),
                keep_house(house.clone(), stop.clone()),
            );
        };
        let until_lost = async {
            stop.run_until_cancelled(mine.lost()).await;
            stop.cancel();
        };
        tokio::join!(fold, until_lost);
    }
}

/// Looks on until it is this process's turn.
async fn wait(house: &House, shutdown: &CancellationToken) -> Option<Mine> {
    let looking = shutdown.child_token();
    let take = async {
        let mine = take(house, shutdown).await;
        looking.cancel();
        mine
    };
    match house.turn.is_shared() {
        true => tokio::join!(take, house.reads.watch(looking.clone())).0,
        false => take.await,
    }
}

async fn take(house: &House, shutdown: &CancellationToken) -> Option<Mine> {
    loop {
        match shutdown.run_until_cancelled(house.turn.take()).await? {
            Ok(Some(mine)) => {
                tracing::info!("This process folds the read models.");
                return Some(mine);
            }
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "Whose turn it is cannot be asked."),
        }
        shutdown.run_until_cancelled(tokio::time::sleep(AGAIN)).await?;
    }
}

/// Every few minutes: finishes what a failure halfway left, forgets sessions and answers that are over, and
/// sees that there are panels and queues. Nothing depends on it being in time.
async fn keep_house(house: House, shutdown: CancellationToken) {
    let mut every = tokio::time::interval(HOUSEKEEPING);
    while shutdown.run_until_cancelled(every.tick()).await.is_some() {
        if let Err(error) = begin(&house).await {
            tracing::warn!(%error, "Whether there are panels and queues is not known.");
        }
        if let Err(error) = house.commands.reconcile().await {
            tracing::warn!(%error, "What a failure left halfway was not finished.");
        }
        if let Err(error) = house.commands.forget_expired().await {
            tracing::warn!(%error, "What is over was not forgotten.");
        }
    }
}
