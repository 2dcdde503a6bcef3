//! Nothing of what was erased stays in a file.

use std::time::Duration;

use infra::event_log::Position;
use infra::sql;
use tokio::time::timeout;

use crate::{ReadError, ReadModels, Store};

/// The wait between two looks at a write-ahead log that somebody still reads.
const AGAIN: Duration = Duration::from_millis(20);

impl ReadModels {
    /// Makes sure that what was erased up to a position is in no file of the read models: waits for
    /// the position, deletes databases that do not count, and writes the one that counts anew. Safe
    /// to do again.
    ///
    /// # Errors
    /// [`ReadError::TracesLeft`] when the time is over: the read models are behind, somebody reads
    /// for long, or a rebuild is under way; a disk that fails.
    pub async fn forget_traces(
        &self,
        position: Position,
        limit: Duration,
    ) -> Result<(), ReadError> {
        let done = timeout(limit, async {
            let mut positions = self.positions();
            // The sender lives as long as these read models.
            let _ = positions.wait_for(|reached| *reached >= Some(position)).await;
            let mut retired = self.inner.retired.lock().await;
            if let Some(deleting) = retired.take() {
                // It has nothing to give; what it left behind is deleted below.
                let _ = deleting.await;
            }
            self.inner.place.clear().await?;
            // No fold may wait for so long that it gives up.
            let _turn = self.inner.turn.lock().await;
            scrub(&self.inner.store.get()).await
        });
        done.await.unwrap_or(Err(ReadError::TracesLeft))
    }
}

/// Writes a database anew and empties its write-ahead log, whoever reads meanwhile.
async fn scrub(store: &Store) -> Result<(), ReadError> {
    let mut clean = sql::scrub(&store.pool).await?;
    while !clean {
        tokio::time::sleep(AGAIN).await;
        clean = sql::truncate_wal(&store.pool).await?;
    }
    Ok(())
}
