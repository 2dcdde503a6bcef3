//! The log's events, opened, in order: read and decrypted on one core while another folds.

use std::sync::Arc;

use futures::StreamExt as _;
use infra::event_log::{EventLog, Filter, LogError, Message, Position};
use infra::vault::Vault;
use tokio::sync::mpsc;
use tokio_util::task::AbortOnDropHandle;

use crate::ReadError;
use crate::open::{Fact, Opener};

/// How many events one transaction takes at most.
pub(crate) const BATCH: usize = 20_000;

/// How many events are opened ahead of the fold.
const AHEAD: usize = 20_000;

/// How many events share one look at the vault.
const KEYS_KEPT_FOR: usize = 256;

/// What comes out of the log.
enum Step {
    Fact(Box<Fact>),
    CaughtUp,
    Failed(ReadError),
}

/// Events to be folded together: all that had come by now.
#[derive(Default)]
pub(crate) struct Steps {
    pub(crate) facts: Vec<Fact>,
    /// All that was in the log has come.
    pub(crate) caught_up: bool,
    /// Nothing more comes: the next event cannot be had or opened. It is never skipped.
    pub(crate) failed: Option<ReadError>,
}

/// Reads the log ahead until dropped.
pub(crate) struct Feed {
    steps: mpsc::Receiver<Step>,
    buffer: Vec<Step>,
    _reader: AbortOnDropHandle<()>,
}

impl Feed {
    /// Begins after a position.
    pub(crate) fn start(
        log: Arc<dyn EventLog>,
        vault: Arc<dyn Vault>,
        after: Option<Position>,
    ) -> Self {
        let (sender, steps) = mpsc::channel(AHEAD);
        let reader = tokio::spawn(async move {
            let error = match read(log, vault, after, &sender).await {
                Ok(()) => LogError::Unavailable("the subscription ended".into()).into(),
                Err(error) => error,
            };
            // Who no longer listens need not be told.
            let _ = sender.send(Step::Failed(error)).await;
        });
        Self { steps, buffer: Vec::new(), _reader: AbortOnDropHandle::new(reader) }
    }

    /// Waits for something, then takes all that is there, up to a batch.
    pub(crate) async fn next(&mut self) -> Steps {
        let mut steps = Steps::default();
        self.steps.recv_many(&mut self.buffer, BATCH).await;
        if self.buffer.is_empty() {
            steps.failed = Some(LogError::Unavailable("the log's reader ended".into()).into());
        }
        for step in self.buffer.drain(..) {
            match step {
                Step::Fact(fact) => steps.facts.push(*fact),
                Step::CaughtUp => steps.caught_up = true,
                Step::Failed(error) => steps.failed = Some(error),
            }
        }
        steps
    }
}

async fn read(
    log: Arc<dyn EventLog>,
    vault: Arc<dyn Vault>,
    after: Option<Position>,
    steps: &mpsc::Sender<Step>,
) -> Result<(), ReadError> {
    let mut opener = Opener::new(vault);
    let subscription = log.subscribe(after, Filter::All).await?;
    let mut messages = subscription.ready_chunks(KEYS_KEPT_FOR);
    while let Some(messages) = messages.next().await {
        for message in messages {
            let step = match message? {
                Message::Event(event) => Step::Fact(Box::new(opener.open(&event).await?)),
                Message::CaughtUp(_) => Step::CaughtUp,
                Message::Checkpoint(_) => continue,
            };
            if steps.send(step).await.is_err() {
                return Ok(());
            }
        }
        opener.forget();
    }
    Ok(())
}
