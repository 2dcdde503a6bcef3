//! The engine's thread.

use std::thread;
use std::time::Instant;

use infra::telemetry::spans::{self, TARGET};
use tokio::sync::{mpsc, watch};
use tracing::Span;

use super::{EngineError, Job};
use crate::model::Model;

/// Runs until every sender of jobs is gone and the last job is answered; then drops `running`.
pub(super) fn spawn(
    model: Model,
    mut jobs: mpsc::Receiver<Job>,
    max_batch: usize,
    running: watch::Sender<()>,
) {
    let work = move || {
        let mut batch = Vec::with_capacity(max_batch);
        while jobs.blocking_recv_many(&mut batch, max_batch) > 0 {
            answer(&model, std::mem::take(&mut batch));
        }
        drop(running);
    };
    thread::Builder::new()
        .name("classify-engine".into())
        .spawn(work)
        .expect("the system gives a thread at start");
}

/// Runs what waited as one batch. Who no longer waits is left out.
fn answer(model: &Model, mut batch: Vec<Job>) {
    batch.retain(|job| !job.answer.is_closed());
    if batch.is_empty() {
        return;
    }
    let span = span(&batch);
    let begun = Instant::now();
    let logits = model.logits(batch.iter().map(|job| job.input.as_slice()));
    drop(span);
    metrics::histogram!("classify_batch_size").record(batch.len() as f64);
    metrics::histogram!("classify_inference_seconds").record(begun.elapsed());
    let share = begun.elapsed() / u32::try_from(batch.len()).unwrap_or(u32::MAX);
    tracing::debug!(batch.images = batch.len(), image.ms = share.as_millis(), "ran a batch");
    match logits {
        Ok(logits) => {
            for (job, logits) in batch.into_iter().zip(logits) {
                // The one who asked may have gone meanwhile.
                let _ = job.answer.send(Ok((logits, share)));
            }
        }
        Err(error) => {
            tracing::error!(batch.images = batch.len(), %error, "a batch failed");
            for job in batch {
                let _ = job.answer.send(Err(EngineError::Failed(error.to_string())));
            }
        }
    }
}

/// A batch is the work of all whose pictures are in it: the first one's trace holds it, and it names
/// the others.
fn span(batch: &[Job]) -> Span {
    let mut traces = batch.iter().filter_map(|job| job.traceparent.as_deref());
    let Some(first) = traces.next() else { return Span::none() };
    let span = tracing::info_span!(target: TARGET, "infer", batch.images = batch.len());
    spans::continues(&span, first);
    traces.for_each(|other| spans::links(&span, other));
    span
}
