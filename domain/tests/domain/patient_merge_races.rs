//! Merges that race: every order in which their steps can come, for every three merges among three
//! records. Two streams are never changed together, and what is read of another stream may be old
//! when it is used; still nothing ever goes round in a circle.

use std::collections::{BTreeMap, HashSet};

use domain::aggregate::{Aggregate, Decision};
use domain::ids::PatientId;
use domain::patient::{Patient, Refusal, absorb, merge};
use uuid::Uuid;

use crate::harness::{given, opened};
use crate::samples::*;

/// How far a merge is.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Step {
    /// The one that stays is to take the other in.
    TakeIn,
    /// The one that goes is read.
    Read,
    /// Those that it took in itself are read, one after the other.
    Ask { seen: Vec<PatientId>, awaited: Vec<PatientId>, asked: usize },
    /// Done or refused.
    Over,
}

#[derive(Clone)]
struct World {
    patients: BTreeMap<PatientId, Patient>,
    steps: Vec<Step>,
}

type Merge = (PatientId, PatientId);
type Key = (Vec<(Option<PatientId>, Vec<PatientId>)>, Vec<Step>);

impl World {
    fn key(&self) -> Key {
        let state = |patient: &Patient| (patient.merged_into, patient.absorbed.clone());
        (self.patients.values().map(state).collect(), self.steps.clone())
    }

    fn append(&mut self, patient: PatientId, decided: Decision<Refusal>, next: Step) -> Step {
        let Ok(events) = decided else { return Step::Over };
        let patient = self.patients.get_mut(&patient).unwrap();
        events.into_iter().for_each(|event| patient.apply(&opened(event)));
        next
    }

    /// One step of one merge.
    fn go(&mut self, (from, into): Merge, step: Step) -> Step {
        match step {
            Step::TakeIn => {
                let decided = absorb(&self.patients[&into], from);
                self.append(into, decided, Step::Read)
            }
            Step::Read if self.patients[&into].in_work().is_err() => Step::Over,
            Step::Read => {
                let seen = self.patients[&from].absorbed.clone();
                Step::Ask { seen, awaited: vec![], asked: 0 }
            }
            Step::Ask { seen, mut awaited, asked } if asked < seen.len() => {
                if self.patients[&seen[asked]].in_work().is_ok() {
                    awaited.push(seen[asked]);
                }
                Step::Ask { seen, awaited, asked: asked + 1 }
            }
            Step::Ask { seen, awaited, .. } => {
                let patient = &self.patients[&from];
                if patient.absorbed != seen {
                    return Step::Read;
                }
                let decided = merge(patient, into, &awaited, text("entered twice"));
                self.append(from, decided, Step::Over)
            }
            Step::Over => Step::Over,
        }
    }

    /// Follows each record to its end; as many hops as there are records mean a circle.
    fn is_without_a_circle(&self) -> bool {
        self.patients.values().all(|start| {
            let mut at = start;
            for _ in 0..self.patients.len() {
                match at.merged_into {
                    Some(into) => at = &self.patients[&into],
                    None => return true,
                }
            }
            false
        })
    }
}

/// Every world that these merges can come to; how many records stayed in the ends of them.
fn explore(world: World, merges: &[Merge], known: &mut HashSet<Key>, ends: &mut HashSet<usize>) {
    if !known.insert(world.key()) {
        return;
    }
    assert!(world.is_without_a_circle(), "a circle");
    if world.steps.iter().all(|step| *step == Step::Over) {
        ends.insert(world.patients.values().filter(|p| p.merged_into.is_none()).count());
    }
    for (at, merge) in merges.iter().enumerate().filter(|(at, _)| world.steps[*at] != Step::Over) {
        let mut next = world.clone();
        next.steps[at] = next.go(*merge, world.steps[at].clone());
        explore(next, merges, known, ends);
    }
}

#[test]
fn no_order_of_steps_leads_into_a_circle() {
    let ids = [1, 2, 3].map(|id| PatientId(Uuid::from_u128(id)));
    let pairs = ids.iter().flat_map(|a| ids.iter().map(move |b| (*a, *b)));
    let merges: Vec<Merge> = pairs.filter(|(a, b)| a != b).collect();
    let patient = |id| Patient { id, ..given::<Patient>([patient_registered()]).state() };
    let patients: BTreeMap<_, _> = ids.iter().map(|id| (*id, patient(*id))).collect();
    let (mut worlds, mut ends) = (0, HashSet::new());
    for a in 0..merges.len() {
        for b in a + 1..merges.len() {
            for c in b + 1..merges.len() {
                let world = World { patients: patients.clone(), steps: vec![Step::TakeIn; 3] };
                let mut known = HashSet::new();
                explore(world, &[merges[a], merges[b], merges[c]], &mut known, &mut ends);
                worlds += known.len();
            }
        }
    }
    assert!(worlds > 4_000, "only {worlds} were looked at");
    assert!(ends.contains(&1) && ends.contains(&2), "some merges succeed: {ends:?}");
}
