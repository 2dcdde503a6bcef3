//! How much waits for each function: what the log holds of its triggers behind the place up to which its
//! group has settled everything.
//!
//! The log is not read anew for each look: what was seen waiting is remembered until the group has
//! passed it, and only what came since is read. Also of functions that no process runs now, which is
//! when somebody has to know.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use infra::event_log::{Direction, EventLog, Filter, GroupStatus, LogError, Position};
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::Mutex;

/// More are not counted.
const MOST: usize = 10_000;
/// Events that are read at once.
const PAGE: usize = 500;

/// A function's queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Waiting {
    /// The function, and its group in the log.
    pub function: String,
    /// Triggers that are not settled, in work or not; counts to 10,000. What was settled out of turn
    /// counts until everything before it is settled too.
    pub waiting: u64,
    /// Triggers put aside until somebody replays them.
    pub parked: u64,
    /// Age of the oldest that waits, in seconds; 0 when nothing does, or only what is replayed.
    pub oldest_seconds: f64,
    /// Triggers that some process has, or will try again.
    #[serde(skip)]
    pub in_flight: u64,
}

/// Counts what waits. Cheap to clone; the clones remember together.
#[derive(Clone)]
pub struct WaitingQueues {
    log: Arc<dyn EventLog>,
    seen: Arc<Mutex<HashMap<String, Seen>>>,
}

impl WaitingQueues {
    /// Of the groups of this log.
    pub fn new(log: Arc<dyn EventLog>) -> Self {
        Self { log, seen: Arc::default() }
    }

    /// Every function that has a group, by name.
    ///
    /// # Errors
    /// The log is away.
    pub async fn all(&self) -> Result<Vec<Waiting>, LogError> {
        let groups = self.log.groups().await?;
        let mut seen = self.seen.lock().await;
        let mut all = Vec::new();
        for group in groups {
            let known = seen.entry(group.name.clone()).or_default();
            known.look(&*self.log, &group).await?;
            all.push(known.waiting(group));
        }
        all.sort_by(|one, other| one.function.cmp(&other.function));
        Ok(all)
    }
}

/// The triggers of one group that were seen in the log, behind its checkpoint.
#[derive(Default)]
struct Seen {
    filter: Option<Filter>,
    checkpoint: Option<Position>,
    /// Up to where the log was read.
    read: Option<Position>,
    triggers: VecDeque<(Position, Timestamp)>,
}

impl Seen {
    /// Forgets what the group has passed, reads what came since.
    async fn look(&mut self, log: &dyn EventLog, group: &GroupStatus) -> Result<(), LogError> {
        // A group that listens to something else, or was set back, is another one.
        if self.filter.as_ref() != Some(&group.filter) || group.checkpoint < self.checkpoint {
            *self = Self { filter: Some(group.filter.clone()), ..Self::default() };
        }
        self.checkpoint = group.checkpoint;
        self.read = self.read.max(group.checkpoint);
        while self.triggers.front().is_some_and(|(at, _)| Some(*at) <= group.checkpoint) {
            self.triggers.pop_front();
        }
        // Asked first: what is read up to here is all that there is up to here.
        let head = log.head().await?;
        while self.triggers.len() < MOST && self.read < head {
            let page = log.read_all(self.read, Direction::Forwards, &group.filter, PAGE).await?;
            self.triggers.extend(page.iter().map(|event| (event.position, event.created)));
            let last = page.last().map(|event| event.position);
            self.read = if page.len() < PAGE { last.max(head) } else { last };
        }
        Ok(())
    }

    fn waiting(&self, group: GroupStatus) -> Waiting {
        let age = |(_, since): &(Position, Timestamp)| {
            Timestamp::now().duration_since(*since).as_secs_f64().max(0.0)
        };
        Waiting {
            function: group.name,
            waiting: (self.triggers.len() as u64 + group.again).max(group.in_flight),
            parked: group.parked,
            oldest_seconds: self.triggers.front().map_or(0.0, age),
            in_flight: group.in_flight,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use futures::StreamExt as _;
    use infra::event_log::sqlite::SqliteLog;
    use infra::event_log::{Expected, GroupSettings, NewEvent, Settlement};
    use infra::sql::sqlite_url;
    use infra::state::State;
    use uuid::Uuid;

    use super::*;

    async fn append(log: &dyn EventLog, kinds: &[&str]) {
        for kind in kinds {
            let (id, data) = (Uuid::now_v7(), "{}".into());
            let event = NewEvent { id, kind: (*kind).to_owned(), data, metadata: "{}".into() };
            log.append(&format!("s-{id}"), Expected::NoStream, vec![event]).await.unwrap();
        }
    }

    async fn waiting(queues: &WaitingQueues) -> (u64, u64) {
        let all = queues.all().await.unwrap();
        let work = all.iter().find(|queue| queue.function == "work").unwrap();
        (work.waiting, work.parked)
    }

    #[tokio::test]
    async fn what_waits_is_counted_with_and_without_somebody_who_works() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&sqlite_url(&folder.path().join("state.db"))).await.unwrap();
        let events = folder.path().join("events.db");
        let log = SqliteLog::open(&events, state.pool().clone()).await.unwrap();
        let log = Arc::new(log);
        let queues = WaitingQueues::new(log.clone());
        append(&*log, &["A", "B", "A"]).await;
        assert_eq!(queues.all().await.unwrap(), [], "nobody listens");

        let settings = GroupSettings::new(Filter::Types(vec!["A".to_owned()]));
        log.ensure_group("work", settings).await.unwrap();
        assert_eq!(waiting(&queues).await, (2, 0));
        assert!(queues.all().await.unwrap()[0].oldest_seconds > 0.0);
        append(&*log, &["A", "B"]).await;
        assert_eq!(waiting(&queues).await, (3, 0));

        let mut consumer = log.join_group("work", 4).await.unwrap();
        let mut next = async || consumer.next().await.unwrap().unwrap();
        let (first, second, third) = (next().await, next().await, next().await);
        assert_eq!(waiting(&queues).await, (3, 0), "in work is not settled");
        second.settle(Settlement::Done);
        first.settle(Settlement::Park("torn".to_owned()));
        until(&queues, (1, 1)).await;
        third.settle(Settlement::Done);
        until(&queues, (0, 1)).await;

        // What comes back is behind the checkpoint.
        log.replay_parked("work", None).await.unwrap();
        let again = next().await;
        assert_eq!(waiting(&queues).await, (1, 0));
        again.settle(Settlement::Done);
        until(&queues, (0, 0)).await;
        log.close().await;
    }

    async fn until(queues: &WaitingQueues, wanted: (u64, u64)) {
        let look = async {
            while waiting(queues).await != wanted {
                tokio::time::sleep(std::time::Duration::from_millis(10)).await;
            }
        };
        let long = std::time::Duration::from_secs(10);
        assert!(tokio::time::timeout(long, look).await.is_ok(), "{:?}", waiting(queues).await);
    }
}
