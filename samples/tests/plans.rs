//! What is planned, counted over many fields without drawing any.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};

use samples::blood::D;
use samples::camera::Camera;
use samples::cells::{Kind, Shape, White};
use samples::field::stain;
use samples::framing::Framing;
use samples::nuisance::Nuisance;
use samples::plan::nearest_to_the_middle;
use samples::{Key, Label, Plan};

const PATIENTS: u32 = 60;
const FIELDS: u32 = 5;

fn plans(label: Label) -> Vec<Plan> {
    let keys = (0..PATIENTS).flat_map(|patient| (0..FIELDS).map(move |field| (patient, field)));
    keys.map(|(patient, field)| Plan::draw(label, Key { seed: 7, patient, field: Some(field) }))
        .collect()
}

/// Counts over all plans of a label.
struct Counted {
    red: f64,
    shapes: BTreeMap<Shape, f64>,
    stippled: f64,
    white: BTreeMap<White, f64>,
    nrbc: f64,
    platelets: f64,
    smudges: f64,
    diameters: Vec<f64>,
}

fn count(label: Label) -> Counted {
    let mut counted = Counted {
        red: 0.0,
        shapes: BTreeMap::new(),
        stippled: 0.0,
        white: BTreeMap::new(),
        nrbc: 0.0,
        platelets: 0.0,
        smudges: 0.0,
        diameters: Vec::new(),
    };
    for plan in plans(label) {
        for cell in plan.visible() {
            match cell.kind {
                Kind::Red(red) => {
                    counted.red += 1.0;
                    *counted.shapes.entry(red.shape).or_default() += 1.0;
                    counted.stippled += f64::from(u8::from(red.inclusion.is_some()));
                    counted.diameters.push(f64::from(2.0 * cell.radius / D));
                }
                Kind::White(white) => *counted.white.entry(white).or_default() += 1.0,
                Kind::Nrbc => counted.nrbc += 1.0,
                Kind::Smudge => counted.smudges += 1.0,
                Kind::Platelet | Kind::LargePlatelet => counted.platelets += 1.0,
            }
        }
    }
    counted
}

impl Counted {
    fn shape(&self, shape: Shape) -> f64 {
        self.shapes.get(&shape).copied().unwrap_or_default() / self.red
    }

    fn white(&self, kinds: &[White]) -> f64 {
        let all: f64 = self.white.values().sum();
        kinds.iter().filter_map(|kind| self.white.get(kind)).sum::<f64>() / all
    }

    fn red_of_a_field(&self) -> f64 {
        self.red / f64::from(PATIENTS * FIELDS)
    }

    fn diameter(&self) -> f64 {
        self.diameters.iter().sum::<f64>() / self.red
    }
}

#[track_caller]
fn between(what: &str, value: f64, low: f64, high: f64) {
    assert!((low..=high).contains(&value), "{what}: {value} is not from {low} to {high}");
}

#[test]
fn normal_blood_is_normal() {
    let normal = count(Label::Normal);
    between("red cells", normal.red_of_a_field(), 99.0, 121.0);
    between("diameter", normal.diameter(), 0.97, 1.03);
    between("discs", normal.shape(Shape::Disc), 0.97, 1.0);
    between("neutrophils", normal.white(&[White::Neutrophil]), 0.50, 0.72);
    let lymphocytes = [White::Lymphocyte, White::GranularLymphocyte];
    between("lymphocytes", normal.white(&lymphocytes), 0.20, 0.40);
    between("platelets", normal.platelets / normal.red, 0.04, 0.06);
    between("nucleated red cells", normal.nrbc, 0.0, 0.0);
}

#[test]
fn iron_deficiency_has_small_cells_and_pencils() {
    let ida = count(Label::Ida);
    between("diameter", ida.diameter(), 0.82, 0.92);
    between("pencils", ida.shape(Shape::Pencil), 0.01, 0.05);
    between("elliptocytes", ida.shape(Shape::Elliptocyte), 0.03, 0.10);
    between("prekeratocytes", ida.shape(Shape::Prekeratocyte), 0.0002, 0.002);
    between("platelets", ida.platelets / ida.red, 0.066, 0.125);
    between("stippled", ida.stippled, 0.0, 0.0);
}

#[test]
fn thalassemia_minor_has_many_small_cells_of_one_size() {
    let (minor, ida) = (count(Label::ThalassemiaMinor), count(Label::Ida));
    between("red cells", minor.red_of_a_field(), 112.0, 136.0);
    between("diameter", minor.diameter(), 0.80, 0.91);
    between("targets", minor.shape(Shape::Target), 0.005, 0.05);
    between("pencils", minor.shape(Shape::Pencil), 0.0, 0.003);
    between("stippled", minor.stippled / minor.red, 0.0001, 0.004);
    assert!(minor.red > ida.red, "more cells than in iron deficiency");
}

#[test]
fn thalassemia_major_has_targets_odd_shapes_and_nucleated_red_cells() {
    let major = count(Label::ThalassemiaMajor);
    between("red cells", major.red_of_a_field(), 44.0, 77.0);
    // Half of the patients carry 20 to 70 % normal cells.
    between("targets", major.shape(Shape::Target), 0.07, 0.22);
    between("bizarre", major.shape(Shape::Bizarre), 0.07, 0.18);
    between("teardrops", major.shape(Shape::Teardrop), 0.02, 0.09);
    let white: f64 = major.white.values().sum();
    between("nucleated red cells", major.nrbc / white, 0.2, 1.2);
}

#[test]
fn lymphoblastic_leukaemia_has_blasts_without_granules() {
    let all = count(Label::All);
    let l1 = [White::LymphoblastL1, White::VacuolatedLymphoblastL1];
    let l2 = [White::LymphoblastL2, White::VacuolatedLymphoblastL2];
    between("L1 and L2", all.white(&[l1, l2].concat()), 0.50, 0.80);
    assert!(all.white(&l1) > all.white(&l2), "three of four patients are L1");
    between("Auer rods", all.white(&[White::AuerRodPromyelocyte, White::FaggotCell]), 0.0, 0.0);
    between("platelets", all.platelets / all.red, 0.004, 0.017);
    assert!(all.smudges > 0.0, "smudge cells");
}

#[test]
fn promyelocytic_leukaemia_has_abnormal_promyelocytes_with_rods() {
    let apml = count(Label::Apml);
    let coarse = [White::AbnormalPromyelocyte, White::AuerRodPromyelocyte, White::FaggotCell];
    let fine = [White::MicrogranularPromyelocyte, White::BuddingPromyelocyte];
    between("promyelocytes", apml.white(&[&coarse[..], &fine[..]].concat()), 0.45, 0.80);
    assert!(apml.white(&[White::AuerRodPromyelocyte]) > 0.02, "Auer rods");
    assert!(apml.white(&[White::FaggotCell]) > 0.005, "faggot cells");
    assert!(apml.white(&fine) > 0.05, "the microgranular variant");
    between("schistocytes", apml.shape(Shape::Fragment), 0.005, 0.030);
    between("platelets", apml.platelets / apml.red, 0.002, 0.014);
}

#[test]
fn myeloid_leukaemia_has_two_peaks_and_basophils() {
    let cml = count(Label::Cml);
    between("segmented and band", cml.white(&[White::Neutrophil, White::Band]), 0.42, 0.64);
    between("myelocytes", cml.white(&[White::Myelocyte]), 0.15, 0.30);
    between("metamyelocytes", cml.white(&[White::Metamyelocyte]), 0.08, 0.16);
    between("blasts", cml.white(&[White::Myeloblast]), 0.003, 0.05);
    between("basophils", cml.white(&[White::Basophil]), 0.02, 0.08);
    assert!(
        cml.white(&[White::Myelocyte]) > cml.white(&[White::Metamyelocyte]),
        "more myelocytes than metamyelocytes: the second peak"
    );
    between("platelets", cml.platelets / cml.red, 0.06, 0.20);
}

#[test]
fn in_every_class_seven_fields_of_ten_are_centred_on_a_nucleated_cell() {
    for label in Label::EVERY {
        let plans = plans(label);
        let centred: Vec<&Plan> = plans.iter().filter(|plan| plan.framing.centred).collect();
        between(label.id(), centred.len() as f64 / plans.len() as f64, 0.63, 0.77);
        for plan in centred {
            let far = nearest_to_the_middle(plan).unwrap();
            assert!(far < 10.0, "{label}: the cell in the middle is {far} µm off");
        }
    }
}

#[test]
fn stain_framing_and_camera_do_not_know_the_class() {
    // They are functions of the key alone, and what a plan holds of them is equal for all classes.
    for patient in 0..20 {
        let key = Key { seed: 3, patient, field: Some(patient % 4) };
        let framings = Label::CLASSES.map(|label| Plan::draw(label, key).framing);
        assert!(framings.iter().all(|framing| *framing == Framing::draw(key)), "{framings:?}");
    }
    let key = |patient, field| Key { seed: 3, patient, field: Some(field) };
    assert_eq!(stain(key(1, 0)), stain(key(1, 5)), "a slide is stained once");
    assert_ne!(stain(key(1, 0)), stain(key(2, 0)), "each patient's by itself");
    assert_ne!(Camera::draw(key(1, 0)), Camera::draw(key(1, 1)), "and focused for each field");
}

#[test]
fn a_patients_blood_is_the_same_in_all_fields() {
    for label in Label::CLASSES {
        let blood = |field| {
            let key = Key { seed: 5, patient: 2, field: Some(field) };
            format!("{:?}", Plan::draw(label, key).blood)
        };
        assert_eq!(blood(0), blood(3), "{label}");
    }
}

#[test]
fn every_nuisance_comes_in_turn_and_only_where_there_is_no_class() {
    let of = |field| Nuisance::of(Key { seed: 1, patient: 0, field: Some(field) });
    let mut seen: Vec<Nuisance> = (0..6).map(of).collect();
    seen.sort();
    assert_eq!(seen, Nuisance::EVERY.map(|(nuisance, _)| nuisance));
    for label in Label::CLASSES {
        let plan = Plan::draw(label, Key { seed: 1, patient: 0, field: Some(0) });
        assert_eq!(plan.nuisance, None);
    }
}

#[test]
fn whose_field_cannot_be_read_is_nobody_else() {
    // Patients must not lie on two sides of a split under two names.
    for patient in 0..Label::CLASSES.len() as u32 {
        let key = Key { seed: 1, patient, field: Some(0) };
        let class = Label::CLASSES[patient as usize];
        let (readable, unsuitable) = (Plan::draw(class, key), Plan::draw(Label::Unsuitable, key));
        let seeds = |plan: &Plan| plan.cells.iter().map(|cell| cell.seed).collect::<BTreeSet<_>>();
        assert!(seeds(&readable).is_disjoint(&seeds(&unsuitable)), "{class}");
    }
}
