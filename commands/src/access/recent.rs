//! What was written down within the last minutes and need not be said again.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::Reader;
use super::batch::Sighting;

/// For how long what was written down is not said again.
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// Pairs of a reader and a subject in one generation: about 5 MB. Two generations are kept, so what
/// is forgotten too early, and said again, is what was not seen for longest.
const KEPT: usize = 100_000;

/// Who was seen with what, and when.
#[derive(Default)]
pub(super) struct Recent {
    seen: Mutex<Generations>,
}

#[derive(Default)]
struct Generations {
    young: Generation,
    old: Generation,
}

#[derive(Default)]
struct Generation {
    readers: HashMap<Reader, HashMap<Uuid, Timestamp>>,
    pairs: usize,
}

impl Recent {
    /// The sighting without what is known; none when all of it is.
    pub(super) fn unsaid(&self, mut sighting: Sighting) -> Option<Sighting> {
        let seen = self.lock();
        let known = [&seen.young, &seen.old].map(|known| known.readers.get(&sighting.reader));
        let now = sighting.at;
        sighting.subjects.retain(|subject| {
            let mut times = known.iter().flatten().filter_map(|known| known.get(subject));
            !times.any(|at| now.duration_since(*at).abs() < WINDOW)
        });
        (!sighting.subjects.is_empty()).then_some(sighting)
    }

    /// Keeps in mind that it was written down.
    pub(super) fn said(&self, sighting: &Sighting) {
        let mut seen = self.lock();
        if seen.young.pairs >= KEPT {
            seen.old = std::mem::take(&mut seen.young);
        }
        seen.young.keep(sighting);
    }

    fn lock(&self) -> MutexGuard<'_, Generations> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generation {
    fn keep(&mut self, sighting: &Sighting) {
        let subjects = self.readers.entry(sighting.reader).or_default();
        for subject in &sighting.subjects {
            self.pairs += usize::from(subjects.insert(*subject, sighting.at).is_none());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use domain::access::Role;
    use domain::ids::UserId;

    use super::*;

    fn sighting(user: u128, subjects: impl IntoIterator<Item = u128>, second: i64) -> Sighting {
        let user = UserId(Uuid::from_u128(user));
        let reader = Reader { user, role: Role::Auditor, route: "GET /" };
        let at = Timestamp::from_second(1_800_000_000 + second).unwrap();
        Sighting::new(reader, at, subjects.into_iter().map(Uuid::from_u128))
    }

    fn unsaid(recent: &Recent, sighting: Sighting) -> Vec<u128> {
        let left = recent.unsaid(sighting).map(|left| left.subjects).unwrap_or_default();
        left.into_iter().map(|subject| subject.as_u128()).collect()
    }

    #[test]
    fn what_was_said_is_said_again_after_ten_minutes_and_by_others() {
        let recent = Recent::default();
        recent.said(&sighting(1, [5, 6], 0));
        assert_eq!(unsaid(&recent, sighting(1, [5, 6, 7], 599)), [7]);
        assert_eq!(unsaid(&recent, sighting(2, [5], 1)), [5]);
        assert_eq!(unsaid(&recent, sighting(1, [5], 600)), [5]);
        assert_eq!(unsaid(&recent, sighting(1, [5], -600)), [5], "a clock that was set back");
    }

    #[test]
    fn a_list_without_rows_is_a_sighting_of_its_own() {
        let recent = Recent::default();
        let nobody = recent.unsaid(sighting(1, [], 0)).unwrap();
        recent.said(&nobody);
        assert!(recent.unsaid(sighting(1, [], 1)).is_none());
        assert_eq!(unsaid(&recent, sighting(1, [5], 1)), [5]);
    }

    #[test]
    fn memory_is_bounded_and_the_newest_stays() {
        let recent = Recent::default();
        for user in 0..5 {
            recent.said(&sighting(user, 1..=KEPT as u128, 0));
        }
        let seen = recent.lock();
        assert_eq!(seen.young.pairs + seen.old.pairs, 2 * KEPT);
        drop(seen);
        assert_eq!(unsaid(&recent, sighting(4, [1], 1)), []);
        assert_eq!(unsaid(&recent, sighting(0, [1], 1)), [1]);
    }
}
