//! What runs for a group in this process: one connection to it, whose events go to the consumers here, each
//! to who has waited longest. It counts the time to settle, waits before retries, and parks after the last.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use kurrentdb::Error;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Duration, Instant};
use uuid::Uuid;

use super::super::super::group::{Want, at, settlement, wait};
use super::super::super::{Delivery, GroupSettings, Parked, Settlement};
use super::super::connection::Connection;
use super::link::{Given, Link, Verdict};
use super::parked::{note, same_note};
use super::place::Told;

/// The first and the longest pause before the group is joined again.
const PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// Events that the server gives before some are answered, those ready, those with consumers and those
/// that wait for a retry: twice what a consumer has at once. More would lie here while other processes
/// have nothing to do.
const LEAST_HELD: usize = 16;
pub(super) const MOST_HELD: usize = 128;
/// Verdicts kept for events that a lost connection had given, at most.
const MAX_EARLY: usize = 4096;

/// What a hub is told.
pub(super) enum Command {
    /// A consumer wants its next delivery.
    Want(Want),
    /// How many events lie ready for who wants one.
    Ready(oneshot::Sender<u64>),
    /// These come again though nobody wants them: they are parked as they were. Answers when all have come.
    Park(Vec<Parked>, oneshot::Sender<()>),
    /// Ends.
    Stop(oneshot::Sender<()>),
}

impl From<Want> for Command {
    fn from(want: Want) -> Self {
        Self::Want(want)
    }
}

/// What became of a delivery.
type Outcome = BoxFuture<'static, (Given, Settlement)>;

pub(super) struct Hub {
    name: String,
    told: Told,
    /// How many events the server gives before some are answered.
    held: usize,
    connection: Arc<Connection>,
    commands: mpsc::Receiver<Command>,
    link: Option<Link>,
    /// When the group is joined again, and the pause after that.
    join_at: Instant,
    pause: Duration,
    /// Consumers that wait for a delivery.
    wants: VecDeque<Want>,
    /// Events that wait for a consumer.
    ready: VecDeque<Given>,
    /// Events that wait for their retry.
    waiting: BTreeMap<(Instant, Uuid), String>,
    /// Events that consumers have.
    unsettled: FuturesUnordered<Outcome>,
    out: HashSet<Uuid>,
    /// What the present connection gave, and was not answered.
    owed: HashSet<Uuid>,
    /// What is to be said of events that an earlier connection gave, when they come again.
    early: HashMap<Uuid, Verdict>,
    /// What is to be parked again, and who waits for that.
    to_park: HashMap<Uuid, String>,
    parked: Option<oneshot::Sender<()>>,
}

impl Hub {
    pub(super) fn new(
        name: String,
        told: Told,
        buffer: usize,
        connection: Arc<Connection>,
        commands: mpsc::Receiver<Command>,
    ) -> Self {
        Self {
            name,
            told,
            held: (buffer.saturating_mul(2)).clamp(LEAST_HELD, MOST_HELD),
            connection,
            commands,
            link: None,
            join_at: Instant::now(),
            pause: PAUSE,
            wants: VecDeque::new(),
            ready: VecDeque::new(),
            waiting: BTreeMap::new(),
            unsettled: FuturesUnordered::new(),
            out: HashSet::new(),
            owed: HashSet::new(),
            early: HashMap::new(),
            to_park: HashMap::new(),
            parked: None,
        }
    }

    /// Runs until it is stopped, nobody can reach it any more, or the group is gone.
    pub(super) async fn run(mut self) {
        loop {
            self.hand_out();
            let retry = self.waiting.first_key_value().map(|((at, _), _)| *at);
            let join = self.link.is_none().then_some(self.join_at);
            tokio::select! {
                biased;
                Some((given, settlement)) = self.unsettled.next() => self.settled(given, settlement),
                command = self.commands.recv() => match command {
                    Some(Command::Stop(stopped)) => {
                        if let Some(link) = self.link.take() {
                            link.close().await;
                        }
                        let _ = stopped.send(());
                        return;
                    }
                    Some(command) => self.obey(command),
                    None => return,
                },
                () = at(retry) => self.wake(),
                () = at(join) => {
                    self.link = Some(Link::open(self.connection.clone(), self.name.clone(), self.held));
                }
                given = next(&mut self.link) => match given {
                    Some(given) => self.take(given),
                    None => if self.lost().await { return },
                },
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Want(want) => {
                self.wants.retain(|want| !want.deliver.is_closed());
                self.wants.push_back(want);
            }
            Command::Ready(answer) => {
                // Who does not wait any more needs no answer.
                let _ = answer.send(self.ready.len() as u64);
            }
            Command::Park(these, done) => {
                self.to_park = these.iter().map(|one| (one.event.id, same_note(one))).collect();
                self.parked = Some(done);
            }
            Command::Stop(_) => unreachable!("the caller ends the hub"),
        }
    }

    fn take(&mut self, given: Given) {
        self.pause = PAUSE;
        let (event, retries) = (given.event.id, given.retries);
        self.owed.insert(event);
        if let Some(verdict) = self.early.remove(&event) {
            self.answer(event, verdict);
        } else if let Some(text) = self.to_park.remove(&event) {
            self.answer(event, Verdict::Park(text));
            if self.to_park.is_empty()
                && let Some(done) = self.parked.take()
            {
                let _ = done.send(());
            }
        } else if Some(given.event.position) <= self.told.start {
            // The server begins with the event at the start itself.
            self.answer(event, Verdict::Done);
        } else if retries > self.told.settings.max_retries {
            let reason = format!("it was given out {retries} times and never settled");
            self.answer(event, Verdict::Park(note(reason, retries)));
        } else if !self.out.contains(&event) {
            self.ready.push_back(given);
        }
    }

    /// The connection is gone: what it gave comes again, to somebody. Whether the group is gone with it.
    async fn lost(&mut self) -> bool {
        self.owed.clear();
        self.ready.clear();
        self.waiting.clear();
        let Some(link) = self.link.take() else { return false };
        self.connection.doubt();
        let group = &self.name;
        match link.ended().await {
            Some(Error::ResourceNotFound) => {
                tracing::warn!(group, "a subscription group is gone");
                return true;
            }
            Some(error) => tracing::warn!(group, %error, "a subscription group was left"),
            None => tracing::warn!(group, "the server ended a subscription group's connection"),
        }
        self.join_at = Instant::now() + self.pause;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        false
    }

    /// Gives events to those who want one; who has waited longest is first.
    fn hand_out(&mut self) {
        while !self.ready.is_empty()
            && let Some(want) = self.wants.pop_front()
        {
            if !want.deliver.is_closed()
                && let Some(given) = self.ready.pop_front()
            {
                self.deliver(want, given);
            }
        }
    }

    fn deliver(&mut self, want: Want, given: Given) {
        let (delivery, settled) = Delivery::new(given.event.clone(), given.retries);
        if want.deliver.send(delivery).is_err() {
            self.ready.push_front(given);
            return;
        }
        self.out.insert(given.event.id);
        let (limit, slot) = (self.told.settings.settle_timeout, want.slot);
        let outcome = async move {
            let settlement = settlement(settled, limit).await;
            drop(slot);
            (given, settlement)
        };
        self.unsettled.push(outcome.boxed());
    }

    fn settled(&mut self, given: Given, settlement: Settlement) {
        let (event, retries) = (given.event.id, given.retries);
        self.out.remove(&event);
        let GroupSettings { max_retries, min_backoff, max_backoff, .. } = self.told.settings;
        match settlement {
            Settlement::Done => self.answer(event, Verdict::Done),
            Settlement::Retry(reason) if retries < max_retries => {
                let wait = wait(min_backoff, max_backoff, retries);
                self.waiting.insert((Instant::now() + wait, event), reason);
            }
            Settlement::Retry(reason) | Settlement::Park(reason) => {
                self.answer(event, Verdict::Park(note(reason, retries)));
            }
        }
    }

    /// Asks the server to deliver again what has waited long enough.
    fn wake(&mut self) {
        let now = Instant::now();
        while let Some(first) = self.waiting.first_entry()
            && first.key().0 <= now
        {
            let ((_, event), reason) = first.remove_entry();
            // What a lost connection gave is delivered again without being asked for.
            if self.owed.contains(&event) {
                self.answer(event, Verdict::Retry(reason));
            }
        }
    }

    fn answer(&mut self, event: Uuid, verdict: Verdict) {
        match &self.link {
            Some(link) if self.owed.remove(&event) => link.say(event, verdict),
            _ => {
                if self.early.len() >= MAX_EARLY {
                    self.early.clear();
                }
                self.early.insert(event, verdict);
            }
        }
    }
}

/// The next event of a connection that there is; for ever when there is none.
async fn next(link: &mut Option<Link>) -> Option<Given> {
    match link {
        Some(link) => link.next().await,
        None => std::future::pending().await,
    }
}
