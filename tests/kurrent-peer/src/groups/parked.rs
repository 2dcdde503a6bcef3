//! Parked messages: links in a stream of the group's, from which replaying cuts off the beginning.

use bytes::Bytes;
use infra::event_log::{Direction, EventLog, NewEvent, RecordedEvent};
use jiff::Timestamp;
use serde_json::json;
use tonic::Status;
use uuid::Uuid;

use super::{Group, Groups};
use crate::log::{Log, Wanted, status};
use crate::wire;

impl Group {
    /// Where its parked messages lie.
    pub(super) fn parked_stream(&self) -> String {
        format!("$persistentsubscription-{}::{}-parked", self.source, self.name)
    }
}

impl Groups {
    /// How many messages a group has parked.
    pub(super) async fn parked(&self, group: &Group) -> Result<u64, Status> {
        let stream = group.parked_stream();
        let next = self.log.latest(&stream, 1).await?.pop().map_or(0, |last| last.revision + 1);
        Ok(next.saturating_sub(self.log.truncated_before(&stream).await?))
    }

    /// Delivers parked messages again: all, or at most so many.
    pub async fn replay(&self, group: &Group, limit: Option<u64>) -> Result<(), Status> {
        let stream = group.parked_stream();
        let from = self.log.truncated_before(&stream).await?;
        let limit = limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX);
        let links = self.log.0.read_stream(&stream, Some(from), Direction::Forwards, limit).await;
        let links = links.map_err(status)?;
        for link in &links {
            if let Some(event) = self.log.resolve(link).await? {
                let replayed = self.log.0.replay_parked(&group.inner, Some(event.id)).await;
                replayed.map_err(status)?;
            }
        }
        match links.last() {
            Some(last) => truncate(&self.log, &stream, last.revision + 1).await,
            None => Ok(()),
        }
    }
}

/// Puts an event aside.
pub(super) async fn park(
    log: &Log,
    group: &Group,
    event: &RecordedEvent,
    reason: &str,
) -> Result<(), Status> {
    let at = wire::position(event.position);
    let metadata = json!({
        "added": Timestamp::now().to_string(),
        "reason": reason,
        "subscriptionEventPosition":
            format!("C:{}/P:{}", at.commit_position, at.prepare_position),
    });
    let link = NewEvent {
        id: Uuid::new_v4(),
        kind: "$>".into(),
        data: Bytes::from(format!("{}@{}", event.revision, event.stream)),
        metadata: wire::marked(false, metadata.to_string().as_bytes()),
    };
    log.append(&group.parked_stream(), Wanted::Any, vec![link]).await.map(drop)
}

/// What a deleted group had parked is gone with it.
pub(super) async fn forget(log: &Log, group: &Group) -> Result<(), Status> {
    let stream = group.parked_stream();
    match log.latest(&stream, 1).await?.pop() {
        Some(last) => truncate(log, &stream, last.revision + 1).await,
        None => Ok(()),
    }
}

async fn truncate(log: &Log, stream: &str, before: u64) -> Result<(), Status> {
    let metadata = NewEvent {
        id: Uuid::new_v4(),
        kind: "$metadata".into(),
        data: Bytes::from(json!({ "$tb": before }).to_string()),
        metadata: wire::marked(true, b""),
    };
    log.append(&format!("$${stream}"), Wanted::Any, vec![metadata]).await.map(drop)
}
