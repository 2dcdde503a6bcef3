//! What is waiting, as the events of one append.

use std::collections::HashSet;

use domain::event::{Event, RecordRead, RecordsRead};
use domain::ids::PatientId;
use domain::personal::Personal;
use jiff::Timestamp;
use uuid::Uuid;

use super::Reader;
use super::recent::Recent;

/// Reads in one event, at most.
const MOST_READS: usize = 500;
/// Their JSON, at most, in bytes.
const LARGEST: usize = 256 * 1024;

/// What stands for the subject of a list without rows. No entity has this id.
const NOBODY: Uuid = Uuid::nil();

/// A reader saw the data of these.
#[derive(Clone, Debug)]
pub(super) struct Sighting {
    pub(super) reader: Reader,
    pub(super) at: Timestamp,
    /// Each once; never empty.
    pub(super) subjects: Vec<Uuid>,
}

impl Sighting {
    pub(super) fn new(
        reader: Reader,
        at: Timestamp,
        subjects: impl IntoIterator<Item = Uuid>,
    ) -> Self {
        let mut subjects: Vec<Uuid> = subjects.into_iter().collect();
        subjects.sort_unstable();
        subjects.dedup();
        if subjects.is_empty() {
            subjects.push(NOBODY);
        }
        Self { reader, at, subjects }
    }

    fn event(&self) -> RecordRead {
        let patients = self.subjects.iter().filter(|subject| **subject != NOBODY);
        RecordRead {
            user: self.reader.user,
            role: self.reader.role,
            at: self.at,
            route: self.reader.route.to_owned(),
            patients: patients.copied().map(PatientId).collect(),
        }
    }

    /// No less than its JSON takes, in bytes.
    fn size(&self) -> usize {
        256 + self.reader.route.len() + 40 * self.subjects.len()
    }
}

/// Something for the record.
pub(super) enum Entry {
    /// Data of patients was read.
    Read(Sighting),
    /// Anything else.
    Other(Event<Personal>),
}

/// The events of one append, in the order in which their entries came.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) events: Vec<Event<Personal>>,
    /// What it says was read.
    pub(super) sightings: Vec<Sighting>,
    /// The JSON of the last event's reads.
    size: usize,
}

impl Batch {
    /// Takes entries together. What was written since they were handed in, or is here twice, is
    /// said once.
    pub(super) fn of(entries: impl IntoIterator<Item = Entry>, recent: &Recent) -> Self {
        let (mut batch, mut seen) = (Self::default(), HashSet::new());
        for entry in entries {
            match entry {
                Entry::Other(event) => batch.events.push(event),
                Entry::Read(sighting) => {
                    let Some(mut sighting) = recent.unsaid(sighting) else { continue };
                    let reader = sighting.reader;
                    sighting.subjects.retain(|subject| seen.insert((reader, *subject)));
                    if !sighting.subjects.is_empty() {
                        batch.add(sighting);
                    }
                }
            }
        }
        batch
    }

    fn add(&mut self, sighting: Sighting) {
        let (read, size) = (sighting.event(), sighting.size());
        match self.events.last_mut() {
            Some(Event::RecordsRead(last))
                if last.reads.len() < MOST_READS && self.size + size <= LARGEST =>
            {
                last.reads.push(read);
                self.size += size;
            }
            _ => {
                self.events.push(Event::RecordsRead(RecordsRead { reads: vec![read] }));
                self.size = size;
            }
        }
        self.sightings.push(sighting);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use domain::access::Role;
    use domain::event::SignedOut;
    use domain::ids::UserId;

    use super::*;

    fn read(user: u128, patients: u128) -> Entry {
        let user = UserId(Uuid::from_u128(user));
        let reader = Reader { user, role: Role::Admin, route: "GET /api/v1/images" };
        let patients = (1..=patients).map(Uuid::from_u128);
        Entry::Read(Sighting::new(reader, Timestamp::UNIX_EPOCH, patients))
    }

    fn reads(batch: &Batch) -> Vec<usize> {
        let reads = batch.events.iter().map(|event| match event {
            Event::RecordsRead(e) => e.reads.len(),
            _ => 0,
        });
        reads.collect()
    }

    #[test]
    fn reads_share_events_as_far_as_they_fit() {
        let batch = Batch::of((0..1_201).map(|user| read(user, 1)), &Recent::default());
        assert_eq!(reads(&batch), [500, 500, 201]);
        let batch = Batch::of((0..60).map(|user| read(user, 200)), &Recent::default());
        assert_eq!(reads(&batch).iter().sum::<usize>(), 60);
        for event in &batch.events {
            let Event::RecordsRead(e) = event else { panic!("{event:?}") };
            assert!(serde_json::to_vec(e).unwrap().len() <= LARGEST);
        }
        assert_eq!(batch.events.len(), 2, "sizes are estimated closely enough");
    }

    #[test]
    fn the_order_is_kept_and_the_same_is_said_once() {
        let out = Event::SignedOut(SignedOut { user: UserId(NOBODY) });
        let entries = [read(1, 2), read(1, 3), Entry::Other(out), read(1, 3), read(2, 0)];
        let batch = Batch::of(entries, &Recent::default());
        assert_eq!(reads(&batch), [2, 0, 1]);
        let Event::RecordsRead(first) = &batch.events[0] else { panic!() };
        assert_eq!(first.reads[1].patients, [PatientId(Uuid::from_u128(3))]);
        let Event::RecordsRead(last) = &batch.events[2] else { panic!() };
        assert_eq!(last.reads[0].patients, []);
    }
}
