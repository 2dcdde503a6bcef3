//! What somebody who sees only colours would reach on the same pictures, and who always says the
//! same: a score means what it has over these.

use std::collections::{BTreeSet, HashSet};

use domain::ids::{LabelId, Sha256};
use serde::Serialize;

use super::bootstrap::{Figure, bootstrap};
use super::colour::Colours;
use super::lda::Discriminant;
use super::scores::{Guess, Scores};
use crate::random::Random;

/// In how many parts pictures are cut when no others are there to learn from.
const FOLDS: usize = 5;

/// The baselines beside a model's scores.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Baselines {
    /// Linear discriminant analysis of colours alone; none when there was nothing to learn from.
    pub colour: Option<ColourBaseline>,
    /// The label that most pictures are of, always said.
    pub majority: Majority,
}

/// What colours alone reach.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColourBaseline {
    /// What it learned from.
    pub learned_from: LearnedFrom,
    /// What it reaches.
    pub scores: Scores,
    /// The model's accuracy less the baseline's, on the same pictures.
    pub advantage: Figure,
}

/// What the colour baseline learned from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "by", rename_all = "kebab-case")]
pub enum LearnedFrom {
    /// Other pictures.
    Folder {
        /// Where they are.
        folder: String,
        /// How many it learned from.
        images: u64,
        /// How many were left out, for the same file or patient is among the measured ones.
        left_out: u64,
        /// How many could not be read.
        failed: u64,
    },
    /// The measured pictures themselves, each part judged by what the others taught.
    CrossValidation {
        /// How many parts.
        folds: usize,
        /// Whether a patient's pictures stood in one part together.
        patients_apart: bool,
    },
}

/// Who always says the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Majority {
    /// What.
    pub label: LabelId,
    /// What it reaches.
    pub scores: Scores,
}

/// A measured picture, for a baseline.
pub struct Example {
    /// Its colours.
    pub colours: Colours,
    /// The number of its label.
    pub label: usize,
    /// Its file.
    pub digest: Sha256,
    /// Whose it is, if known.
    pub patient: Option<String>,
}

/// Other pictures to learn from.
pub struct Teachers {
    /// Where they are.
    pub folder: String,
    /// Those that could be read.
    pub examples: Vec<Example>,
    /// How many could not.
    pub failed: u64,
}

/// How the measured pictures are judged: by units, with a seed.
pub struct Ground<'a> {
    /// The labels.
    pub labels: &'a [LabelId],
    /// Pictures that are drawn together.
    pub units: &'a [Vec<usize>],
    /// Whether a unit is a patient.
    pub patients: bool,
    /// What all chance begins with.
    pub seed: u64,
}

impl Baselines {
    /// On the pictures that a model's guesses are of; none without any.
    pub fn of(
        measured: &[Example],
        model: &[Guess],
        teachers: Option<Teachers>,
        ground: &Ground,
    ) -> Option<Self> {
        let colour = match teachers {
            Some(teachers) => taught(measured, &teachers, ground.labels.len()),
            None => cross_validated(measured, ground),
        };
        let colour = colour.map(|(learned_from, guesses)| ColourBaseline {
            learned_from,
            scores: Scores::of(&guesses, ground.labels, ground.units, ground.seed),
            advantage: advantage(model, &guesses, ground),
        });
        Some(Self { colour, majority: majority(measured, ground)? })
    }
}

fn taught(
    measured: &[Example],
    teachers: &Teachers,
    labels: usize,
) -> Option<(LearnedFrom, Vec<Guess>)> {
    let files: HashSet<Sha256> = measured.iter().map(|example| example.digest).collect();
    let patients: BTreeSet<&str> = measured.iter().filter_map(|e| e.patient.as_deref()).collect();
    let met = |example: &&Example| {
        files.contains(&example.digest)
            || example.patient.as_deref().is_some_and(|patient| patients.contains(patient))
    };
    let (left_out, kept): (Vec<&Example>, Vec<&Example>) = teachers.examples.iter().partition(met);
    let learned = learn(kept.iter().copied(), labels)?;
    let learned_from = LearnedFrom::Folder {
        folder: teachers.folder.clone(),
        images: kept.len() as u64,
        left_out: left_out.len() as u64,
        failed: teachers.failed,
    };
    Some((learned_from, measured.iter().map(|example| guess(&learned, example)).collect()))
}

fn cross_validated(measured: &[Example], ground: &Ground) -> Option<(LearnedFrom, Vec<Guess>)> {
    let folds = FOLDS.min(ground.units.len());
    if folds < 2 {
        return None;
    }
    let fold_of = deal(measured, ground, folds);
    let mut guesses = vec![Guess { truth: 0, predicted: 0, confidence: 0.0 }; measured.len()];
    for fold in 0..folds {
        let others = measured.iter().zip(&fold_of).filter(|(_, of)| **of != fold);
        let learned = learn(others.map(|(example, _)| example), ground.labels.len())?;
        for (at, example) in measured.iter().enumerate().filter(|(at, _)| fold_of[*at] == fold) {
            guesses[at] = guess(&learned, example);
        }
    }
    Some((LearnedFrom::CrossValidation { folds, patients_apart: ground.patients }, guesses))
}

/// The part that each picture stands in: units dealt out like cards after shuffling, label by label
/// of their first picture, so that each part has about as many of each label.
fn deal(measured: &[Example], ground: &Ground, folds: usize) -> Vec<usize> {
    let mut order: Vec<&Vec<usize>> = ground.units.iter().collect();
    Random(ground.seed).shuffle(&mut order);
    order.sort_by_key(|unit| measured[unit[0]].label);
    let mut fold_of = vec![0; measured.len()];
    for (at, unit) in order.into_iter().enumerate() {
        unit.iter().for_each(|picture| fold_of[*picture] = at % folds);
    }
    fold_of
}

fn learn<'a>(from: impl Iterator<Item = &'a Example>, labels: usize) -> Option<Discriminant> {
    let examples: Vec<(&[f64], usize)> =
        from.map(|example| (&example.colours.0[..], example.label)).collect();
    Discriminant::fit(&examples, labels)
}

fn guess(learned: &Discriminant, example: &Example) -> Guess {
    let told = learned.probabilities(&example.colours.0);
    let (predicted, confidence) = (told.into_iter().enumerate())
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .expect("a classifier has labels");
    Guess { truth: example.label, predicted, confidence }
}

/// Both are judged on each resample together: what is easy for one is often easy for the other.
fn advantage(model: &[Guess], baseline: &[Guess], ground: &Ground) -> Figure {
    let right = |guess: &Guess| f64::from(u8::from(guess.claim().right));
    let gains: Vec<f64> = model.iter().zip(baseline).map(|(a, b)| right(a) - right(b)).collect();
    let mean = |times: &[u64]| {
        let total: u64 = times.iter().sum();
        let sum: f64 = gains.iter().zip(times).map(|(gain, times)| gain * *times as f64).sum();
        vec![(total > 0).then(|| sum / total as f64)]
    };
    bootstrap(ground.units, gains.len(), ground.seed, mean)[0]
}

fn majority(measured: &[Example], ground: &Ground) -> Option<Majority> {
    let count = |label| measured.iter().filter(|example| example.label == label).count();
    // The first of the commonest.
    let predicted = (0..ground.labels.len()).rev().max_by_key(|label| count(*label))?;
    if measured.is_empty() {
        return None;
    }
    let confidence = count(predicted) as f64 / measured.len() as f64;
    let say = |example: &Example| Guess { truth: example.label, predicted, confidence };
    let guesses: Vec<Guess> = measured.iter().map(say).collect();
    let scores = Scores::of(&guesses, ground.labels, ground.units, ground.seed);
    Some(Majority { label: ground.labels[predicted].clone(), scores })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use image::{Rgb, RgbImage};

    use super::*;

    /// Discs on a pale ground whose colour is told by `colour` from the label and the number.
    fn drawn(count: usize, colour: impl Fn(usize, usize) -> [u8; 3]) -> Vec<Example> {
        let one = |at: usize| {
            let (label, colour) = (at % 2, colour(at % 2, at));
            let radius = 10.0 + (at * 7 % 5) as f64;
            let picture = RgbImage::from_fn(48, 48, |x, y| {
                let inside = (f64::from(x) - 24.0).hypot(f64::from(y) - 24.0) < radius;
                Rgb(if inside { colour } else { [235, 220, 215] })
            });
            let digest = Sha256([at as u8; 32]);
            Example { colours: Colours::of(&picture), label, digest, patient: None }
        };
        (0..count).map(one).collect()
    }

    fn measure(measured: &[Example], teachers: Option<Teachers>) -> Baselines {
        let labels: Vec<LabelId> = ["red", "violet"].map(|name| name.parse().unwrap()).to_vec();
        let units: Vec<Vec<usize>> = (0..measured.len()).map(|at| vec![at]).collect();
        let ground = Ground { labels: &labels, units: &units, patients: false, seed: 3 };
        let right: Vec<Guess> = measured
            .iter()
            .map(|e| Guess { truth: e.label, predicted: e.label, confidence: 0.9 })
            .collect();
        Baselines::of(measured, &right, teachers, &ground).unwrap()
    }

    fn apart(label: usize, at: usize) -> [u8; 3] {
        [[200, 90, 100], [120, 70, 160]][label].map(|level: u8| level + (at * 13 % 20) as u8)
    }

    /// Colours by chance, told by no label.
    fn alike(_: usize, at: usize) -> [u8; 3] {
        let mut random = Random(at as u64);
        [random.below(200) as u8, random.below(200) as u8, random.below(200) as u8]
    }

    #[test]
    fn colours_tell_what_differs_in_colour_and_only_that() {
        let told = measure(&drawn(80, apart), None);
        let colour = told.colour.unwrap();
        assert_eq!(colour.scores.accuracy.value, Some(1.0));
        assert_eq!(colour.advantage.value, Some(0.0));
        assert_eq!(
            colour.learned_from,
            LearnedFrom::CrossValidation { folds: 5, patients_apart: false }
        );
        assert_eq!(
            (told.majority.label.as_str(), told.majority.scores.accuracy.value),
            ("red", Some(0.5))
        );

        let untold = measure(&drawn(200, alike), None).colour.unwrap();
        let [low, high] = untold.scores.kappa.interval.unwrap();
        assert!(low < 0.0 && high < 0.3, "no better than chance: {:?}", untold.scores.kappa);
        assert!(untold.advantage.value.unwrap() > 0.3);
    }

    #[test]
    fn it_never_learns_from_a_file_or_a_patient_that_it_is_judged_on() {
        let mut others = drawn(90, apart);
        for (at, example) in others.iter_mut().enumerate().skip(20) {
            example.patient = Some(format!("P{}", at % 7));
        }
        let mut measured = drawn(20, apart);
        for example in &mut measured {
            example.patient = Some("P3".to_owned());
        }
        let teachers = Teachers { folder: "others".into(), examples: others, failed: 2 };
        let colour = measure(&measured, Some(teachers)).colour.unwrap();
        let expected =
            LearnedFrom::Folder { folder: "others".into(), images: 60, left_out: 30, failed: 2 };
        assert_eq!(
            colour.learned_from, expected,
            "20 same files, and 10 of the 70 others are of P3"
        );
    }

    #[test]
    fn a_patients_pictures_stand_in_one_part() {
        let measured = drawn(24, apart);
        let labels: Vec<LabelId> = ["red", "violet"].map(|name| name.parse().unwrap()).to_vec();
        let units: Vec<Vec<usize>> = (0..6).map(|p| (p * 4..p * 4 + 4).collect()).collect();
        let ground = Ground { labels: &labels, units: &units, patients: true, seed: 1 };
        let folds = deal(&measured, &ground, 3);
        for unit in &units {
            assert!(unit.iter().all(|picture| folds[*picture] == folds[unit[0]]));
        }
        assert!((0..3).all(|fold| folds.contains(&fold)));
        let one = Ground { units: &units[..1], ..ground };
        assert!(cross_validated(&measured[..4], &one).is_none(), "one patient teaches nobody");
    }
}
