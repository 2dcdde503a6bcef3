//! A real installation with a worker in it, and what a test wants to see of both.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use commands::testing::Laboratory;
use domain::event::Stored;
use domain::ids::ImageId;
use infra::event_log::{Direction, EventLog, Parked};
use runtime::{Counts, Function, Installation, Trigger, Worker, WorkerSettings};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A worker that runs, until it is stopped.
pub struct Running {
    pub worker: Arc<Worker>,
    pub counts: Arc<Counts>,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    /// Tells the worker to stop and waits until it has.
    pub async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(Duration::from_secs(10), self.task).await.unwrap().unwrap();
    }
}

/// Starts a worker over the installation's log.
pub fn start(
    laboratory: &Laboratory,
    function: Arc<dyn Function>,
    settings: WorkerSettings,
) -> Running {
    start_over(laboratory.log.clone(), laboratory, function, settings)
}

/// Starts a worker over this log.
pub fn start_over(
    log: Arc<dyn EventLog>,
    laboratory: &Laboratory,
    function: Arc<dyn Function>,
    settings: WorkerSettings,
) -> Running {
    let (commands, blobs) = (laboratory.commands.clone(), laboratory.blobs.clone());
    let installation = Installation { commands, blobs, log };
    let worker = Arc::new(Worker::new(function, installation, settings));
    let (counts, stop) = (worker.counts(), CancellationToken::new());
    let (works, token) = (worker.clone(), stop.clone());
    let task = tokio::spawn(async move { works.run(token).await });
    Running { worker, counts, stop, task }
}

/// Settings in which nothing waits for long.
pub fn quick(function: &dyn Function) -> WorkerSettings {
    let mut settings = WorkerSettings::new(function);
    settings.group.min_backoff = Duration::from_millis(5);
    settings.group.max_backoff = Duration::from_millis(20);
    settings.group.max_retries = 3;
    settings
}

/// So many new images of one patient.
pub async fn images(laboratory: &Laboratory, count: u32) -> Vec<ImageId> {
    let patient = laboratory.patient("P-1").await;
    let mut images = vec![];
    for seed in 0..count {
        images.push(laboratory.image(patient, seed).await);
    }
    images
}

/// One new image.
pub async fn image(laboratory: &Laboratory) -> ImageId {
    images(laboratory, 1).await[0]
}

/// All of an image's stream.
async fn stream(laboratory: &Laboratory, image: ImageId) -> Vec<Trigger> {
    let (stream, forwards) = (image.stream(), Direction::Forwards);
    let events = laboratory.log.read_stream(&stream, None, forwards, 100).await.unwrap();
    events.into_iter().map(|event| Trigger::read(event, 0).unwrap()).collect()
}

/// The upload, which is what triggers.
pub async fn upload(laboratory: &Laboratory, image: ImageId) -> Trigger {
    stream(laboratory, image).await.remove(0)
}

/// What follows the upload in an image's stream.
pub async fn recorded(laboratory: &Laboratory, image: ImageId) -> Vec<Stored> {
    let events = stream(laboratory, image).await;
    events.into_iter().skip(1).map(|event| event.stored).collect()
}

/// The same as types' names.
pub async fn kinds(laboratory: &Laboratory, image: ImageId) -> Vec<&'static str> {
    recorded(laboratory, image).await.iter().map(|stored| stored.event.kind()).collect()
}

/// How many events the group has parked; none before the group exists.
pub async fn parked_count(laboratory: &Laboratory) -> u64 {
    let groups = laboratory.log.groups().await.unwrap();
    groups.iter().find(|group| group.name == "scripted").map_or(0, |group| group.parked)
}

pub async fn parked(laboratory: &Laboratory) -> Vec<Parked> {
    laboratory.log.parked("scripted", 100).await.unwrap()
}

/// Waits until something is so, for ten seconds.
pub async fn until<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    let wait = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(10), wait).await;
    assert!(waited.is_ok(), "{what} did not come about");
}

/// Waits until so many triggers are done.
pub async fn until_done(counts: &Counts, done: u64) {
    until("so much done", async || counts.snapshot().done >= done).await;
}
