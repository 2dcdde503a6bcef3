//! A real installation with a worker in it, and what a test wants to see of both.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use commands::testing::House;
use domain::event::{Event, Stored, decode};
use domain::ids::ImageId;
use infra::event_log::{EventLog, GroupStatus, Parked};
use runtime::{Counts, Function, Worker, WorkerSettings};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A worker that runs, until it is stopped.
pub struct Running {
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
pub fn start(house: &House, function: Arc<dyn Function>, settings: WorkerSettings) -> Running {
    start_over(house.log.clone(), house, function, settings)
}

/// Starts a worker over this log.
pub fn start_over(
    log: Arc<dyn EventLog>,
    house: &House,
    function: Arc<dyn Function>,
    settings: WorkerSettings,
) -> Running {
    let worker = Worker::new(function, log, house.commands.clone(), settings);
    let (counts, stop) = (worker.counts(), CancellationToken::new());
    let token = stop.clone();
    Running { counts, stop, task: tokio::spawn(async move { worker.run(token).await }) }
}

/// Settings in which nothing waits for long.
pub fn quick(function: &dyn Function) -> WorkerSettings {
    let mut settings = WorkerSettings::new(function);
    settings.group.min_backoff = Duration::from_millis(5);
    settings.group.max_backoff = Duration::from_millis(20);
    settings.group.max_retries = 3;
    settings
}

/// What stands in an image's stream after its upload.
pub async fn recorded(house: &House, image: ImageId) -> Vec<Stored> {
    let forwards = infra::event_log::Direction::Forwards;
    let events = house.log.read_stream(&image.stream(), None, forwards, 100).await.unwrap();
    let read = events.iter().map(|event| decode(&event.kind, &event.metadata, &event.data));
    read.map(Result::unwrap)
        .filter(|stored| !matches!(stored.event, Event::ImageUploaded(_)))
        .collect()
}

/// The same as types' names.
pub async fn kinds(house: &House, image: ImageId) -> Vec<&'static str> {
    recorded(house, image).await.iter().map(|stored| stored.event.kind()).collect()
}

pub async fn group(house: &House) -> GroupStatus {
    let groups = house.log.groups().await.unwrap();
    groups.into_iter().find(|group| group.name == "scripted").unwrap()
}

pub async fn parked(house: &House) -> Vec<Parked> {
    house.log.parked("scripted", 100).await.unwrap()
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
