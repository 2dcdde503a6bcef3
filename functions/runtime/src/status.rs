//! What a worker has done since it started, for operations.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

use infra::event_log::{LogError, Position};
use serde::Serialize;

use crate::{Activity, InWork, Worker};

/// A function as operations see it: what this worker did, and where the whole group stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The function's name, and its group's.
    pub name: &'static str,
    /// The version of its code.
    pub version: String,
    /// What this worker did since it started.
    pub worker: Snapshot,
    /// Every trigger up to here is settled; none when nothing is.
    pub checkpoint: Option<u64>,
    /// Triggers that some worker has, or that wait for a retry.
    pub waiting: u64,
    /// Triggers put aside until somebody replays them.
    pub parked: u64,
}

impl Worker {
    /// Where the function stands. Before the first worker ran, its group has not begun.
    ///
    /// # Errors
    /// The log is away.
    pub async fn status(&self) -> Result<Status, LogError> {
        let groups = self.runner.installation.log.groups().await?;
        let group = groups.into_iter().find(|group| group.name == self.name());
        Ok(Status {
            name: self.name(),
            version: self.runner.function.version().to_owned(),
            worker: self.runner.counts.snapshot(),
            checkpoint: group.as_ref().and_then(|group| group.checkpoint).map(|Position(at)| at),
            waiting: group.as_ref().map_or(0, |group| group.in_flight),
            parked: group.as_ref().map_or(0, |group| group.parked),
        })
    }
}

/// Counts of one worker, shared with whoever wants to look.
#[derive(Debug, Default)]
pub struct Counts {
    done: AtomicU64,
    retried: AtomicU64,
    parked: AtomicU64,
    handed_back: AtomicU64,
    activity: Activity,
    connected: AtomicBool,
}

/// A worker's counts at one moment, since it started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Snapshot {
    /// Triggers whose outcomes are recorded.
    pub done: u64,
    /// Tries that failed and are to be repeated.
    pub retried: u64,
    /// Triggers put aside.
    pub parked: u64,
    /// Triggers handed back unsettled, because the worker stopped or the log went away.
    pub handed_back: u64,
    /// Triggers in work now.
    pub in_flight: u64,
    /// Whether the worker takes triggers now.
    pub connected: bool,
}

impl Counts {
    /// The counts now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            done: self.done.load(Relaxed),
            retried: self.retried.load(Relaxed),
            parked: self.parked.load(Relaxed),
            handed_back: self.handed_back.load(Relaxed),
            in_flight: self.activity.count(),
            connected: self.connected.load(Relaxed),
        }
    }

    pub(crate) fn connected(&self, connected: bool) {
        self.connected.store(connected, Relaxed);
    }

    /// Counts a trigger as in work until the answer is dropped.
    pub(crate) fn enter(&self) -> InFlight<'_> {
        InFlight { counts: self, ended: &self.handed_back, _work: self.activity.enter() }
    }
}

/// A trigger in work. Dropped without a word of how it ended, it was handed back.
pub(crate) struct InFlight<'a> {
    counts: &'a Counts,
    ended: &'a AtomicU64,
    _work: InWork,
}

impl InFlight<'_> {
    pub fn done(&mut self) {
        self.ended = &self.counts.done;
    }

    pub fn retried(&mut self) {
        self.ended = &self.counts.retried;
    }

    pub fn parked(&mut self) {
        self.ended = &self.counts.parked;
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.ended.fetch_add(1, Relaxed);
    }
}
