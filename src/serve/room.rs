//! Watches the disk: with too little room the server is not ready, until there is room again.

use std::time::Duration;

use infra::room::{NoRoom, Room};
use tokio_util::sync::CancellationToken;
use web::state::{Part, Readiness};

use crate::house::House;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(1);

/// Looks until the server stops.
pub async fn watch(house: House, readiness: Readiness, shutdown: CancellationToken) {
    let mut every = tokio::time::interval(EVERY);
    let mut lacking = false;
    while shutdown.run_until_cancelled(every.tick()).await.is_some() {
        let found = look(&house).await;
        if let Err(why) = &found {
            readiness.lacks(Part::Room, "There is no room left for new data.");
            if !lacking {
                tracing::error!(error = %why, "There is no room left: nothing new is taken in.");
            }
        } else {
            readiness.has(Part::Room);
            if lacking {
                tracing::info!("There is room again.");
            }
        }
        lacking = found.is_err();
    }
}

/// Asks the disk; and when the log has met a full one, tries to write.
async fn look(house: &House) -> Result<(), NoRoom> {
    house.room.check()?;
    match house.engine.is_full() {
        true => probe(house.room.clone()).await,
        false => Ok(()),
    }
}

async fn probe(room: Room) -> Result<(), NoRoom> {
    let probed = tokio::task::spawn_blocking(move || room.probe()).await;
    // A probe that panicked has said nothing against the disk; the next append will.
    probed.unwrap_or(Ok(()))
}
