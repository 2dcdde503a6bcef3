//! The patients of the demonstration and what came of them, as tables. All of it is invented.

use domain::event::{Priority, Specimen};
use samples::{Key, Label};

/// A patient, of whose blood every image of theirs is drawn.
pub struct Person {
    /// The number; `DEMO` in it says that it is nobody's.
    pub number: &'static str,
    /// The name.
    pub name: &'static str,
    pub sex: &'static str,
    pub born_on: &'static str,
    /// What the blood is drawn as.
    pub label: Label,
}

/// A specimen.
pub struct Sent {
    /// Of which patient.
    pub patient: usize,
    pub accession: &'static str,
    pub specimen: Specimen,
    pub priority: Priority,
    /// How long ago it was received, in minutes.
    pub received: i64,
    pub details: &'static str,
    /// What is photographed of it.
    pub pictures: Pictures,
}

/// What is photographed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pictures {
    /// So many fields, and so many that nobody should read.
    Fields(u32, u32),
    /// The cells of so many fields.
    Cells(u32),
    /// Nothing: the case was opened in error.
    Nothing,
}

const fn person(
    number: &'static str,
    name: &'static str,
    sex: &'static str,
    born_on: &'static str,
    label: Label,
) -> Person {
    Person { number, name, sex, born_on, label }
}

/// One of each class, and one whose smear came to nothing.
pub const PATIENTS: [Person; 8] = [
    person("DEMO-1", "Nora Example", "female", "1979-05-14", Label::Normal),
    person("DEMO-2", "Ivy Example", "female", "1991-11-02", Label::Ida),
    person("DEMO-3", "Theo Example", "male", "1986-03-27", Label::ThalassemiaMinor),
    person("DEMO-4", "Maja Example", "female", "2021-08-19", Label::ThalassemiaMajor),
    person("DEMO-5", "Arlo Example", "male", "2018-01-30", Label::All),
    person("DEMO-6", "Pia Example", "female", "1983-09-08", Label::Apml),
    person("DEMO-7", "Carl Example", "male", "1964-12-21", Label::Cml),
    person("DEMO-8", "Una Example", "female", "1955-07-05", Label::Unsuitable),
];

use Pictures::{Cells, Fields, Nothing};
use Priority::{Routine, Stat, Urgent};
use Specimen::{CapillaryBlood, PeripheralBlood};

const fn sent(
    patient: usize,
    accession: &'static str,
    priority: Priority,
    received: i64,
    pictures: Pictures,
    details: &'static str,
) -> Sent {
    // Of small children blood is taken from the finger.
    let specimen = if patient == 3 { CapillaryBlood } else { PeripheralBlood };
    Sent { patient, accession, specimen, priority, received, details, pictures }
}

/// Their cases, in the order in which they came.
pub const CASES: [Sent; 12] = [
    sent(2, "DEMO-C03", Routine, 1_560, Fields(4, 0), "Invented: small red cells since childhood."),
    sent(0, "DEMO-C01", Routine, 420, Fields(4, 0), "Invented: check before an operation."),
    sent(0, "DEMO-C02", Routine, 410, Cells(8), "Invented: differential by single cells."),
    sent(1, "DEMO-C04", Routine, 300, Fields(4, 0), "Invented: tired for months."),
    sent(1, "DEMO-C05", Routine, 290, Nothing, "Invented: entered a second time."),
    sent(7, "DEMO-C06", Routine, 240, Fields(6, 0), "Invented: check-up."),
    sent(6, "DEMO-C07", Urgent, 150, Fields(4, 1), "Invented: large spleen, many white cells."),
    sent(6, "DEMO-C08", Urgent, 145, Cells(4), "Invented: differential by single cells."),
    sent(3, "DEMO-C09", Urgent, 90, Fields(4, 1), "Invented: transfused every month."),
    sent(3, "DEMO-C10", Urgent, 85, Cells(4), "Invented: differential by single cells."),
    sent(4, "DEMO-C11", Stat, 50, Fields(4, 0), "Invented: fever, bruises."),
    sent(5, "DEMO-C12", Stat, 20, Fields(4, 0), "Invented: bleeding gums."),
];

/// Field number `field` of a patient.
pub fn key(patient: usize, field: u32) -> Key {
    Key { seed: 7, patient: patient as u32, field: Some(field) }
}
