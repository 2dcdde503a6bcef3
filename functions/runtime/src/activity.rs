//! Whether anything is in work.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

/// How many things are in work in this process. Cheap to clone; the clones count together.
#[derive(Clone, Debug, Default)]
pub struct Activity(watch::Sender<u64>);

/// Something in work, until it is dropped.
#[derive(Debug)]
pub struct InWork(watch::Sender<u64>);

impl Activity {
    /// Something begins.
    pub fn enter(&self) -> InWork {
        self.0.send_modify(|count| *count += 1);
        InWork(self.0.clone())
    }

    /// How many are in work now.
    pub fn count(&self) -> u64 {
        *self.0.borrow()
    }

    /// Completes when nothing was in work for this long, counted from now at the earliest.
    pub async fn until_idle_for(&self, long: Duration) {
        let mut counts = self.0.subscribe();
        loop {
            // Neither fails: the sender lives as long as this does.
            let _ = counts.wait_for(|count| *count == 0).await;
            if timeout(long, counts.changed()).await.is_err() {
                return;
            }
        }
    }
}

impl Drop for InWork {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, sleep};

    use super::*;

    const LONG: Duration = Duration::from_millis(200);

    #[tokio::test]
    async fn the_time_begins_anew_with_everything_that_ends() {
        let activity = Activity::default();
        let begun = Instant::now();
        let work = async {
            let first = activity.enter();
            sleep(2 * LONG).await;
            drop(first);
            sleep(LONG / 2).await;
            // Begun and ended before anybody could look.
            drop(activity.enter());
        };
        tokio::join!(activity.until_idle_for(LONG), work);
        assert!(begun.elapsed() >= 2 * LONG + LONG / 2 + LONG, "{:?}", begun.elapsed());
        assert_eq!(activity.count(), 0);
    }

    #[tokio::test]
    async fn while_something_is_in_work_it_does_not_end() {
        let activity = Activity::default();
        let _work = activity.enter();
        assert!(timeout(3 * LONG, activity.until_idle_for(LONG)).await.is_err());
    }
}
