//! Whatever happens, in whatever order: live, rebuilt and folded by any batch size, the rows are
//! the same.

use domain::event::Event;
use domain::personal::Personal;
use infra::event_log::Position;
use proptest::prelude::*;

use super::lab::{Lab, dump, follow, reach};
use super::random::{CHOICES, World};

/// Writes a random history; a patient's key is destroyed when the erasure is on record.
pub(super) async fn write(lab: &Lab, choices: &[(u8, u16)]) -> (World, Option<Position>) {
    let mut world = World::default();
    let mut last = None;
    for &(what, which) in choices {
        for event in world.next(what, which) {
            last = Some(write_one(lab, event).await);
        }
    }
    (world, last)
}

async fn write_one(lab: &Lab, event: Event<Personal>) -> Position {
    let erased = match &event {
        Event::PatientErased(e) => Some(e.patient.0),
        _ => None,
    };
    let position = lab.append(event).await;
    if let Some(owner) = erased {
        lab.vault.destroy(owner).await.unwrap();
    }
    position
}

pub(super) fn choices(most: usize) -> impl Strategy<Value = Vec<(u8, u16)>> {
    prop::collection::vec((0..CHOICES, any::<u16>()), most / 2..most)
}

pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 200, ..Default::default() })]

    #[test]
    fn rebuilt_equals_live_and_batches_do_not_matter(choices in choices(120), size in 2..40_usize) {
        block_on(async {
            let lab = Lab::new().await;
            let models = lab.models("live").await;
            let following = follow(&models);
            let (_, last) = write(&lab, &choices).await;
            let Some(last) = last else { return };
            reach(&models, last).await;
            let live = dump(&models.inner.store.get()).await;
            drop(following);

            models.rebuild(|_| ()).await.unwrap();
            assert_eq!(dump(&models.inner.store.get()).await, live, "rebuilt");
            let facts = lab.facts().await;
            assert_eq!(lab.folded(&facts, 1).await, live, "one by one");
            assert_eq!(lab.folded(&facts, size).await, live, "in batches of {size}");
            assert_eq!(lab.folded(&facts, 5_000).await, live, "at once");
        });
    }
}

#[test]
fn the_histories_hold_what_they_are_to_test() {
    // A run of every choice reaches every kind of event that read models fold.
    let mut world = World::default();
    let mut kinds = std::collections::BTreeSet::new();
    for round in 0..60_u16 {
        for what in 0..CHOICES {
            for event in world.next(what, round.wrapping_mul(7).wrapping_add(u16::from(what))) {
                kinds.insert(event.kind());
            }
        }
    }
    assert!(kinds.len() >= 41, "only these {}: {kinds:?}", kinds.len());
}
