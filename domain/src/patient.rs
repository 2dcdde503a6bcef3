//! A patient: entered, corrected, removed from work, merged with another record, held, erased.

use crate::aggregate::Aggregate;
use crate::event::*;
use crate::ids::PatientId;
use crate::personal::Opened;
use crate::text::corrected;

mod erasure;
mod hold;
mod merge;
mod record;
mod refusal;

pub use erasure::{erase, follow_into_erasure};
pub use hold::{lift_hold, place_hold};
pub use merge::{absorb, merge};
pub use record::{Correction, Details, correct, register, remove};
pub use refusal::Refusal;

/// A patient's present state.
#[derive(Clone, Debug, PartialEq)]
pub struct Patient {
    /// Who.
    pub id: PatientId,
    /// The number that the laboratory knows the patient by.
    pub number: Opened,
    /// The name.
    pub name: Opened,
    /// One of [`SEXES`].
    pub sex: Option<Opened>,
    /// The day of birth, ISO 8601.
    pub born_on: Option<Opened>,
    /// Anything else.
    pub notes: Option<Opened>,
    /// Removed from work, or erased.
    pub removed: bool,
    /// The key was destroyed on record, and every copy of what it sealed.
    pub erased: bool,
    /// The record that this one became part of.
    pub merged_into: Option<PatientId>,
    /// Records that were to become part of this one. Those that did say so themselves.
    pub absorbed: Vec<PatientId>,
    /// Why nobody may erase the patient, while that is so.
    pub hold: Option<Opened>,
    /// Counts its events, from 1.
    pub revision: u64,
}

impl Patient {
    /// Whether there is work on this record: cases are opened, images come.
    ///
    /// # Errors
    /// [`Refusal::Erased`], [`Refusal::Merged`], [`Refusal::Removed`]
    pub fn in_work(&self) -> Result<(), Refusal> {
        match self.merged_into {
            _ if self.erased => Err(Refusal::Erased),
            Some(into) => Err(Refusal::Merged { into }),
            None if self.removed => Err(Refusal::Removed),
            None => Ok(()),
        }
    }

    fn correct(&mut self, e: &PatientCorrected<Opened>) {
        self.number = e.number.clone().unwrap_or_else(|| self.number.clone());
        self.name = e.name.clone().unwrap_or_else(|| self.name.clone());
        corrected(&mut self.sex, e.sex.as_ref());
        corrected(&mut self.born_on, e.born_on.as_ref());
        corrected(&mut self.notes, e.notes.as_ref());
    }
}

impl Aggregate for Patient {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::PatientRegistered(e) = event else { return None };
        Some(Self {
            id: e.patient,
            number: e.number.clone(),
            name: e.name.clone(),
            sex: e.sex.clone(),
            born_on: e.born_on.clone(),
            notes: e.notes.clone(),
            removed: false,
            erased: false,
            merged_into: None,
            absorbed: vec![],
            hold: None,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &Event<Opened>) {
        self.revision += 1;
        match event {
            Event::PatientCorrected(e) => self.correct(e),
            Event::PatientRemoved(_) => self.removed = true,
            Event::PatientErased(_) => {
                self.removed = true;
                self.erased = true;
                self.hold = None;
            }
            Event::PatientAbsorbed(e) => self.absorbed.push(e.absorbed),
            Event::PatientMerged(e) => self.merged_into = Some(e.into),
            Event::LegalHoldPlaced(e) => self.hold = Some(e.reason.clone()),
            Event::LegalHoldLifted(_) => self.hold = None,
            _ => {}
        }
    }
}
