//! The worker: takes a group's events, hands them to its function, a few at once.

use std::sync::Arc;

use futures::StreamExt;
use infra::event_log::{Consumer, LogError};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::attempt::Runner;
use crate::backoff::Backoff;
use crate::status::Counts;
use crate::{Function, Installation, Sources, WorkerSettings};

/// Runs one function over the log, until it is told to stop.
pub struct Worker {
    pub(crate) runner: Arc<Runner>,
}

impl Worker {
    /// A worker of this function. It takes nothing before [`Worker::run`].
    pub fn new(
        function: Arc<dyn Function>,
        installation: Installation,
        settings: WorkerSettings,
    ) -> Self {
        let counts = Arc::new(Counts::default());
        let sources = Sources::of(installation.clone());
        Self { runner: Arc::new(Runner { function, installation, sources, settings, counts }) }
    }

    /// The name of its function, and of its group in the log.
    pub fn name(&self) -> &'static str {
        self.runner.function.name()
    }

    /// What it has done, to be looked at while it runs.
    pub fn counts(&self) -> Arc<Counts> {
        Arc::clone(&self.runner.counts)
    }

    /// Works until the token is cancelled; a log that is away is joined again for ever.
    ///
    /// Then it takes no more, lets what is in work finish within the grace, and hands the rest back.
    pub async fn run(&self, shutdown: CancellationToken) {
        let mut backoff = Backoff::new();
        while let Some(joined) = shutdown.run_until_cancelled(self.join()).await {
            let ended = match joined {
                Ok(consumer) => self.consume(consumer, &shutdown, &mut backoff).await,
                Err(error) => Err(error),
            };
            let Err(error) = ended else { break };
            warn!(function = self.name(), %error, "A function lost the event log and joins again");
            shutdown.run_until_cancelled(backoff.wait()).await;
        }
        info!(function = self.name(), "A function has stopped");
    }

    async fn join(&self) -> Result<Consumer, LogError> {
        let settings = &self.runner.settings;
        let log = &self.runner.installation.log;
        log.ensure_group(self.name(), settings.group.clone()).await?;
        log.join_group(self.name(), settings.concurrency).await
    }

    /// Works on what comes; ends well when told to stop.
    async fn consume(
        &self,
        mut consumer: Consumer,
        shutdown: &CancellationToken,
        backoff: &mut Backoff,
    ) -> Result<(), LogError> {
        let mut work = JoinSet::new();
        self.runner.counts.connected(true);
        let ended = loop {
            tokio::select! {
                biased;
                () = shutdown.cancelled() => break Ok(()),
                Some(_) = work.join_next(), if !work.is_empty() => {}
                delivery = consumer.next(), if work.len() < self.runner.settings.concurrency => {
                    match delivery {
                        Some(Ok(delivery)) => {
                            work.spawn(Arc::clone(&self.runner).run(delivery));
                            *backoff = Backoff::new();
                        }
                        Some(Err(error)) => break Err(error),
                        None => break Err(LogError::Unavailable("the group has ended".to_owned())),
                    }
                }
            }
        };
        self.runner.counts.connected(false);
        self.drain(work).await;
        ended
    }

    /// Lets what is in work finish within the grace; what is dropped then is handed back.
    async fn drain(&self, mut work: JoinSet<()>) {
        let finish = async { while work.join_next().await.is_some() {} };
        if tokio::time::timeout(self.runner.settings.grace, finish).await.is_err() {
            work.shutdown().await;
        }
    }
}
