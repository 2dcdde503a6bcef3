//! Patients.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[cfg(doc)]
use super::Event;
use crate::ids::PatientId;

/// A patient's sex as the laboratory was told. Sealed as text like every personal field.
pub const SEXES: [&str; 4] = ["female", "male", "other", "unknown"];

/// See [`Event::PatientRegistered`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientRegistered<P> {
    /// Who.
    pub patient: PatientId,
    /// The number that the laboratory knows the patient by; unique.
    pub number: P,
    /// The patient's name.
    pub name: P,
    /// One of [`SEXES`].
    pub sex: Option<P>,
    /// The day of birth, ISO 8601.
    pub born_on: Option<P>,
    /// Anything else.
    pub notes: Option<P>,
}

/// See [`Event::PatientCorrected`]. An empty text clears an optional field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientCorrected<P> {
    /// Who.
    pub patient: PatientId,
    /// The number, when corrected.
    pub number: Option<P>,
    /// The name, when corrected.
    pub name: Option<P>,
    /// The sex, when corrected.
    pub sex: Option<P>,
    /// The day of birth, when corrected.
    pub born_on: Option<P>,
    /// The notes, when corrected.
    pub notes: Option<P>,
}

/// See [`Event::PatientRemoved`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientRemoved<P> {
    /// Who.
    pub patient: PatientId,
    /// Why, if it was said.
    pub reason: Option<P>,
}

/// See [`Event::PatientErased`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientErased {
    /// Who.
    pub patient: PatientId,
}

/// See [`Event::PatientAbsorbed`]. Stands in the stream of the record that stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientAbsorbed {
    /// The record that stays.
    pub patient: PatientId,
    /// The record that becomes part of it.
    pub absorbed: PatientId,
}

/// See [`Event::PatientMerged`]. Stands in the stream of the record that goes. What was sealed under
/// its key stays so; erasing the one that stays erases this one too.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatientMerged<P> {
    /// The record that goes.
    pub patient: PatientId,
    /// The record that stays.
    pub into: PatientId,
    /// Why they are one person.
    pub reason: P,
}

/// See [`Event::LegalHoldPlaced`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LegalHoldPlaced<P> {
    /// Whose data.
    pub patient: PatientId,
    /// Why it must be kept.
    pub reason: P,
}

/// See [`Event::LegalHoldLifted`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LegalHoldLifted<P> {
    /// Whose data.
    pub patient: PatientId,
    /// Why it need not be kept any longer.
    pub reason: P,
}

/// A day, written for a sealed field.
pub fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}
