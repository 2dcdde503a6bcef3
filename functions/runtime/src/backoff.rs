//! Waits that double: for whatever is away now and will be back.

use std::time::Duration;

const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(10);

/// The next wait, twice the last, up to ten seconds.
#[derive(Debug)]
pub(crate) struct Backoff(Duration);

impl Backoff {
    /// Starts with the shortest wait.
    pub fn new() -> Self {
        Self(SHORTEST)
    }

    /// Waits, longer each time.
    pub async fn wait(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(LONGEST);
    }
}
