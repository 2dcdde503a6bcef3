//! Groups that were another log's: where they stand, and made anew so that they stand there.
//!
//! The server parks only what it has delivered. So a group with parked events begins before the oldest of
//! them, and what it delivers up to where it stands is answered here: parked again, left for those it
//! is still to be delivered to, or done.

use std::collections::HashMap;

use tokio::time::{Duration, Instant, sleep, timeout};
use uuid::Uuid;

use super::super::super::moving::{Remembered, Standing, State};
use super::super::super::{Direction, GroupStatus, LogError, Position};
use super::Groups;
use super::hub::{Command, MOST_HELD};
use super::link::{Given, Link, Verdict};
use super::parked::note_of;
use super::place::{self, Told};

/// Events read at once.
const PAGE: usize = 500;
/// The server delivers what it has sooner than this.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long, and how often, it is asked whether all is parked.
const PARKED: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(20);

impl Groups {
    /// As [`super::super::super::moving::Movable::standings`]: the groups that were made here.
    pub(in super::super) async fn standings(&self) -> Result<Vec<Standing>, LogError> {
        let mut standings = Vec::new();
        for GroupStatus { name, checkpoint, .. } in self.connection.groups().await? {
            let document = self.connection.document::<Told>(&place::document(&name)).await?;
            let Some(told) = document.value else { continue };
            let parked = self.connection.parked(&name).await?;
            let remembered = parked.into_iter().map(|parked| Remembered {
                position: parked.event.position,
                event: parked.event.id,
                state: State::Parked,
                retries: parked.retries,
                reason: parked.reason,
                since: parked.parked_at,
            });
            standings.push(Standing {
                name,
                settings: told.settings,
                checkpoint: told.start.max(checkpoint),
                remembered: remembered.collect(),
            });
        }
        Ok(standings)
    }

    /// Makes a group that stands so. What was parked beyond where it stands is tried once more.
    pub(in super::super) async fn lay(&self, standing: &Standing) -> Result<(), LogError> {
        let Standing { name, settings, checkpoint, .. } = standing;
        if let Some(group) = self.running.lock().await.remove(name) {
            group.stop(Command::Stop).await;
        }
        let aside = [State::Parked, State::Replay];
        let aside = aside.into_iter().flat_map(|state| standing.in_state(state));
        let oldest = aside.map(|remembered| remembered.position).min();
        let start = place::before(oldest, *checkpoint);
        self.tell(name, &Told { settings: settings.clone(), start, made: false }).await?;
        self.connection.delete_group(name).await?;
        let told = Told { settings: settings.clone(), start, made: true };
        self.connection.create_group(name, &told).await?;
        if start != *checkpoint {
            self.walk(standing, start).await?;
        }
        self.tell(name, &told).await
    }

    /// Answers what the group delivers up to where it stands.
    async fn walk(&self, standing: &Standing, start: Option<Position>) -> Result<(), LogError> {
        let mut open = self.passed(standing, start).await?;
        let mut link = Link::open(self.connection.clone(), standing.name.clone(), MOST_HELD);
        while !open.is_empty() {
            let given = timeout(PATIENCE, link.next()).await.ok().flatten();
            let Some(Given { event, .. }) = given else {
                let group = &standing.name;
                return Err(LogError::Unavailable(format!("the group {group} was not delivered")));
            };
            match open.remove(&event.id) {
                Some(Some(verdict)) => link.say(event.id, verdict),
                // The server begins with the event at the start itself.
                None if Some(event.position) <= start => link.say(event.id, Verdict::Done),
                Some(None) | None => {}
            }
        }
        link.close().await;
        self.until_all_are_parked(standing).await
    }

    /// What the group passed between its start and where it stands, and what is to be said of each;
    /// nothing of those that are still to be delivered.
    async fn passed(
        &self,
        standing: &Standing,
        start: Option<Position>,
    ) -> Result<HashMap<Uuid, Option<Verdict>>, LogError> {
        let note = |one: &Remembered| (one.event, note_of(one));
        let parked: HashMap<_, _> = standing.in_state(State::Parked).map(note).collect();
        let again: Vec<Uuid> = standing.in_state(State::Replay).map(|one| one.event).collect();
        let (mut passed, mut beyond) = (HashMap::new(), start);
        loop {
            let filter = &standing.settings.filter;
            let page = self.connection.read_all(beyond, Direction::Forwards, filter, PAGE).await?;
            let inside = page.iter().filter(|event| Some(event.position) <= standing.checkpoint);
            passed.extend(inside.map(|event| {
                let verdict = match parked.get(&event.id) {
                    Some(note) => Some(Verdict::Park(note.clone())),
                    None if again.contains(&event.id) => None,
                    None => Some(Verdict::Done),
                };
                (event.id, verdict)
            }));
            match page.last() {
                Some(last) if page.len() == PAGE && Some(last.position) < standing.checkpoint => {
                    beyond = Some(last.position);
                }
                _ => return Ok(passed),
            }
        }
    }

    async fn until_all_are_parked(&self, standing: &Standing) -> Result<(), LogError> {
        let since = Instant::now();
        let parked = standing.in_state(State::Parked);
        let wanted: Vec<Uuid> = parked
            .filter(|one| Some(one.position) <= standing.checkpoint)
            .map(|one| one.event)
            .collect();
        loop {
            let there = self.connection.parked(&standing.name).await?;
            if wanted.iter().all(|id| there.iter().any(|parked| parked.event.id == *id)) {
                return Ok(());
            }
            if since.elapsed() > PARKED {
                let group = &standing.name;
                return Err(LogError::Unavailable(format!(
                    "{group} has not parked what it was to"
                )));
            }
            sleep(LOOK).await;
        }
    }
}
