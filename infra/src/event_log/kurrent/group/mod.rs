//! Groups: persistent subscriptions to `$all`. The server remembers what is settled and what is parked,
//! and gives what one process lost to another; what it does not do, waiting before a retry and counting
//! the time to settle for each consumer, is done here, by one [`hub`] for each group of this process.

mod hub;
mod lay;
mod link;
mod parked;
mod place;

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{Mutex, mpsc, oneshot};
use uuid::Uuid;

use self::hub::{Command, Hub};
use self::place::Told;
use super::super::group::{Running, consumer};
use super::super::{Consumer, GroupSettings, GroupStatus, LogError, Parked, Position};
use super::connection::Connection;

/// The groups of one log.
#[derive(Debug)]
pub(super) struct Groups {
    connection: Arc<Connection>,
    running: Mutex<HashMap<String, Running<Command>>>,
}

impl Groups {
    pub(super) fn new(connection: Arc<Connection>) -> Self {
        Self { connection, running: Mutex::default() }
    }

    /// As [`super::super::EventLog::ensure_group`]. New settings end the group's consumers; they join
    /// again. A new filter makes a new group in the old one's place: what was parked is delivered again
    /// then, with all that came after it.
    pub(super) async fn ensure(&self, name: &str, settings: GroupSettings) -> Result<(), LogError> {
        if name.is_empty() {
            return Err(LogError::Invalid("a group's name is not empty".into()));
        }
        let mut running = self.running.lock().await;
        let told = self.connection.document::<Told>(&place::document(name)).await?.value;
        let there = self.connection.group(name).await?;
        let known = told.clone().filter(|told| told.made && there.is_some());
        if known.as_ref().is_some_and(|told| told.settings == settings) {
            return Ok(());
        }
        if let Some(group) = running.remove(name) {
            group.stop(Command::Stop).await;
        }
        if let Some(told) = known.filter(|told| told.settings.filter == settings.filter) {
            // Of the settings the server knows the filter only.
            return self.tell(name, &Told { settings, ..told }).await;
        }
        let start = self.start(name, told, there.as_ref(), settings.from).await?;
        // A crash on the way is seen by the next one to ask.
        self.tell(name, &Told { settings: settings.clone(), start, made: false }).await?;
        if there.is_some() {
            self.connection.delete_group(name).await?;
        }
        let told = Told { settings, start, made: true };
        self.connection.create_group(name, &told).await?;
        self.tell(name, &told).await
    }

    /// Where a group that is made now starts: where the one in its place stands, and not after the oldest
    /// that it has parked.
    async fn start(
        &self,
        name: &str,
        told: Option<Told>,
        there: Option<&GroupStatus>,
        from: Option<Position>,
    ) -> Result<Option<Position>, LogError> {
        match (told, there) {
            (Some(told), Some(there)) if told.made => {
                let parked = self.connection.parked(name).await?;
                let oldest = parked.iter().map(|parked| parked.event.position).min();
                Ok(place::before(oldest, told.start.max(there.checkpoint)))
            }
            (Some(told), _) => Ok(told.start),
            (None, Some(there)) => Ok(there.checkpoint),
            (None, None) => Ok(from),
        }
    }

    async fn tell(&self, name: &str, told: &Told) -> Result<(), LogError> {
        let document = place::document(name);
        let instead_of = self.connection.document::<Told>(&document).await?;
        match self.connection.put_document(&document, &instead_of, told).await? {
            true => Ok(()),
            false => Err(LogError::Unavailable(format!(
                "somebody else changed the group {name} at the same time; ask again"
            ))),
        }
    }

    /// As [`super::super::EventLog::join_group`].
    pub(super) async fn join(&self, name: &str, buffer: usize) -> Result<Consumer, LogError> {
        Ok(consumer(self.commands(name, buffer).await?, buffer))
    }

    /// As [`super::super::EventLog::groups`]: all persistent subscriptions to `$all`.
    pub(super) async fn status(&self) -> Result<Vec<GroupStatus>, LogError> {
        let mut status = self.connection.groups().await?;
        for group in &mut status {
            // What lies ready here is not delivered yet.
            let ready = self.ready(&group.name).await;
            group.in_flight = group.in_flight.saturating_sub(ready);
            let document = place::document(&group.name);
            if let Some(told) = self.connection.document::<Told>(&document).await?.value {
                group.filter = told.settings.filter;
                group.checkpoint = group.checkpoint.max(told.start);
            }
        }
        Ok(status)
    }

    /// As [`super::super::EventLog::parked`].
    pub(super) async fn parked(&self, name: &str, limit: usize) -> Result<Vec<Parked>, LogError> {
        self.told(name).await?;
        let mut parked = self.connection.parked(name).await?;
        parked.truncate(limit);
        Ok(parked)
    }

    /// As [`super::super::EventLog::replay_parked`].
    ///
    /// The server replays all or the oldest. For one of them all are replayed, and the hub parks the
    /// others again as they come: should the process end in between, they are tried again.
    pub(super) async fn replay(&self, name: &str, event: Option<Uuid>) -> Result<u64, LogError> {
        self.told(name).await?;
        let parked = self.connection.parked(name).await?;
        let (wanted, others): (Vec<_>, Vec<_>) =
            parked.into_iter().partition(|parked| event.is_none_or(|id| id == parked.event.id));
        if wanted.is_empty() {
            return Ok(0);
        }
        let mine = !self.running.lock().await.contains_key(name);
        let parked_again = match others.is_empty() {
            true => None,
            false => {
                let (done, parked_again) = oneshot::channel();
                let commands = self.commands(name, 1).await?;
                let _ = commands.send(Command::Park(others.clone(), done)).await;
                Some(parked_again)
            }
        };
        self.connection.replay_group(name).await?;
        if let Some(parked_again) = parked_again {
            let parked = self.connection.until_parked(name, parked_again, &others).await;
            // Nobody here works for the group: what came meanwhile goes to who does.
            if mine && let Some(group) = self.running.lock().await.remove(name) {
                group.stop(Command::Stop).await;
            }
            parked?;
        }
        Ok(wanted.len() as u64)
    }

    /// Ends what runs.
    pub(super) async fn stop(&self) {
        for (_, group) in self.running.lock().await.drain() {
            group.stop(Command::Stop).await;
        }
    }

    async fn told(&self, name: &str) -> Result<Told, LogError> {
        let document = self.connection.document::<Told>(&place::document(name)).await?;
        document.value.ok_or_else(|| LogError::NoGroup(name.to_owned()))
    }

    async fn ready(&self, name: &str) -> u64 {
        let commands = self.running.lock().await.get(name).and_then(Running::listening);
        let Some(commands) = commands else { return 0 };
        let (answer, answered) = oneshot::channel();
        match commands.send(Command::Ready(answer)).await {
            Ok(()) => answered.await.unwrap_or(0),
            Err(_) => 0,
        }
    }

    /// Where a group listens, started if it does not run, for a consumer with so many deliveries at
    /// once.
    async fn commands(&self, name: &str, buffer: usize) -> Result<mpsc::Sender<Command>, LogError> {
        let mut running = self.running.lock().await;
        if let Some(commands) = running.get(name).and_then(Running::listening) {
            return Ok(commands);
        }
        let told = self.told(name).await?;
        let (commands, listening) = mpsc::channel(64);
        let hub = Hub::new(name.to_owned(), told, buffer, self.connection.clone(), listening);
        let task = tokio::spawn(hub.run());
        running.insert(name.to_owned(), Running::new(commands.clone(), task));
        Ok(commands)
    }
}
