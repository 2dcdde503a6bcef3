//! A start waits for a server that may be starting too.

use std::fmt::Display;
use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep};

/// How long a start waits for a server that is away, and how long between two looks.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK: Duration = Duration::from_secs(1);

/// Asks until there is an answer, while the failure is that nobody answers.
///
/// # Errors
/// The last one.
pub async fn until_there<T, E: Display, F: Future<Output = Result<T, E>>>(
    server: &str,
    is_away: impl Fn(&E) -> bool,
    mut ask: impl FnMut() -> F,
) -> Result<T, E> {
    let until = Instant::now() + PATIENCE;
    loop {
        match ask().await {
            Err(error) if is_away(&error) && Instant::now() < until => {
                tracing::warn!(reason = %error, "The server of {server} is not there yet.");
                sleep(LOOK).await;
            }
            answered => return answered,
        }
    }
}
