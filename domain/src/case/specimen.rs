//! What is known of a specimen: entered, corrected.

use jiff::Timestamp;

use super::{Case, Refusal};
use crate::aggregate::Decision;
use crate::event::*;
use crate::ids::{CaseId, PatientId};
use crate::personal::{Opened, Personal};
use crate::text::{change, corrected, filled, fits, given};

/// What is known of a specimen that is entered. Empty optional texts count as none.
#[derive(Clone, Debug)]
pub struct Details {
    /// The specimen's number in the laboratory; unique when given.
    pub accession: Option<Personal>,
    /// What was taken.
    pub specimen: Specimen,
    /// When it was taken, if known.
    pub collected_at: Option<Timestamp>,
    /// When the laboratory got it.
    pub received_at: Timestamp,
    /// The stain, if known.
    pub stain: Option<String>,
    /// How soon it is wanted.
    pub priority: Priority,
    /// What the sender wrote.
    pub clinical_details: Option<Personal>,
}

/// What is to be corrected. None leaves a field as it is, an empty text clears an optional one.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// The accession number.
    pub accession: Option<Personal>,
    /// What was taken.
    pub specimen: Option<Specimen>,
    /// When it was taken.
    pub collected_at: Option<Timestamp>,
    /// When the laboratory got it.
    pub received_at: Option<Timestamp>,
    /// The stain.
    pub stain: Option<String>,
    /// How soon it is wanted.
    pub priority: Option<Priority>,
    /// What the sender wrote.
    pub clinical_details: Option<Personal>,
}

/// Enters a specimen of a patient.
pub fn open(id: CaseId, patient: PatientId, details: Details) -> Decision<Refusal> {
    let opened = CaseOpened {
        case: id,
        patient,
        accession: given(details.accession),
        specimen: details.specimen,
        collected_at: details.collected_at,
        received_at: details.received_at,
        stain: details.stain.map(trimmed).filter(|stain| !stain.is_empty()),
        priority: details.priority,
        clinical_details: given(details.clinical_details),
        implicit: false,
    };
    check_texts(&opened.accession, &opened.stain, &opened.clinical_details)?;
    check_times(opened.collected_at, opened.received_at)?;
    Ok(vec![Event::CaseOpened(opened)])
}

/// The case that an upload opens when it names none. Once is enough.
pub fn open_implicitly(
    case: Option<&Case>,
    id: CaseId,
    patient: PatientId,
    now: Timestamp,
) -> Decision<Refusal> {
    let opened = CaseOpened {
        case: id,
        patient,
        accession: None,
        specimen: Specimen::PeripheralBlood,
        collected_at: None,
        received_at: now,
        stain: None,
        priority: Priority::Routine,
        clinical_details: None,
        implicit: true,
    };
    Ok(if case.is_none() { vec![Event::CaseOpened(opened)] } else { vec![] })
}

/// Corrects what is known; only what differs is recorded.
pub fn correct(case: &Case, wanted: Correction) -> Decision<Refusal> {
    case.in_work()?;
    let stain = wanted.stain.map(trimmed);
    let e = CaseCorrected {
        case: case.id,
        patient: case.patient,
        accession: change(case.accession.as_ref(), wanted.accession),
        specimen: wanted.specimen.filter(|new| *new != case.specimen),
        collected_at: wanted.collected_at.filter(|new| Some(*new) != case.collected_at),
        received_at: wanted.received_at.filter(|new| *new != case.received_at),
        stain: stain.filter(|new| new != case.stain.as_deref().unwrap_or_default()),
        priority: wanted.priority.filter(|new| *new != case.priority),
        clinical_details: change(case.clinical_details.as_ref(), wanted.clinical_details),
    };
    check_texts(&given(e.accession.clone()), &e.stain, &e.clinical_details)?;
    check_times(e.collected_at.or(case.collected_at), e.received_at.unwrap_or(case.received_at))?;
    let changed = e.accession.is_some()
        || e.specimen.is_some()
        || e.collected_at.is_some()
        || e.received_at.is_some()
        || e.stain.is_some()
        || e.priority.is_some()
        || e.clinical_details.is_some();
    Ok(if changed { vec![Event::CaseCorrected(e)] } else { vec![] })
}

fn trimmed(text: String) -> String {
    text.trim().to_owned()
}

fn check_texts(
    accession: &Option<Personal>,
    stain: &Option<String>,
    details: &Option<Personal>,
) -> Result<(), Refusal> {
    if !accession.as_ref().is_none_or(|number| filled(number, 64)) {
        return Err(Refusal::AccessionUnfit);
    }
    if stain.as_ref().is_some_and(|stain| stain.chars().count() > 100) {
        return Err(Refusal::StainUnfit);
    }
    match details.as_ref().is_none_or(|details| fits(details, 10_000)) {
        true => Ok(()),
        false => Err(Refusal::DetailsUnfit),
    }
}

fn check_times(collected: Option<Timestamp>, received: Timestamp) -> Result<(), Refusal> {
    match collected.is_none_or(|collected| collected <= received) {
        true => Ok(()),
        false => Err(Refusal::ReceivedBeforeCollected),
    }
}

impl Case {
    pub(super) fn take_correction(&mut self, e: &CaseCorrected<Opened>) {
        corrected(&mut self.accession, e.accession.as_ref());
        corrected(&mut self.clinical_details, e.clinical_details.as_ref());
        self.specimen = e.specimen.unwrap_or(self.specimen);
        self.collected_at = e.collected_at.or(self.collected_at);
        self.received_at = e.received_at.unwrap_or(self.received_at);
        self.priority = e.priority.unwrap_or(self.priority);
        if let Some(stain) = &e.stain {
            self.stain = Some(stain.clone()).filter(|stain| !stain.is_empty());
        }
    }
}
