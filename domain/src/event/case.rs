//! Specimens.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::{CaseId, PatientId};

/// What was taken from the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Specimen {
    /// Peripheral blood.
    PeripheralBlood,
    /// Bone-marrow aspirate.
    BoneMarrow,
    /// Capillary blood.
    CapillaryBlood,
    /// Cord blood.
    CordBlood,
    /// Something else; the clinical details say what.
    Other,
}

/// How soon a case is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// In turn.
    Routine,
    /// Before the others.
    Urgent,
    /// At once.
    Stat,
}

/// See [`Event::CaseOpened`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseOpened<P> {
    /// Which.
    pub case: CaseId,
    /// Whose.
    pub patient: PatientId,
    /// The specimen's number in the laboratory; unique when given.
    pub accession: Option<P>,
    /// What was taken.
    pub specimen: Specimen,
    /// When it was taken, if known.
    pub collected_at: Option<Timestamp>,
    /// When the laboratory got it.
    pub received_at: Timestamp,
    /// The stain, such as `May-Grünwald-Giemsa`, if known.
    pub stain: Option<String>,
    /// How soon it is wanted.
    pub priority: Priority,
    /// What the sender wrote.
    pub clinical_details: Option<P>,
    /// Opened by an upload that named no case.
    pub implicit: bool,
}

/// See [`Event::CaseCorrected`]. An empty text clears an optional field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseCorrected<P> {
    /// Which.
    pub case: CaseId,
    /// Whose; corrections do not move a case.
    pub patient: PatientId,
    /// The accession number, when corrected.
    pub accession: Option<P>,
    /// What was taken, when corrected.
    pub specimen: Option<Specimen>,
    /// When it was taken, when corrected.
    pub collected_at: Option<Timestamp>,
    /// When the laboratory got it, when corrected.
    pub received_at: Option<Timestamp>,
    /// The stain, when corrected.
    pub stain: Option<String>,
    /// How soon it is wanted, when corrected.
    pub priority: Option<Priority>,
    /// What the sender wrote, when corrected.
    pub clinical_details: Option<P>,
}

/// See [`Event::CaseWithdrawn`]. Its accession number is free from then on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseWithdrawn<P> {
    /// Which.
    pub case: CaseId,
    /// Whose, for the key.
    pub patient: PatientId,
    /// Why.
    pub reason: P,
}

/// See [`Event::CaseReinstated`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseReinstated {
    /// Which.
    pub case: CaseId,
}
