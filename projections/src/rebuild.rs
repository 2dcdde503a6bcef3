//! Builds the read models anew in a second database, while the first one serves; then switches.

use std::sync::atomic::{AtomicBool, Ordering};

use infra::event_log::{Direction, Filter};

use crate::checkpoint::Checkpoint;
use crate::feed::{BATCH, Feed};
use crate::open::Opener;
use crate::place::Place;
use crate::store::Store;
use crate::{Inner, Progress, ReadError, indexes};

/// Says that a rebuild is under way, until dropped.
struct UnderWay<'a>(&'a AtomicBool);

impl<'a> UnderWay<'a> {
    fn begin(flag: &'a AtomicBool) -> Result<Self, ReadError> {
        match flag.swap(true, Ordering::AcqRel) {
            true => Err(ReadError::Rebuilding),
            false => Ok(Self(flag)),
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// Builds anew and switches. A crash leaves what was there, and an unfinished database that the next
/// rebuild or start deletes.
pub(crate) async fn rebuild(
    inner: &Inner,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<(), ReadError> {
    let _under_way = UnderWay::begin(&inner.rebuilding)?;
    let mut retired = inner.retired.lock().await;
    if let Some(deleting) = retired.take() {
        // It has nothing to give, and a panic of its own would only leave a file behind.
        let _ = deleting.await;
    }
    inner.place.clear().await?;
    let settings = inner.store.get().settings;
    let store = Store::create(inner.place.another().await?, inner.identity, &settings).await?;
    let built = match build(inner, &store, &mut progress).await {
        Ok(checkpoint) => switch(inner, &store, checkpoint).await,
        Err(error) => Err(error),
    };
    match built {
        Ok(old) => {
            let place = inner.place.clone();
            *retired = Some(tokio::spawn(async move {
                // Other processes that read it see within the grace that another one counts.
                tokio::time::sleep(place.grace()).await;
                retire(place, old).await;
            }));
            Ok(())
        }
        Err(error) => {
            retire(inner.place.clone(), store).await;
            Err(error)
        }
    }
}

/// Deletes a database that does not count, once its readers have finished.
async fn retire(place: Place, store: Store) {
    store.pool.close().await;
    if let Err(error) = place.delete(&store.database).await {
        tracing::warn!(%error, "old read models were not deleted; the next start deletes them");
    }
}

/// Folds all that is in the log.
async fn build(
    inner: &Inner,
    store: &Store,
    progress: &mut (impl FnMut(Progress) + Send),
) -> Result<Checkpoint, ReadError> {
    let head = inner.log.head().await?.map(|position| position.0);
    let lifted = indexes::lift(&store.pool).await?;
    let mut checkpoint = store.checkpoint().await?;
    let mut feed = Feed::start(inner.log.clone(), inner.vault.clone(), None);
    loop {
        let steps = feed.next().await;
        checkpoint = store.fold(checkpoint, &steps.facts).await?;
        let position = checkpoint.position.map(|position| position.0);
        progress(Progress { events: checkpoint.events, position, head });
        if let Some(error) = steps.failed {
            return Err(error);
        }
        if steps.caught_up {
            lifted.lay(&store.pool).await?;
            return Ok(checkpoint);
        }
    }
}

/// Holds the live fold for a moment, folds what came meanwhile, and lets the new database count.
/// Gives the one that counted before.
async fn switch(
    inner: &Inner,
    new: &Store,
    mut checkpoint: Checkpoint,
) -> Result<Store, ReadError> {
    let _turn = inner.turn.lock().await;
    let mut opener = Opener::new(inner.vault.clone());
    loop {
        let (after, all) = (checkpoint.position, Filter::All);
        let events = inner.log.read_all(after, Direction::Forwards, &all, BATCH).await?;
        let mut facts = Vec::with_capacity(events.len());
        for event in &events {
            facts.push(opener.open(event).await?);
        }
        checkpoint = new.fold(checkpoint, &facts).await?;
        if events.len() < BATCH {
            break;
        }
    }
    inner.place.switch(&new.database).await?;
    let old = inner.store.replace(new.clone());
    inner.course.changed();
    inner.course.reached(checkpoint.position);
    Ok(old)
}
