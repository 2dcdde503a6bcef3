//! A consumer's end of a group.
//!
//! A consumer asks for each delivery when it is ready to take one. So nothing waits in a slow
//! consumer's buffer while another is idle, and the time to settle starts when it is taken.

use std::sync::Arc;

use async_stream::try_stream;
use tokio::sync::{Semaphore, mpsc, oneshot};

use super::super::{Consumer, LogError};
use super::Want;

/// A consumer with at most `buffer` deliveries unsettled at once, fed by the group that listens to
/// these commands.
pub(in super::super) fn consumer<Command>(group: mpsc::Sender<Command>, buffer: usize) -> Consumer
where
    Command: From<Want> + Send + 'static,
{
    let slots = Arc::new(Semaphore::new(buffer.clamp(1, Semaphore::MAX_PERMITS)));
    Box::pin(try_stream! {
        loop {
            let slot = slots.clone().acquire_owned().await.map_err(|_| ended())?;
            let (deliver, delivery) = oneshot::channel();
            group.send(Want { deliver, slot }.into()).await.map_err(|_| ended())?;
            yield delivery.await.map_err(|_| ended())?;
        }
    })
}

fn ended() -> LogError {
    LogError::Unavailable("the subscription group ended; join it again".into())
}
