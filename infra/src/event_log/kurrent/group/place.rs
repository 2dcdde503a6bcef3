//! What the server knows of a group, and what it is told.

use std::time::Duration;

use kurrentdb::{
    Error, PersistentSubscriptionInfo, PersistentSubscriptionSettings,
    PersistentSubscriptionToAllOptions, StreamPosition,
};
use serde::{Deserialize, Serialize};

use super::super::super::{Filter, GroupSettings, GroupStatus, LogError, Position};
use super::super::connection::{Connection, log_error, within};
use super::super::filter::filter;
use super::super::record::place;

/// The server gives an event to somebody else after this long. The hub counts the time to settle and says
/// so much earlier; this is for a process that is connected and does nothing any more.
const MESSAGE_TIMEOUT: Duration = Duration::from_secs(24 * 60 * 60);
/// What was settled is saved after this long.
const CHECKPOINT_AFTER: Duration = Duration::from_secs(1);

/// What a group was told: the server knows no waits, and does not say its filter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) settings: GroupSettings,
    /// What the group delivers comes after this.
    pub(super) start: Option<Position>,
    /// The server has made it so. Until then the group there may be an earlier one, or none.
    pub(super) made: bool,
}

/// The document with what a group was told.
pub(super) fn document(name: &str) -> String {
    format!("log-group-{name}")
}

/// Where to start so that the oldest is delivered, and all after a position.
pub(super) fn before(oldest: Option<Position>, start: Option<Position>) -> Option<Position> {
    match (oldest, start) {
        (Some(oldest), Some(start)) if oldest <= start => oldest.0.checked_sub(1).map(Position),
        _ => start,
    }
}

impl Connection {
    /// Where a group stands; none when there is none.
    pub(super) async fn group(&self, name: &str) -> Result<Option<GroupStatus>, LogError> {
        let all = self.groups().await?;
        Ok(all.into_iter().find(|group| group.name == name))
    }

    /// Where all groups stand. The server does not say which events they deliver.
    pub(super) async fn groups(&self) -> Result<Vec<GroupStatus>, LogError> {
        let list = self.call(|client| async move {
            within(client.list_persistent_subscriptions_to_all(&Default::default())).await
        });
        match list.await {
            Ok(groups) => Ok(groups.into_iter().map(status).collect()),
            Err(Error::ResourceNotFound) => Ok(Vec::new()),
            Err(error) => Err(log_error(error)),
        }
    }

    /// Makes a group unless it is there.
    pub(super) async fn create_group(&self, name: &str, told: &Told) -> Result<(), LogError> {
        let options = PersistentSubscriptionToAllOptions::default()
            .settings(settings(told))
            .filter(filter(&told.settings.filter));
        let made = self.call(|client| {
            let (name, options) = (name.to_owned(), options.clone());
            async move {
                within(client.create_persistent_subscription_to_all(name, &options)).await
            }
        });
        match made.await {
            Ok(()) | Err(Error::ResourceAlreadyExists) => Ok(()),
            Err(error) => Err(log_error(error)),
        }
    }

    /// Ends a group and what it had parked.
    pub(super) async fn delete_group(&self, name: &str) -> Result<(), LogError> {
        let deleted = self.call(|client| {
            let name = name.to_owned();
            async move {
                let options = Default::default();
                within(client.delete_persistent_subscription_to_all(name, &options)).await
            }
        });
        match deleted.await {
            Ok(()) | Err(Error::ResourceNotFound) => Ok(()),
            Err(error) => Err(log_error(error)),
        }
    }
}

fn status(group: PersistentSubscriptionInfo<kurrentdb::Position>) -> GroupStatus {
    let stats = group.stats;
    let checkpoint = stats.last_checkpointed_position.map(|at| Position(at.commit));
    GroupStatus {
        name: group.group_name,
        filter: Filter::Types(Vec::new()),
        checkpoint,
        again: stats.retry_buffer_count as u64,
        in_flight: stats.total_in_flight_messages as u64,
        parked: stats.parked_message_count as u64,
    }
}

/// The server's part of the settings. The start is always said: by default a group begins at the end. How
/// often an event is tried is the hub's to count, so that the reason of the last try stays with it.
fn settings(told: &Told) -> PersistentSubscriptionSettings<kurrentdb::Position> {
    PersistentSubscriptionSettings {
        start_from: told
            .start
            .map_or(StreamPosition::Start, |at| StreamPosition::Position(place(at))),
        message_timeout: MESSAGE_TIMEOUT,
        max_retry_count: i32::MAX,
        checkpoint_after: CHECKPOINT_AFTER,
        checkpoint_lower_bound: 1,
        ..PersistentSubscriptionSettings::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_starts_at_the_beginning_unless_it_is_told_otherwise() {
        let told = |start| Told { settings: GroupSettings::new(Filter::All), start, made: true };
        assert_eq!(settings(&told(None)).start_from, StreamPosition::Start);
        let at = kurrentdb::Position { commit: 7, prepare: 7 };
        assert_eq!(settings(&told(Some(Position(7)))).start_from, StreamPosition::Position(at));
    }

    #[test]
    fn what_is_parked_is_not_left_behind() {
        let at = |position| Some(Position(position));
        assert_eq!(before(None, at(9)), at(9));
        assert_eq!(before(at(5), at(9)), at(4));
        assert_eq!(before(at(12), at(9)), at(9));
        assert_eq!(before(at(5), None), None);
    }
}
