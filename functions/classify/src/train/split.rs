//! What is learned from and what is only looked at: no patient, and no file, stands on both sides.

use std::collections::{BTreeMap, HashMap};

use domain::ids::Sha256;

use crate::random::Random;

/// What the split asks of a picture.
#[derive(Clone, Debug)]
pub struct Member {
    /// The number of its label.
    pub label: usize,
    /// Whose it is, if the data says so.
    pub patient: Option<String>,
    /// The digest of its file.
    pub file: Sha256,
}

/// The pictures of both sides, by number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// To learn from.
    pub training: Vec<usize>,
    /// To choose, stop and calibrate by.
    pub validation: Vec<usize>,
}

/// Deals groups out until every class has its part for validation: about `part` of its pictures, one at least.
/// Pictures of one patient, and equal files, are one group.
///
/// # Errors
/// The number of a class that would be missing on one of the sides.
pub fn split(members: &[Member], classes: usize, part: f64, seed: u64) -> Result<Split, usize> {
    let mut groups = groups(members);
    Random::of(&[seed, 0x5911]).shuffle(&mut groups);
    let mut wanted = vec![0.0; classes];
    for member in members {
        wanted[member.label] += part;
    }
    let mut validation = Vec::new();
    let mut training = Vec::new();
    let mut held = vec![0.0_f64; classes];
    for group in groups {
        let short = |at: &usize| {
            let label = members[*at].label;
            held[label] < wanted[label].max(1.0) - 0.5
        };
        if group.iter().all(short) {
            group.iter().for_each(|at| held[members[*at].label] += 1.0);
            validation.extend(group);
        } else {
            training.extend(group);
        }
    }
    for side in [&training, &validation] {
        let there = |class: &usize| side.iter().any(|at: &usize| members[*at].label == *class);
        if let Some(missing) = (0..classes).find(|class| !there(class)) {
            return Err(missing);
        }
    }
    training.sort_unstable();
    validation.sort_unstable();
    Ok(Split { training, validation })
}

/// Whether a patient or a file of one set stands in the other: the first picture of `these` of which it is so.
pub fn shared(these: &[Member], others: &[Member]) -> Option<usize> {
    these.iter().position(|one| {
        let same = |other: &Member| {
            one.file == other.file || one.patient.is_some() && one.patient == other.patient
        };
        others.iter().any(same)
    })
}

/// Pictures that belong together, in the order of their first ones.
fn groups(members: &[Member]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..members.len()).collect();
    fn root(parent: &[usize], mut at: usize) -> usize {
        while parent[at] != at {
            at = parent[at];
        }
        at
    }
    let mut files: HashMap<Sha256, usize> = HashMap::new();
    let mut patients: HashMap<&str, usize> = HashMap::new();
    for (at, member) in members.iter().enumerate() {
        let file = *files.entry(member.file).or_insert(at);
        let patient = member.patient.as_deref().map(|name| *patients.entry(name).or_insert(at));
        for other in [Some(file), patient].into_iter().flatten() {
            let (a, b) = (root(&parent, at), root(&parent, other));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..members.len() {
        groups.entry(root(&parent, at)).or_default().push(at);
    }
    groups.into_values().collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn member(label: usize, patient: Option<usize>, file: u8) -> Member {
        Member { label, patient: patient.map(|p| format!("P-{p}")), file: Sha256([file; 32]) }
    }

    proptest! {
        #[test]
        fn nobody_and_nothing_stands_on_both_sides(
            of in prop::collection::vec((0..3_usize, prop::option::of(0..12_usize), any::<u8>()), 4..80),
            seed: u64,
        ) {
            let members: Vec<Member> =
                of.into_iter().map(|(label, patient, file)| member(label, patient, file)).collect();
            if let Ok(split) = split(&members, 3, 0.2, seed) {
                let side = |of: &[usize]| of.iter().map(|at| members[*at].clone()).collect::<Vec<_>>();
                prop_assert_eq!(shared(&side(&split.training), &side(&split.validation)), None);
                prop_assert_eq!(split.training.len() + split.validation.len(), members.len());
            }
        }
    }

    #[test]
    fn each_class_gives_its_part_and_the_seed_says_which() {
        let members: Vec<Member> =
            (0..100).map(|at| member(at / 50, Some(at / 5), at as u8)).collect();
        let first = split(&members, 2, 0.2, 1).unwrap();
        let of = |label: usize| {
            first.validation.iter().filter(|at| members[**at].label == label).count()
        };
        assert_eq!((of(0), of(1)), (10, 10));
        assert_eq!(first, split(&members, 2, 0.2, 1).unwrap());
        assert_ne!(first, split(&members, 2, 0.2, 2).unwrap());
    }

    #[test]
    fn a_class_of_one_patient_cannot_be_split() {
        let members: Vec<Member> = (0..20)
            .map(|at| member(at % 2, Some(if at % 2 == 1 { 99 } else { at }), at as u8))
            .collect();
        assert_eq!(split(&members, 2, 0.2, 1), Err(1));
    }
}
