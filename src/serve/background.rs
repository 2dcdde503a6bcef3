//! What works beside the requests: the projector, the functions, the control socket.

use std::sync::Arc;
use std::time::Duration;

use classify::{Backfill, Classify, Predictor};
use renditions::Renditions;
use runtime::{Function, Sources, Worker, WorkerSettings};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use web::state::Readiness;

use crate::control;
use crate::failure::Failure;
use crate::house::House;
use crate::packs::Packs;
use crate::serve::{forgetting, images, room, setup_link, warm_up};

const HOUSEKEEPING: Duration = Duration::from_secs(300);

/// Tasks that run until the server stops.
pub struct Background {
    tasks: JoinSet<()>,
}

impl Background {
    /// Brings the installation's data up to date, then starts everything.
    ///
    /// # Errors
    /// A log or state that fails.
    pub async fn start(
        house: &House,
        packs: &Packs,
        readiness: &Readiness,
        shutdown: &CancellationToken,
    ) -> Result<Self, Failure> {
        let mut tasks = JoinSet::new();
        let (reads, stop) = (house.reads.clone(), shutdown.clone());
        tasks.spawn(async move { reads.run(stop).await });

        packs.register(&house.commands).await?;
        let sources = Sources::new(house.commands.clone(), house.blobs.clone(), house.log.clone());
        let pictures = house.pictures.clone();
        let predictor = Predictor::new(packs.engines(), sources.clone(), pictures.clone());
        let (classify, backfill) = (Classify::new(predictor.clone()), Backfill::new(predictor));
        let renditions = Renditions::new(sources, pictures);
        // Classifying asks for images in flight as the network takes in one batch.
        work(&mut tasks, house, Arc::new(classify), 16, shutdown);
        work(&mut tasks, house, Arc::new(backfill), 1, shutdown);
        work(&mut tasks, house, Arc::new(renditions), 2, shutdown);

        let listener = control::listen(&control::socket(house.directory.root()))?;
        tasks.spawn(control::serve(listener, house.clone(), shutdown.clone()));
        tasks.spawn(warm_up::run(
            packs.clone(),
            house.clone(),
            readiness.clone(),
            shutdown.clone(),
        ));
        tasks.spawn(room::watch(house.clone(), readiness.clone(), shutdown.clone()));
        tasks.spawn(images::watch(house.clone(), readiness.clone(), shutdown.clone()));
        tasks.spawn(forgetting::run(house.clone(), shutdown.clone()));
        tasks.spawn(watch_setup(house.clone(), shutdown.clone()));
        tasks.spawn(keep_house(house.clone(), shutdown.clone()));
        Ok(Self { tasks })
    }

    /// Lets one more task run until the server stops.
    pub fn spawn(&mut self, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// Until every task has ended by itself.
    pub async fn finish(mut self) {
        while self.tasks.join_next().await.is_some() {}
    }
}

fn work(
    tasks: &mut JoinSet<()>,
    house: &House,
    function: Arc<dyn Function>,
    concurrency: usize,
    shutdown: &CancellationToken,
) {
    let settings = WorkerSettings { concurrency, ..WorkerSettings::new(&*function) };
    let worker = Worker::new(function, house.log.clone(), house.commands.clone(), settings);
    let stop = shutdown.clone();
    tasks.spawn(async move { worker.run(stop).await });
}

/// Takes the set-up link away as soon as there is an administrator.
async fn watch_setup(house: House, shutdown: CancellationToken) {
    let mut positions = house.reads.positions();
    while !house.commands.has_administrator().await.unwrap_or(false) {
        let changed = shutdown.run_until_cancelled(positions.changed()).await;
        if !matches!(changed, Some(Ok(()))) {
            return;
        }
    }
    setup_link::forget(&house.directory);
}

/// Every few minutes: finishes what a failure halfway left, and forgets sessions and answers that are
/// over. Nothing depends on it being in time.
async fn keep_house(house: House, shutdown: CancellationToken) {
    let mut every = tokio::time::interval(HOUSEKEEPING);
    while shutdown.run_until_cancelled(every.tick()).await.is_some() {
        if let Err(error) = house.commands.reconcile().await {
            tracing::warn!(%error, "What a failure left halfway was not finished.");
        }
        if let Err(error) = house.commands.forget_expired().await {
            tracing::warn!(%error, "What is over was not forgotten.");
        }
    }
}
