//! How slowly, and how aimlessly, somebody may send: a body that does not come, trickles, or leads
//! to nothing is given up, so that nobody holds a connection and its memory for nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use async_stream::stream;
use axum::BoxError;
use axum::body::{Body, Bytes};
use futures::{Stream, StreamExt};
use tokio::time::{Instant, timeout};

/// How long the server waits for what a client sends.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the whole of a JSON body.
    pub json: Duration,
    /// For the next bytes of an upload.
    pub silence: Duration,
    /// For an upload as a whole, before its bytes are counted.
    pub grace: Duration,
    /// How many bytes of an upload buy another second.
    pub bytes_per_second: u64,
}

impl Default for Patience {
    /// 15 s for JSON; an upload may be silent for 30 s, and after its first minute brings 16 KiB/s.
    fn default() -> Self {
        Self {
            json: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            grace: Duration::from_secs(60),
            bytes_per_second: 16 * 1024,
        }
    }
}

impl Patience {
    /// How long may have been waited in all for so many bytes.
    fn in_all(&self, bytes: u64) -> Duration {
        let earned = Duration::from_secs(bytes / self.bytes_per_second.max(1));
        self.grace.saturating_add(earned)
    }
}

/// How many bytes may come that lead to nothing, such as the head of a part that never ends.
const AIMLESS: u64 = 64 * 1024;

/// What is known of a body on its way in. Shared between the body and who reads it.
#[derive(Debug, Clone, Default)]
pub struct Pace(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    aimless: AtomicU64,
    too_slow: AtomicBool,
}

impl Pace {
    /// Something came of the bytes so far.
    pub fn progress(&self) {
        self.0.aimless.store(0, Ordering::Relaxed);
    }

    /// Whether the body was given up because it came too slowly.
    pub fn is_too_slow(&self) -> bool {
        self.0.too_slow.load(Ordering::Relaxed)
    }
}

/// The same body, which breaks off when it takes too long or leads to nothing. Only the time that is
/// spent waiting for the client counts, not what is done with the bytes.
pub fn paced(body: Body, patience: Patience) -> (Body, Pace) {
    let pace = Pace::default();
    (Body::from_stream(chunks(body, patience, pace.clone())), pace)
}

fn chunks(
    body: Body,
    patience: Patience,
    pace: Pace,
) -> impl Stream<Item = Result<Bytes, BoxError>> {
    stream! {
        let mut body = body.into_data_stream();
        let (mut received, mut waited) = (0_u64, Duration::ZERO);
        loop {
            let left = patience.in_all(received).saturating_sub(waited);
            let begun = Instant::now();
            let next = timeout(left.min(patience.silence), body.next()).await;
            waited += begun.elapsed();
            match next {
                Ok(Some(Ok(_))) if pace.0.aimless.load(Ordering::Relaxed) > AIMLESS => {
                    yield Err("a part's head is too long".into());
                    break;
                }
                Ok(Some(Ok(chunk))) => {
                    let length = chunk.len() as u64;
                    received += length;
                    pace.0.aimless.fetch_add(length, Ordering::Relaxed);
                    yield Ok(chunk);
                    // The form's reader takes in all that is ready: one chunk at a time is.
                    tokio::task::yield_now().await;
                }
                Ok(Some(Err(fault))) => {
                    yield Err(fault.into());
                    break;
                }
                Ok(None) => break,
                Err(_) => {
                    pace.0.too_slow.store(true, Ordering::Relaxed);
                    yield Err("it came too slowly".into());
                    break;
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Reads a body of chunks of this size, one after each pause, until it ends or breaks off.
    async fn read(chunk: usize, pause: Duration, aimless: bool) -> (u64, Option<String>, Pace) {
        let slow = stream! {
            for _ in 0..1_000 {
                tokio::time::sleep(pause).await;
                yield Ok::<_, BoxError>(Bytes::from(vec![0; chunk]));
            }
        };
        let (body, pace) = paced(Body::from_stream(slow), Patience::default());
        let (mut body, mut received) = (body.into_data_stream(), 0);
        while let Some(chunk) = body.next().await {
            match chunk {
                Ok(chunk) => received += chunk.len() as u64,
                Err(fault) => return (received, Some(fault.to_string()), pace),
            }
            if !aimless {
                pace.progress();
            }
        }
        (received, None, pace)
    }

    #[tokio::test(start_paused = true)]
    async fn a_steady_sender_is_waited_for() {
        let (received, fault, _) = read(16 * 1024, Duration::from_secs(1), false).await;
        assert_eq!((received, fault), (1_000 * 16 * 1024, None));
    }

    #[tokio::test(start_paused = true)]
    async fn who_trickles_is_given_up_after_a_minute() {
        let (received, fault, pace) = read(1, Duration::from_secs(1), false).await;
        assert!(fault.is_some() && pace.is_too_slow());
        assert!((58..=60).contains(&received), "{received}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_falls_silent_is_given_up_after_half_a_minute() {
        let begun = Instant::now();
        let (received, fault, pace) = read(1, Duration::from_secs(3_600), false).await;
        assert!(fault.is_some() && pace.is_too_slow() && received == 0);
        assert_eq!(begun.elapsed().as_secs(), 30);
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_that_lead_to_nothing_are_not_gathered() {
        let (received, fault, pace) = read(4_096, Duration::ZERO, true).await;
        assert!(fault.is_some() && !pace.is_too_slow());
        assert!(received <= AIMLESS + 4_096, "{received}");
    }
}
