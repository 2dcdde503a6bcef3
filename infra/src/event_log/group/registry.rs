//! All groups of a log: which exist, and which run.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use sqlx::AnyPool;
use tokio::sync::{Mutex, mpsc, oneshot};
use uuid::Uuid;

use super::super::moving::Standing;
use super::super::{Consumer, GroupSettings, GroupStatus, LogError, Parked};
use super::consumer::consumer;
use super::runner::Runner;
use super::running::Running;
use super::store::{Group, Remembered, State, Store};
use super::{Command, Source};

/// The groups of one log.
pub(in super::super) struct Groups {
    store: Store,
    log: Uuid,
    source: Arc<dyn Source>,
    running: Mutex<HashMap<String, Running<Command>>>,
}

impl Groups {
    /// Groups that keep their place in this database.
    pub(in super::super) fn new(pool: AnyPool, log: Uuid, source: Arc<dyn Source>) -> Self {
        Self { store: Store::new(pool), log, source, running: Mutex::default() }
    }

    /// As [`super::super::EventLog::ensure_group`]. New settings end the group's consumers; they
    /// join again.
    pub(in super::super) async fn ensure(
        &self,
        name: &str,
        settings: GroupSettings,
    ) -> Result<(), LogError> {
        if name.is_empty() {
            return Err(LogError::Invalid("a group's name is not empty".into()));
        }
        let mut running = self.running.lock().await;
        let group = match self.known(name).await {
            Ok(group) if group.settings == settings => return Ok(()),
            Ok(group) => Group { settings, ..group },
            Err(LogError::NoGroup(_)) => {
                Group { log: self.log, checkpoint: settings.from, settings }
            }
            Err(error) => return Err(error),
        };
        if let Some(group) = running.remove(name) {
            group.stop(Command::Stop).await;
        }
        self.store.put(name, &group).await
    }

    /// As [`super::super::EventLog::join_group`].
    pub(in super::super) async fn join(
        &self,
        name: &str,
        buffer: usize,
    ) -> Result<Consumer, LogError> {
        Ok(consumer(self.commands(name).await?, buffer))
    }

    /// As [`super::super::EventLog::groups`].
    pub(in super::super) async fn status(&self) -> Result<Vec<GroupStatus>, LogError> {
        let mut running = HashMap::new();
        for (name, _) in self.store.groups().await? {
            let in_flight = self.saved(&name).await?;
            running.insert(name, in_flight);
        }
        let mut status = Vec::new();
        // Read after everything was saved.
        for (name, group) in self.store.groups().await? {
            let parked = self.store.count(&name, State::Parked).await?;
            let in_flight = match running.get(&name).copied().flatten() {
                Some(in_flight) => in_flight,
                None => self.store.count(&name, State::Retry).await?,
            };
            let again = self.store.count(&name, State::Replay).await?;
            let Group { settings, checkpoint, .. } = group;
            let filter = settings.filter;
            status.push(GroupStatus { name, filter, checkpoint, again, in_flight, parked });
        }
        Ok(status)
    }

    /// As [`super::super::EventLog::parked`].
    pub(in super::super) async fn parked(
        &self,
        name: &str,
        limit: usize,
    ) -> Result<Vec<Parked>, LogError> {
        self.known(name).await?;
        self.saved(name).await?;
        let mut parked = Vec::new();
        for entry in self.store.remembered(name, State::Parked, limit).await? {
            let event = self.source.event(entry.position).await?.ok_or_else(|| {
                LogError::Unavailable(format!("the log has no event at {}", entry.position))
            })?;
            let (retries, parked_at) = (entry.retries, entry.since);
            parked.push(Parked { event, retries, reason: entry.reason, parked_at });
        }
        Ok(parked)
    }

    /// As [`super::super::EventLog::replay_parked`].
    pub(in super::super) async fn replay(
        &self,
        name: &str,
        event: Option<Uuid>,
    ) -> Result<u64, LogError> {
        self.ask(&self.commands(name).await?, |answer| Command::Replay(event, answer)).await
    }

    /// As [`super::super::moving::Movable::standings`].
    pub(in super::super) async fn standings(&self) -> Result<Vec<Standing>, LogError> {
        for (name, _) in self.store.groups().await? {
            self.saved(&name).await?;
        }
        let mut standings = Vec::new();
        for (name, group) in self.store.groups().await? {
            if group.log != self.log {
                continue;
            }
            let mut remembered = Vec::new();
            for state in [State::Retry, State::Parked, State::Replay] {
                remembered.extend(self.store.remembered(&name, state, usize::MAX).await?);
            }
            let Group { settings, checkpoint, .. } = group;
            standings.push(Standing { name, settings, checkpoint, remembered });
        }
        Ok(standings)
    }

    /// As [`super::super::moving::Movable::lay_groups`].
    pub(in super::super) async fn lay(&self, standings: &[Standing]) -> Result<(), LogError> {
        self.stop().await;
        self.store.clear().await?;
        for Standing { name, settings, checkpoint, remembered } in standings {
            let (settings, checkpoint) = (settings.clone(), *checkpoint);
            self.store.put(name, &Group { log: self.log, settings, checkpoint }).await?;
            let entry = |one: &Remembered| (one.position, Some(one.clone()));
            let changes = remembered.iter().map(entry).collect();
            self.store.save(name, checkpoint, &changes).await?;
        }
        Ok(())
    }

    /// Saves where the running groups are and ends them.
    pub(in super::super) async fn stop(&self) {
        for (_, group) in self.running.lock().await.drain() {
            group.stop(Command::Stop).await;
        }
    }

    /// Has a group saved, if it runs; how many of its events are in flight then.
    async fn saved(&self, name: &str) -> Result<Option<u64>, LogError> {
        let commands = self.running.lock().await.get(name).and_then(Running::listening);
        match commands {
            Some(commands) => self.ask(&commands, Command::Save).await.map(Some),
            None => Ok(None),
        }
    }

    /// Where a group listens, started if it does not run.
    async fn commands(&self, name: &str) -> Result<mpsc::Sender<Command>, LogError> {
        let mut running = self.running.lock().await;
        if let Some(commands) = running.get(name).and_then(Running::listening) {
            return Ok(commands);
        }
        let group = self.known(name).await?;
        let (commands, listening) = mpsc::channel(64);
        let (store, source) = (self.store.clone(), self.source.clone());
        let runner = Runner::load(name.to_owned(), group, store, source, listening).await?;
        let task = tokio::spawn(runner.run());
        running.insert(name.to_owned(), Running::new(commands.clone(), task));
        Ok(commands)
    }

    async fn known(&self, name: &str) -> Result<Group, LogError> {
        let group = self.store.group(name).await?;
        let group = group.ok_or_else(|| LogError::NoGroup(name.to_owned()))?;
        if group.log != self.log {
            return Err(LogError::Invalid(format!("group {name} belongs to another log")));
        }
        Ok(group)
    }

    async fn ask<T>(
        &self,
        commands: &mpsc::Sender<Command>,
        command: impl FnOnce(oneshot::Sender<Result<T, LogError>>) -> Command,
    ) -> Result<T, LogError> {
        let ended = || LogError::Unavailable("the subscription group ended; ask again".into());
        let (answer, answered) = oneshot::channel();
        commands.send(command(answer)).await.map_err(|_| ended())?;
        answered.await.map_err(|_| ended())?
    }
}

impl fmt::Debug for Groups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Groups").field("log", &self.log).finish_non_exhaustive()
    }
}
