//! Follows the log: folds what has come, a batch at a time, and says how far it is.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use infra::event_log::Position;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::feed::Feed;
use crate::{ReadError, ReadModels, spans};

/// The waits between attempts.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// How long a database may take for a batch, and how much longer for each event of it. One that
/// takes longer fell silent, and would be waited for without end.
const PATIENCE: Duration = Duration::from_secs(20);
const PATIENCE_FOR_ONE: Duration = Duration::from_millis(20);

/// How the projector is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Health {
    /// All that was in the log is there; it follows live.
    pub(crate) caught_up: bool,
    /// Why it does not get on.
    pub(crate) stopped: Option<String>,
}

/// How far the read models are, and how the projector is, to be waited on.
pub(crate) struct Course {
    /// See [`ReadModels::edition`].
    pub(crate) edition: AtomicU64,
    pub(crate) position: watch::Sender<Option<Position>>,
    pub(crate) health: watch::Sender<Health>,
}

impl Course {
    pub(crate) fn new(position: Option<Position>) -> Self {
        let position = watch::Sender::new(position);
        Self { edition: AtomicU64::default(), position, health: watch::Sender::default() }
    }

    /// Rows are others now. To be said before a position is reached: who waits for the position is
    /// to find them.
    pub(crate) fn changed(&self) {
        self.edition.fetch_add(1, Ordering::AcqRel);
    }

    pub(crate) fn reached(&self, position: Option<Position>) {
        self.position.send_if_modified(|known| {
            let on = *known < position;
            *known = position.max(*known);
            on
        });
    }

    pub(crate) fn well(&self, caught_up: bool) {
        self.health.send_if_modified(|health| {
            let was = health.clone();
            health.stopped = None;
            health.caught_up |= caught_up;
            *health != was
        });
    }

    pub(crate) fn stopped(&self, reason: String) {
        self.health.send_modify(|health| health.stopped = Some(reason));
    }
}

/// Follows the log until told to stop. What fails is tried again, later and later; no event is
/// ever skipped.
pub(crate) async fn run(models: &ReadModels, shutdown: CancellationToken) {
    models.inner.clear().await;
    let mut wait = FIRST_WAIT;
    while let Some(followed) = shutdown.run_until_cancelled(follow(models, &mut wait)).await {
        let Err(error) = followed else { continue };
        tracing::warn!(%error, wait_ms = wait.as_millis() as u64, "the read models do not get on");
        models.inner.course.stopped(error.to_string());
        if shutdown.run_until_cancelled(tokio::time::sleep(wait)).await.is_none() {
            return;
        }
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

/// What a database does with so many events, unless it takes too long.
async fn in_time<T>(
    events: usize,
    work: impl Future<Output = Result<T, ReadError>>,
) -> Result<T, ReadError> {
    let events = u32::try_from(events).unwrap_or(u32::MAX);
    let silent = |_| Err(ReadError::Unavailable("the database fell silent".into()));
    let limit = PATIENCE + PATIENCE_FOR_ONE.saturating_mul(events);
    timeout(limit, work).await.unwrap_or_else(silent)
}

/// Follows the log into the database that counts, until another counts.
async fn follow(models: &ReadModels, wait: &mut Duration) -> Result<(), ReadError> {
    let inner = &models.inner;
    let store = inner.store.get();
    let mut checkpoint = in_time(0, store.checkpoint()).await?;
    inner.course.reached(checkpoint.position);
    let (log, vault) = (inner.log.clone(), inner.vault.clone());
    let mut feed = Feed::start(log, vault, checkpoint.position);
    loop {
        let steps = feed.next().await;
        let turn = inner.turn.lock().await;
        if !inner.store.get().is(&store) {
            return Ok(());
        }
        if !steps.facts.is_empty() {
            let before = checkpoint;
            let spans = spans::of(&steps.facts);
            let folded = store.fold(before, &steps.facts);
            checkpoint = in_time(steps.facts.len(), folded).await?;
            drop(spans);
            if checkpoint.edition != before.edition {
                inner.course.changed();
            }
            inner.course.reached(checkpoint.position);
            *wait = FIRST_WAIT;
        }
        drop(turn);
        match steps.failed {
            Some(error) => return Err(error),
            None => inner.course.well(steps.caught_up),
        }
    }
}
