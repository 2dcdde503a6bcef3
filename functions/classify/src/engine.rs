//! The network on a thread of its own, behind a bounded queue.
//!
//! Images that wait at one moment run as one batch; nobody waits for a batch to fill. A place in
//! the queue is taken before a picture is prepared, so that no more pictures are held in memory
//! than the queue has places, and whoever brings more waits.

mod worker;

#[cfg(test)]
mod tests;

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::ids::{LabelId, ModelId};
use image::RgbImage;
use infra::telemetry::spans;
use tokio::sync::{mpsc, oneshot, watch};

use crate::device::Device;
use crate::explain::{Explainer, Explanation, ExplanationError};
use crate::model::{Model, ModelError};
use crate::pack::{Manifest, Pack};
use crate::precision::Precision;
use crate::predict::Prediction;
use crate::preprocess::EmptyPicture;
use crate::unit::Measures;

/// How an engine runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineSettings {
    /// The most images in one batch.
    pub max_batch: NonZeroUsize,
    /// How many images may wait or be prepared; who brings more waits.
    pub queue: NonZeroUsize,
    /// How the network's values are stored.
    pub precision: Precision,
}

impl Default for EngineSettings {
    fn default() -> Self {
        Self {
            max_batch: const { NonZeroUsize::new(8).expect("8 is not 0") },
            queue: const { NonZeroUsize::new(32).expect("32 is not 0") },
            precision: Precision::default(),
        }
    }
}

/// Why an engine gave no prediction.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The picture has no pixels; no other try will do better.
    #[error(transparent)]
    Empty(#[from] EmptyPicture),
    /// The engine was shut down.
    #[error("the engine is stopped")]
    Stopped,
    /// The device failed on the batch; another try may do better.
    #[error("{0}")]
    Failed(String),
}

/// A handle to a running engine; clones share it.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

struct Shared {
    id: ModelId,
    manifest: Arc<Manifest>,
    device: Device,
    precision: Precision,
    explainer: Explainer,
    /// None once shut down; the thread ends when the last sender is gone.
    queue: Mutex<Option<mpsc::Sender<Job>>>,
    ended: watch::Receiver<()>,
}

/// A prepared picture and who waits for its logits.
struct Job {
    input: Vec<f32>,
    /// The trace that it belongs to.
    traceparent: Option<String>,
    answer: oneshot::Sender<Result<(Vec<f32>, Duration), EngineError>>,
}

impl Engine {
    /// Builds the network and starts its thread. Blocks for as long as building takes.
    ///
    /// # Errors
    /// The device cannot be used.
    pub fn start(
        pack: &Pack,
        device: Device,
        settings: EngineSettings,
    ) -> Result<Self, ModelError> {
        let model = Model::load(pack, device, settings.precision)?;
        let (id, manifest) = (model.id, model.manifest.clone());
        let (queue, jobs) = mpsc::channel(settings.queue.get());
        let (running, ended) = watch::channel(());
        worker::spawn(model, jobs, settings.max_batch.get(), running);
        let queue = Mutex::new(Some(queue));
        Ok(Self {
            shared: Arc::new(Shared {
                id,
                manifest,
                device,
                precision: settings.precision,
                explainer: Explainer::new(pack.clone(), device),
                queue,
                ended,
            }),
        })
    }

    /// The model that answers.
    pub fn model(&self) -> ModelId {
        self.shared.id
    }

    /// The manifest of its pack.
    pub fn manifest(&self) -> &Manifest {
        &self.shared.manifest
    }

    /// What it runs on.
    pub fn device(&self) -> Device {
        self.shared.device
    }

    /// How the network's values are stored.
    pub fn precision(&self) -> Precision {
        self.shared.precision
    }

    /// Predicts a picture, at a scale where one is known. Waits for a place in the queue.
    ///
    /// # Errors
    /// See [`EngineError`].
    pub async fn predict(
        &self,
        picture: RgbImage,
        microns_per_pixel: Option<f64>,
    ) -> Result<Prediction, EngineError> {
        let queue = self.queue().clone().ok_or(EngineError::Stopped)?;
        let place = queue.reserve_owned().await.map_err(|_| EngineError::Stopped)?;
        let measures = Measures::of(&picture, microns_per_pixel);
        let manifest = self.shared.manifest.clone();
        let prepare = tokio::task::spawn_blocking(move || manifest.input.prepare(&picture));
        let prepared = prepare.await.map_err(|error| EngineError::Failed(error.to_string()))??;
        let (answer, answered) = oneshot::channel();
        let traceparent = spans::current();
        drop(place.send(Job { input: prepared.input, traceparent, answer }));
        let (logits, took) = answered.await.map_err(|_| EngineError::Stopped)??;
        let manifest = &self.shared.manifest;
        Ok(Prediction::read(manifest, logits, measures, &prepared.appearance, took))
    }

    /// Where the model sees a label in a picture. Beside the queue: nobody's prediction waits for it.
    ///
    /// # Errors
    /// See [`ExplanationError`]; [`EngineError::Failed`] when it was cut off.
    pub async fn explain(
        &self,
        picture: RgbImage,
        label: LabelId,
    ) -> Result<Result<Explanation, ExplanationError>, EngineError> {
        let explainer = self.shared.explainer.clone();
        let explain = tokio::task::spawn_blocking(move || explainer.explain(&picture, &label));
        explain.await.map_err(|error| EngineError::Failed(error.to_string()))
    }

    /// Predicts an empty field, so that the first real picture finds everything in place.
    ///
    /// # Errors
    /// See [`EngineError`].
    pub async fn warm_up(&self) -> Result<(), EngineError> {
        const FIELD: u32 = 224;
        let field = RgbImage::from_pixel(FIELD, FIELD, image::Rgb([232, 222, 226]));
        self.predict(field, None).await.map(drop)
    }

    /// Takes no more pictures, answers those that it has, and ends its thread.
    pub async fn shut_down(&self) {
        drop(self.queue().take());
        let mut ended = self.shared.ended.clone();
        // Nothing is ever sent: this waits until the thread has dropped its end.
        while ended.changed().await.is_ok() {}
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Option<mpsc::Sender<Job>>> {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
