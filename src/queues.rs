//! The functions' queues, for administrators: what the event log's groups know of them.

mod waiting;

use std::sync::Arc;

use async_trait::async_trait;
use infra::event_log::{EventLog, LogError, Parked};
use uuid::Uuid;
use web::operations::{ParkedView, QueueView, Queues};

pub use waiting::WaitingQueues;

/// The most parked events that are shown of a group.
const SHOWN: usize = 100;

/// Queues over the event log's groups.
pub struct GroupQueues {
    log: Arc<dyn EventLog>,
}

impl GroupQueues {
    /// Over the groups of this log.
    pub fn new(log: Arc<dyn EventLog>) -> Self {
        Self { log }
    }

    async fn views(&self) -> Result<Vec<QueueView>, LogError> {
        let mut views = Vec::new();
        for group in self.log.groups().await? {
            let parked = self.log.parked(&group.name, SHOWN).await?;
            views.push(QueueView {
                name: group.name,
                position: group.checkpoint.map(|position| position.0),
                in_flight: group.in_flight,
                parked: parked.into_iter().map(view).collect(),
            });
        }
        Ok(views)
    }

    async fn replay_everywhere(&self, event: Uuid) -> Result<u64, LogError> {
        let mut replayed = 0;
        for group in self.log.groups().await? {
            replayed += self.log.replay_parked(&group.name, Some(event)).await?;
        }
        Ok(replayed)
    }
}

fn view(parked: Parked) -> ParkedView {
    ParkedView {
        id: parked.event.id,
        kind: parked.event.kind,
        stream: parked.event.stream,
        retries: parked.retries,
        reason: parked.reason,
        parked_at: parked.parked_at,
    }
}

#[async_trait]
impl Queues for GroupQueues {
    async fn list(&self) -> Result<Vec<QueueView>, String> {
        self.views().await.map_err(|error| error.to_string())
    }

    async fn replay(&self, event: Uuid) -> Result<u64, String> {
        self.replay_everywhere(event).await.map_err(|error| error.to_string())
    }
}
