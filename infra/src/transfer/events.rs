//! The event log: every event as it is, in the same order, and the groups where they stand.

use std::collections::BTreeMap;

use super::TransferError;
use super::pages::Pages;
use crate::event_log::moving::{Movable, Standing};
use crate::event_log::{LogError, Position, RecordedEvent};

/// Two logs that are the same.
#[derive(Debug)]
pub struct ComparedEvents {
    /// How many events each holds.
    pub events: u64,
    /// How the groups of the old one stand, in the positions of the new one.
    pub groups: Vec<Standing>,
}

/// How far it is: events compared or appended, and where the last one stands in the old log.
pub type Told<'a> = dyn FnMut(u64, Position) + Send + 'a;

/// Reads both from the beginning, compares every byte, and finds where the groups stand.
///
/// # Errors
/// [`TransferError::Diverged`] and [`TransferError::Lost`] when they are not the same;
/// [`TransferError::Log`].
pub async fn compare_events(
    from: &dyn Movable,
    to: &dyn Movable,
    told: &mut Told<'_>,
) -> Result<ComparedEvents, TransferError> {
    let groups = from.standings().await?;
    let mut places = Places::of(&groups);
    let events = compare(from, to, &mut places, told).await?;
    let groups = groups.into_iter().map(|group| group.moved(|at| places.at(at))).collect();
    Ok(ComparedEvents { events, groups })
}

/// Makes the groups on the new log, in place of what an earlier try left.
///
/// # Errors
/// [`LogError::Unavailable`]: do it again.
pub async fn lay_groups(same: &ComparedEvents, to: &dyn Movable) -> Result<(), LogError> {
    to.lay_groups(&same.groups).await
}

/// Compares what is in the new log with the beginning of the old one, and appends the rest. Says how
/// many events were there.
///
/// # Errors
/// [`TransferError::Diverged`] when the new log holds anything else; [`TransferError::Log`]: what was
/// appended stays, do it again.
pub async fn append_events(
    from: &dyn Movable,
    to: &dyn Movable,
    told: &mut Told<'_>,
) -> Result<u64, TransferError> {
    let (mut old, mut new) = (Pages::new(from), Pages::new(to));
    let mut number = 0;
    while let Some(there) = new.next().await? {
        number += 1;
        match old.next().await? {
            Some(event) if is_same(&event, &there) => told(number, event.position),
            _ => return Err(diverged(number, there)),
        }
    }
    let before = number;
    loop {
        let events = old.rest().await?;
        let Some(last) = events.last() else { return Ok(before) };
        to.take_over(&events).await?;
        number += events.len() as u64;
        told(number, last.position);
    }
}

/// Says how many there are in each.
async fn compare(
    from: &dyn Movable,
    to: &dyn Movable,
    places: &mut Places,
    told: &mut Told<'_>,
) -> Result<u64, TransferError> {
    let (mut old, mut new) = (Pages::new(from), Pages::new(to));
    let mut number = 0;
    loop {
        match (old.next().await?, new.next().await?) {
            (None, None) => return Ok(number),
            (Some(_), None) => return Err(TransferError::Lost { found: number }),
            (Some(event), Some(there)) if is_same(&event, &there) => {
                number += 1;
                places.seen(event.position, there.position);
                told(number, event.position);
            }
            (_, Some(there)) => return Err(diverged(number + 1, there)),
        }
    }
}

/// All that the hash chain covers. Position and time are the engine's own.
fn is_same(one: &RecordedEvent, other: &RecordedEvent) -> bool {
    (&one.stream, one.revision, one.id, &one.kind, &one.data, &one.metadata)
        == (&other.stream, other.revision, other.id, &other.kind, &other.data, &other.metadata)
}

fn diverged(number: u64, there: RecordedEvent) -> TransferError {
    let RecordedEvent { stream, revision, .. } = there;
    TransferError::Diverged { number, stream, revision }
}

/// Where the last event up to certain positions of one log stands in another.
#[derive(Default)]
struct Places(BTreeMap<Position, Option<Position>>);

impl Places {
    /// Of all positions that groups speak of.
    fn of(groups: &[Standing]) -> Self {
        Self(groups.iter().flat_map(Standing::positions).map(|at| (at, None)).collect())
    }

    /// An event that stands at one position in the one log stands at another in the other. Told in order.
    fn seen(&mut self, here: Position, there: Position) {
        for (_, place) in self.0.range_mut(here..) {
            *place = Some(there);
        }
    }

    fn at(&self, here: Position) -> Option<Position> {
        self.0.get(&here).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_that_of_the_last_event_up_to_it() {
        let at = Position;
        let mut places = Places([3, 10, 15, 40].map(|one| (at(one), None)).into());
        for (here, there) in [(5, 1), (10, 2), (20, 3)] {
            places.seen(at(here), at(there));
        }
        let found = [3, 10, 15, 40].map(|one| places.at(at(one)));
        assert_eq!(found, [None, Some(at(2)), Some(at(2)), Some(at(3))]);
    }
}
