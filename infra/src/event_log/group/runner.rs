//! A running group: takes events from the log, gives them to who wants one, and follows what
//! becomes of them.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::Arc;

use futures::future::BoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use tokio::sync::mpsc;
use tokio::time::Instant;
use uuid::Uuid;

use super::super::{
    Delivery, GroupSettings, LogError, Message, Position, RecordedEvent, Settlement, Subscription,
};
use super::journal::Journal;
use super::store::{Group, Remembered, State, Store};
use super::time::{at, settlement};
use super::tracker::Tracker;
use super::{Command, Source, Want, backoff};

/// Events held ready for who wants one.
const PREFETCH: usize = 64;
/// Events taken up since the oldest unsettled one, at most: what a crash may deliver again.
const WINDOW: u64 = 4096;

/// An event on its way through the group.
struct Item {
    event: RecordedEvent,
    retries: u32,
    /// It was parked before; the checkpoint has passed it.
    replayed: bool,
}

pub(super) struct Runner {
    name: String,
    settings: GroupSettings,
    store: Store,
    source: Arc<dyn Source>,
    commands: mpsc::Receiver<Command>,
    events: Subscription,
    /// Consumers that wait for a delivery.
    wants: VecDeque<Want>,
    /// Events that wait for a consumer.
    ready: VecDeque<Item>,
    /// Events that wait for their retry.
    waiting: BTreeMap<(Instant, Position), Item>,
    /// Events that consumers have.
    unsettled: FuturesUnordered<BoxFuture<'static, (Item, Settlement)>>,
    /// Parked events to be delivered again.
    replays: VecDeque<Remembered>,
    /// Events above the checkpoint that were parked when the group was loaded.
    aside: HashSet<Position>,
    /// Retries of events above the checkpoint when the group was loaded.
    retries: HashMap<Position, u32>,
    tracker: Tracker,
    journal: Journal,
}

impl Runner {
    /// A group as it was saved.
    pub(super) async fn load(
        name: String,
        group: Group,
        store: Store,
        source: Arc<dyn Source>,
        commands: mpsc::Receiver<Command>,
    ) -> Result<Self, LogError> {
        let checkpoint = group.checkpoint;
        let retried = store.remembered(&name, State::Retry, usize::MAX).await?;
        let parked = store.remembered(&name, State::Parked, usize::MAX).await?;
        let replays = store.remembered(&name, State::Replay, usize::MAX).await?;
        let above = |entry: &&Remembered| Some(entry.position) > checkpoint;
        Ok(Self {
            events: source.follow(checkpoint, group.settings.filter.clone()),
            journal: Journal::new(store.clone(), name.clone(), checkpoint),
            tracker: Tracker::new(checkpoint),
            aside: parked.iter().chain(&replays).filter(above).map(|e| e.position).collect(),
            retries: retried.iter().map(|entry| (entry.position, entry.retries)).collect(),
            replays: replays.into(),
            wants: VecDeque::new(),
            ready: VecDeque::new(),
            waiting: BTreeMap::new(),
            unsettled: FuturesUnordered::new(),
            settings: group.settings,
            name,
            store,
            source,
            commands,
        })
    }

    /// Runs until it is stopped, nobody can reach it any more, or the log fails.
    pub(super) async fn run(mut self) {
        if let Err(error) = self.serve().await {
            tracing::warn!(group = self.name, %error, "a subscription group ended");
        }
    }

    async fn serve(&mut self) -> Result<(), LogError> {
        loop {
            self.hand_out().await?;
            let retry = self.waiting.first_key_value().map(|((at, _), _)| *at);
            tokio::select! {
                biased;
                () = at(self.journal.due()) => {
                    // A failure is logged, and tried again.
                    let _ = self.save().await;
                }
                Some((item, settlement)) = self.unsettled.next() => self.settled(item, settlement),
                command = self.commands.recv() => match command {
                    Some(Command::Stop(stopped)) => {
                        let saved = self.save().await;
                        let _ = stopped.send(());
                        return saved;
                    }
                    Some(command) => self.obey(command).await,
                    // Without an orderly stop nothing is saved: somebody else may run this group.
                    None => return Ok(()),
                },
                () = at(retry) => self.wake(),
                message = self.events.next(), if self.hungry() => match message {
                    Some(message) => self.take(message?),
                    None => return Ok(()),
                },
            }
        }
    }

    async fn obey(&mut self, command: Command) {
        match command {
            Command::Want(want) => {
                self.wants.retain(|want| !want.deliver.is_closed());
                self.wants.push_back(want);
            }
            Command::Save(answer) => {
                let in_flight = self.unsettled.len() + self.waiting.len();
                let _ = answer.send(self.save().await.map(|()| in_flight as u64));
            }
            Command::Replay(event, answer) => {
                let _ = answer.send(self.replay(event).await);
            }
            Command::Stop(_) => unreachable!("the caller ends the group"),
        }
    }

    async fn save(&mut self) -> Result<(), LogError> {
        self.journal.save(self.tracker.checkpoint()).await
    }

    /// Whether to take another event from the log.
    fn hungry(&self) -> bool {
        self.ready.len() < PREFETCH
            && self.tracker.span() < WINDOW
            && (self.journal.unsaved() as u64) < WINDOW
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Event(event) if self.aside.remove(&event.position) => {
                self.tracker.looked_at(Some(event.position));
                self.journal.passed();
            }
            Message::Event(event) => {
                self.tracker.open(event.position);
                let retries = self.retries.remove(&event.position).unwrap_or(0);
                self.ready.push_back(Item { event, retries, replayed: false });
            }
            Message::Checkpoint(position) => self.pass(Some(position)),
            Message::CaughtUp(position) => self.pass(position),
        }
    }

    fn pass(&mut self, up_to: Option<Position>) {
        self.tracker.looked_at(up_to);
        self.journal.passed();
    }

    /// Puts the retries whose time has come first in line.
    fn wake(&mut self) {
        let now = Instant::now();
        while let Some(first) = self.waiting.first_entry()
            && first.key().0 <= now
        {
            self.ready.push_front(first.remove());
        }
    }

    /// Gives events to those who want one; who has waited longest is first.
    async fn hand_out(&mut self) -> Result<(), LogError> {
        while let Some(want) = self.wants.pop_front() {
            if want.deliver.is_closed() {
                continue;
            }
            match self.next().await? {
                Some(item) => self.deliver(want, item),
                None => {
                    self.wants.push_front(want);
                    break;
                }
            }
        }
        Ok(())
    }

    async fn next(&mut self) -> Result<Option<Item>, LogError> {
        while let Some(entry) = self.replays.pop_front() {
            if let Some(event) = self.source.event(entry.position).await? {
                return Ok(Some(Item { event, retries: entry.retries, replayed: true }));
            }
        }
        Ok(self.ready.pop_front())
    }

    fn deliver(&mut self, want: Want, item: Item) {
        let (delivery, settled) = Delivery::new(item.event.clone(), item.retries);
        if want.deliver.send(delivery).is_err() {
            self.ready.push_front(item);
            return;
        }
        let limit = self.settings.settle_timeout;
        let slot = want.slot;
        let outcome = async move {
            let settlement = settlement(settled, limit).await;
            drop(slot);
            (item, settlement)
        };
        self.unsettled.push(outcome.boxed());
    }

    fn settled(&mut self, mut item: Item, settlement: Settlement) {
        let at = item.event.position;
        let GroupSettings { max_retries, min_backoff, max_backoff, .. } = self.settings;
        match settlement {
            Settlement::Done => {
                if item.retries > 0 || item.replayed {
                    self.journal.forget(at);
                }
                self.tracker.settle(at);
            }
            Settlement::Retry(reason) if item.retries < max_retries => {
                let wait = backoff::wait(min_backoff, max_backoff, item.retries);
                item.retries += 1;
                let state = if item.replayed { State::Replay } else { State::Retry };
                self.journal.remember(&item.event, state, item.retries, reason);
                self.waiting.insert((Instant::now() + wait, at), item);
            }
            Settlement::Retry(reason) | Settlement::Park(reason) => {
                self.journal.remember(&item.event, State::Parked, item.retries, reason);
                self.tracker.settle(at);
            }
        }
        self.journal.settled();
    }

    /// Queues parked events, one or all, for delivery.
    async fn replay(&mut self, event: Option<Uuid>) -> Result<u64, LogError> {
        self.save().await?;
        let parked = self.store.remembered(&self.name, State::Parked, usize::MAX).await?;
        let mut replayed = 0;
        for entry in parked.into_iter().filter(|entry| event.is_none_or(|id| id == entry.event)) {
            let entry = Remembered { state: State::Replay, retries: 0, ..entry };
            self.journal.put(entry.clone());
            self.replays.push_back(entry);
            replayed += 1;
        }
        self.save().await?;
        Ok(replayed)
    }
}
