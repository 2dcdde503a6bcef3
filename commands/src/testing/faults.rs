//! A log that stops answering when a test says so, as it does for a process that dies.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use infra::event_log::{
    Appended, Consumer, Direction, EventLog, Expected, Filter, GroupSettings, GroupStatus,
    LogError, NewEvent, Parked, Position, RecordedEvent, Subscription,
};
use uuid::Uuid;

type Alter = Box<dyn Fn(&mut Vec<RecordedEvent>) + Send>;

/// When the log stops answering, and what it answers that was never written.
pub struct Faults {
    appends_left: AtomicI64,
    read_only: AtomicBool,
    alter: Mutex<Option<Alter>>,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            appends_left: AtomicI64::new(i64::MAX),
            read_only: AtomicBool::default(),
            alter: Mutex::default(),
        }
    }
}

impl Faults {
    /// After so many more appends the log is dead: nothing is appended, nothing is read.
    pub fn die_after(&self, appends: i64) {
        self.appends_left.store(appends, Ordering::SeqCst);
    }

    /// From now on nothing is appended; what was is still read.
    pub fn refuse_appends(&self) {
        self.read_only.store(true, Ordering::SeqCst);
    }

    /// From now on the whole log reads as if somebody had changed it.
    pub fn alter(&self, alter: impl Fn(&mut Vec<RecordedEvent>) + Send + 'static) {
        *self.altered() = Some(Box::new(alter));
    }

    fn altered(&self) -> MutexGuard<'_, Option<Alter>> {
        self.alter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everything is well again.
    pub fn heal(&self) {
        self.die_after(i64::MAX);
        self.read_only.store(false, Ordering::SeqCst);
    }

    fn check(&self, appends: i64) -> Result<(), LogError> {
        let left = self.appends_left.fetch_sub(appends, Ordering::SeqCst);
        let refused = appends > 0 && self.read_only.load(Ordering::SeqCst);
        match left > 0 && !refused {
            true => Ok(()),
            false => Err(LogError::Unavailable("the test turned it off".to_owned())),
        }
    }
}

/// The real log behind [`Faults`].
pub struct FaultyLog {
    log: Arc<dyn EventLog>,
    faults: Arc<Faults>,
}

impl FaultyLog {
    /// A log that works until the faults say otherwise.
    pub fn new(log: Arc<dyn EventLog>, faults: Arc<Faults>) -> Self {
        Self { log, faults }
    }
}

#[async_trait]
impl EventLog for FaultyLog {
    async fn identity(&self) -> Result<Uuid, LogError> {
        self.faults.check(0)?;
        self.log.identity().await
    }

    async fn append(
        &self,
        stream: &str,
        expected: Expected,
        events: Vec<NewEvent>,
    ) -> Result<Appended, LogError> {
        self.faults.check(1)?;
        self.log.append(stream, expected, events).await
    }

    async fn read_stream(
        &self,
        stream: &str,
        from: Option<u64>,
        direction: Direction,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.faults.check(0)?;
        self.log.read_stream(stream, from, direction, limit).await
    }

    async fn read_all(
        &self,
        beyond: Option<Position>,
        direction: Direction,
        filter: &Filter,
        limit: usize,
    ) -> Result<Vec<RecordedEvent>, LogError> {
        self.faults.check(0)?;
        let mut events = self.log.read_all(beyond, direction, filter, limit).await?;
        if let Some(alter) = &*self.faults.altered() {
            alter(&mut events);
        }
        Ok(events)
    }

    async fn head(&self) -> Result<Option<Position>, LogError> {
        self.faults.check(0)?;
        self.log.head().await
    }

    async fn subscribe(
        &self,
        after: Option<Position>,
        filter: Filter,
    ) -> Result<Subscription, LogError> {
        self.faults.check(0)?;
        self.log.subscribe(after, filter).await
    }

    async fn ensure_group(&self, name: &str, settings: GroupSettings) -> Result<(), LogError> {
        self.faults.check(0)?;
        self.log.ensure_group(name, settings).await
    }

    async fn join_group(&self, name: &str, buffer: usize) -> Result<Consumer, LogError> {
        self.faults.check(0)?;
        self.log.join_group(name, buffer).await
    }

    async fn groups(&self) -> Result<Vec<GroupStatus>, LogError> {
        self.faults.check(0)?;
        self.log.groups().await
    }

    async fn parked(&self, name: &str, limit: usize) -> Result<Vec<Parked>, LogError> {
        self.faults.check(0)?;
        self.log.parked(name, limit).await
    }

    async fn replay_parked(&self, name: &str, event: Option<Uuid>) -> Result<u64, LogError> {
        self.faults.check(0)?;
        self.log.replay_parked(name, event).await
    }
}
