//! The event log on KurrentDB, through its client.
//!
//! Positions are commit positions, appends are guarded, groups are persistent subscriptions to `$all`. The
//! client has faults that this adapter is built around; each has a test beside the peer that speaks
//! KurrentDB's protocol: a client that is dead after one refused connection ([`connection`]), one that never
//! comes back from a subscription that was ended ([`guard`]), one that panics in a group that was ended
//! ([`group`]), batches that die of one refusal ([`append`]), groups that begin at the end by default.

mod append;
mod connection;
mod documents;
mod filter;
mod group;
mod guard;
mod identity;
mod moving;
mod read;
mod record;
mod subscribe;

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::OnceCell;
use uuid::Uuid;

use self::connection::Connection;
use self::group::Groups;
use super::{
    Appended, Consumer, Direction, EventLog, Expected, Filter, GroupSettings, GroupStatus,
    LogError, NewEvent, Parked, Position, RecordedEvent, Subscription,
};

/// The event log on a KurrentDB. Dropping it ends its subscriptions and groups.
#[derive(Debug)]
pub struct KurrentLog {
    connection: Arc<Connection>,
    identity: OnceCell<Uuid>,
    groups: Groups,
}

impl KurrentLog {
    /// A log on the server that a URL names, such as `kurrentdb://user:password@host:2113`; it is connected
    /// to when it is first used, and again whenever it was away.
    ///
    /// # Errors
    /// [`LogError::Invalid`] when this is no URL of KurrentDB's.
    pub fn new(url: &str) -> Result<Self, LogError> {
        let connection = Arc::new(Connection::new(url)?);
        let groups = Groups::new(connection.clone());
        Ok(Self { connection, identity: OnceCell::new(), groups })
    }

    /// Ends the groups after what was settled has been said. What consumers still have is delivered again.
    pub async fn close(&self) {
        self.groups.stop().await;
    }
}

#[async_trait]
impl EventLog for KurrentLog {
    async fn identity(&self) -> Result<Uuid, LogError> {
        let identity = self
            .identity
            .get_or_try_init(|| identity::identity(&self.connection))
            .await
            .copied()?;
        self.connection.stay_with(identity);
        Ok(identity)
    }

    async fn append(
        &self,
        stream: &str,
        expected: Expected,
        events: Vec<NewEvent>,
    ) -> Result<Appended, LogError> {
        self.connection.append(stream, expected, &events).await
    }

    async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.connection.read_stream(stream, from, direction, limit).await
    }

    async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.connection.read_all(beyond, direction, filter, limit).await
    }

    async fn head(&self) -> Result<Option<Position>, LogError> {
        self.connection.head().await
    }

    async fn subscribe(
        &self,
        after: Option<Position>,
        filter: Filter,
    ) -> Result<Subscription, LogError> {
        Ok(subscribe::follow(self.connection.clone(), after, filter))
    }

    async fn ensure_group(&self, name: &str, settings: GroupSettings) -> Result<(), LogError> {
        self.groups.ensure(name, settings).await
    }

    async fn join_group(&self, name: &str, buffer: usize) -> Result<Consumer, LogError> {
        self.groups.join(name, buffer).await
    }

    async fn groups(&self) -> Result<Vec<GroupStatus>, LogError> {
        self.groups.status().await
    }

    async fn parked(&self, name: &str, limit: usize) -> Result<Vec<Parked>, LogError> {
        self.groups.parked(name, limit).await
    }

    async fn replay_parked(&self, name: &str, event: Option<Uuid>) -> Result<u64, LogError> {
        self.groups.replay(name, event).await
    }
}
