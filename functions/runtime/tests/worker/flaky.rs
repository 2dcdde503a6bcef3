//! The real log behind a connection that breaks: joining fails at first, then the deliveries end
//! after one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use futures::{StreamExt, stream};
use infra::event_log::*;
use uuid::Uuid;

pub struct Flaky {
    pub log: Arc<dyn EventLog>,
    /// How often somebody tried to join.
    pub joins: AtomicUsize,
}

fn away() -> LogError {
    LogError::Unavailable("the connection broke".to_owned())
}

#[async_trait]
impl EventLog for Flaky {
    async fn join_group(&self, name: &str, buffer: usize) -> Result<Consumer, LogError> {
        match self.joins.fetch_add(1, Ordering::SeqCst) {
            0 | 1 => Err(away()),
            2 => {
                let one = self.log.join_group(name, buffer).await?.take(1);
                Ok(one.chain(stream::iter([Err(away())])).boxed())
            }
            _ => self.log.join_group(name, buffer).await,
        }
    }

    async fn identity(&self) -> Result<Uuid, LogError> {
        self.log.identity().await
    }

    async fn append(
        &self,
        stream: &str,
        expected: Expected,
        events: Vec<NewEvent>,
    ) -> Result<Appended, LogError> {
        self.log.append(stream, expected, events).await
    }

    async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.log.read_stream(stream, from, direction, limit).await
    }

    async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.log.read_all(beyond, direction, filter, limit).await
    }

    async fn head(&self) -> Result<Option<Position>, LogError> {
        self.log.head().await
    }

    async fn subscribe(
        &self,
        after: Option<Position>,
        filter: Filter,
    ) -> Result<Subscription, LogError> {
        self.log.subscribe(after, filter).await
    }

    async fn ensure_group(&self, name: &str, settings: GroupSettings) -> Result<(), LogError> {
        self.log.ensure_group(name, settings).await
    }

    async fn groups(&self) -> Result<Vec<GroupStatus>, LogError> {
        self.log.groups().await
    }

    async fn parked(&self, name: &str, limit: usize) -> Result<Vec<Parked>, LogError> {
        self.log.parked(name, limit).await
    }

    async fn replay_parked(&self, name: &str, event: Option<Uuid>) -> Result<u64, LogError> {
        self.log.replay_parked(name, event).await
    }
}
