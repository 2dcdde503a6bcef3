//! What works beside the requests, as far as it is this process's: the projector, the functions, the
//! control socket.

use std::sync::Arc;
use std::time::Duration;

use classify::{Backfill, Classify, Predictor};
use renditions::Renditions;
use runtime::{Function, Installation, Worker, WorkerSettings};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use web::state::Readiness;

use crate::control;
use crate::failure::Failure;
use crate::house::House;
use crate::packs::Packs;
use crate::serve::roles::Roles;
use crate::serve::{away, folding, room, setup_link, warm_up};

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
        roles: Roles,
        escalate_after: Duration,
        readiness: &Readiness,
        shutdown: &CancellationToken,
    ) -> Result<Self, Failure> {
        let mut tasks = JoinSet::new();
        let (all, stop) = (house.clone(), shutdown.clone());
        match roles.projections {
            true => tasks.spawn(folding::run(all, escalate_after, stop)),
            false => tasks.spawn(async move { all.reads.watch(stop).await }),
        };
        if roles.functions {
            packs.register(&house.commands).await?;
            functions(&mut tasks, house, packs, shutdown);
            let (house, packs) = (house.clone(), packs.clone());
            tasks.spawn(warm_up::run(packs, house, readiness.clone(), shutdown.clone()));
        }
        if roles.web {
            tasks.spawn(watch_setup(house.clone(), shutdown.clone()));
        }
        let listener = control::listen(&control::socket(house.directory.root()))?;
        tasks.spawn(control::serve(listener, house.clone(), shutdown.clone()));
        tasks.spawn(room::watch(house.clone(), readiness.clone(), shutdown.clone()));
        for engine in away::ENGINES {
            let watch = away::watch(engine, house.clone(), readiness.clone(), shutdown.clone());
            tasks.spawn(watch);
        }
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

/// Starts a worker for each function.
fn functions(tasks: &mut JoinSet<()>, house: &House, packs: &Packs, shutdown: &CancellationToken) {
    let pictures = house.pictures.clone();
    let predictor = Predictor::new(packs.engines(), pictures.clone());
    let (classify, backfill) = (Classify::new(predictor.clone()), Backfill::new(predictor));
    let renditions = Renditions::new(pictures);
    // Classifying asks for images in flight as the network takes in one batch.
    work(tasks, house, Arc::new(classify), 16, shutdown);
    work(tasks, house, Arc::new(backfill), 1, shutdown);
    work(tasks, house, Arc::new(renditions), 2, shutdown);
}

fn work(
    tasks: &mut JoinSet<()>,
    house: &House,
    function: Arc<dyn Function>,
    concurrency: usize,
    shutdown: &CancellationToken,
) {
    let settings = WorkerSettings { concurrency, ..WorkerSettings::new(&*function) };
    let (commands, blobs, log) = (house.commands.clone(), house.blobs.clone(), house.log.clone());
    let worker = Worker::new(function, Installation { commands, blobs, log }, settings);
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
