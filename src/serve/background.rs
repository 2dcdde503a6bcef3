//! What works beside the requests, as far as it is this process's: the projector, the functions, the
//! control socket.

use runtime::Activity;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use web::state::Readiness;

use crate::control;
use crate::failure::Failure;
use crate::house::House;
use crate::packs::Packs;
use crate::serve::{Share, away, folding, room, setup_link, warm_up};

/// Tasks that run until the server stops.
pub struct Background {
    tasks: JoinSet<()>,
    /// What the functions have in work.
    pub activity: Activity,
}

impl Background {
    /// Brings the installation's data up to date, then starts everything.
    ///
    /// # Errors
    /// A log or state that fails.
    pub async fn start(
        house: &House,
        packs: &Packs,
        share: &Share,
        readiness: &Readiness,
        shutdown: &CancellationToken,
    ) -> Result<Self, Failure> {
        let mut tasks = JoinSet::new();
        let (all, stop) = (house.clone(), shutdown.clone());
        match share.projections {
            Some(escalate_after) => tasks.spawn(folding::run(all, escalate_after, stop)),
            None => tasks.spawn(async move { all.reads.watch(stop).await }),
        };
        if share.predicts() {
            packs.register(&house.commands).await?;
            let (house, packs) = (house.clone(), packs.clone());
            tasks.spawn(warm_up::run(packs, house, readiness.clone(), shutdown.clone()));
        }
        if share.awaits_predictions() && !share.predicts() {
            Packs::announce(&share.models, &house.commands).await?;
        }
        let activity = Activity::default();
        for work in &share.functions {
            let worker = work.worker(house, packs, &activity);
            let stop = shutdown.clone();
            tasks.spawn(async move { worker.run(stop).await });
        }
        for call in &share.calls {
            let worker = call.worker(house, &activity).await?;
            let stop = shutdown.clone();
            tasks.spawn(async move { worker.run(stop).await });
        }
        if share.web.is_some() {
            tasks.spawn(watch_setup(house.clone(), shutdown.clone()));
        }
        let listener = control::listen(&control::socket(house.directory.root()))?;
        tasks.spawn(control::serve(listener, house.clone(), shutdown.clone()));
        tasks.spawn(room::watch(house.clone(), readiness.clone(), shutdown.clone()));
        for engine in away::ENGINES {
            let watch = away::watch(engine, house.clone(), readiness.clone(), shutdown.clone());
            tasks.spawn(watch);
        }
        Ok(Self { tasks, activity })
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
