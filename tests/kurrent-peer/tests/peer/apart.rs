//! A log within a log: on a server that others use too, each test has streams, types and groups of its own,
//! by a name before theirs.

use std::sync::Arc;

use async_trait::async_trait;
use futures::StreamExt;
use infra::event_log::kurrent::KurrentLog;
use infra::event_log::{
    Appended, Consumer, Direction, EventLog, Expected, Filter, GroupSettings, GroupStatus,
    LogError, Message, NewEvent, Parked, Position, RecordedEvent, Subscription,
};
use uuid::Uuid;

/// The part of a log whose names begin with this one.
#[derive(Clone)]
pub struct Apart {
    pub log: Arc<KurrentLog>,
    pub name: String,
}

impl Apart {
    /// A name as the server has it. One that is empty is for the log to refuse.
    fn outer(&self, name: &str) -> String {
        if name.is_empty() { String::new() } else { format!("{}{name}", self.name) }
    }

    fn inner(&self, name: &str) -> String {
        name.strip_prefix(&self.name).unwrap_or(name).to_owned()
    }

    fn event(&self, event: RecordedEvent) -> RecordedEvent {
        RecordedEvent { stream: self.inner(&event.stream), kind: self.inner(&event.kind), ..event }
    }

    fn events(&self, events: Vec<RecordedEvent>) -> Vec<RecordedEvent> {
        events.into_iter().map(|event| self.event(event)).collect()
    }

    fn filter(&self, filter: &Filter) -> Filter {
        let outer = |names: &[String]| names.iter().map(|name| self.outer(name)).collect();
        match filter {
            Filter::All => Filter::StreamPrefixes(vec![self.name.clone()]),
            Filter::Types(kinds) => Filter::Types(outer(kinds)),
            Filter::StreamPrefixes(prefixes) => Filter::StreamPrefixes(outer(prefixes)),
        }
    }

    fn error(&self, error: LogError) -> LogError {
        match error {
            LogError::NoGroup(name) => LogError::NoGroup(self.inner(&name)),
            other => other,
        }
    }
}

#[async_trait]
impl EventLog for Apart {
    async fn identity(&self) -> Result<Uuid, LogError> {
        Ok(Uuid::new_v5(&self.log.identity().await?, self.name.as_bytes()))
    }

    async fn append(
        &self,
        stream: &str,
        expected: Expected,
        events: Vec<NewEvent>,
    ) -> Result<Appended, LogError> {
        let named = |event: NewEvent| NewEvent { kind: self.outer(&event.kind), ..event };
        let events = events.into_iter().map(named).collect();
        self.log.append(&self.outer(stream), expected, events).await
    }

    async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let read = self.log.read_stream(&self.outer(stream), from, direction, limit).await?;
        Ok(self.events(read))
    }

    async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        let read = self.log.read_all(beyond, direction, &self.filter(filter), limit).await?;
        Ok(self.events(read))
    }

    async fn head(&self) -> Result<Option<Position>, LogError> {
        let last = self.read_all(None, Direction::Backwards, &Filter::All, 1).await?;
        Ok(last.first().map(|event| event.position))
    }

    async fn subscribe(
        &self,
        after: Option<Position>,
        filter: Filter,
    ) -> Result<Subscription, LogError> {
        let apart = self.clone();
        let messages = self.log.subscribe(after, self.filter(&filter)).await?;
        Ok(messages
            .map(move |message| match message? {
                Message::Event(event) => Ok(Message::Event(apart.event(event))),
                other => Ok(other),
            })
            .boxed())
    }

    async fn ensure_group(&self, name: &str, settings: GroupSettings) -> Result<(), LogError> {
        let settings = GroupSettings { filter: self.filter(&settings.filter), ..settings };
        self.log.ensure_group(&self.outer(name), settings).await
    }

    async fn join_group(&self, name: &str, buffer: usize) -> Result<Consumer, LogError> {
        let apart = self.clone();
        let joined = self.log.join_group(&self.outer(name), buffer).await;
        let deliveries = joined.map_err(|error| self.error(error))?;
        Ok(deliveries
            .map(move |delivery| {
                let mut delivery = delivery?;
                delivery.event = apart.event(delivery.event.clone());
                Ok(delivery)
            })
            .boxed())
    }

    async fn groups(&self) -> Result<Vec<GroupStatus>, LogError> {
        let groups = self.log.groups().await?.into_iter();
        let mine = groups.filter(|group| group.name.starts_with(&self.name));
        Ok(mine.map(|group| GroupStatus { name: self.inner(&group.name), ..group }).collect())
    }

    async fn parked(&self, name: &str, limit: usize) -> Result<Vec<Parked>, LogError> {
        let parked = self.log.parked(&self.outer(name), limit).await;
        let parked = parked.map_err(|error| self.error(error))?.into_iter();
        Ok(parked.map(|one| Parked { event: self.event(one.event.clone()), ..one }).collect())
    }

    async fn replay_parked(&self, name: &str, event: Option<Uuid>) -> Result<u64, LogError> {
        let replayed = self.log.replay_parked(&self.outer(name), event).await;
        replayed.map_err(|error| self.error(error))
    }
}
