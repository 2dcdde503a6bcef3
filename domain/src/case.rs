//! A case: one specimen of a patient, with the images taken of it.

use jiff::Timestamp;

use crate::aggregate::Aggregate;
use crate::event::*;
use crate::ids::{CaseId, PatientId};
use crate::personal::Opened;

mod claim;
mod conclusion;
mod critical;
mod refusal;
mod specimen;
mod turnaround;
mod withdrawal;

pub use claim::{CLAIM_FOR, Claim, claim, release};
pub use conclusion::{Concluded, Conclusion, MOST_IMPRESSIONS, conclude};
pub use critical::{
    Critical, Declared, Notification, Notified, declare as declare_critical,
    escalate as escalate_critical, notify as notify_critical,
};
pub use refusal::Refusal;
pub use specimen::{Correction, Details, correct, open, open_implicitly};
pub use turnaround::{Targets, due};
pub use withdrawal::{reinstate, withdraw};

/// A case's present state.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// Whose.
    pub patient: PatientId,
    /// The specimen's number in the laboratory.
    pub accession: Option<Opened>,
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
    pub clinical_details: Option<Opened>,
    /// Opened by an upload that named no case.
    pub implicit: bool,
    /// What was concluded last.
    pub conclusion: Option<Concluded>,
    /// What somebody must be told of at once, and who was.
    pub critical: Critical,
    /// Who said last to be at work on it; over when its time is.
    pub claim: Option<Claim>,
    /// Opened in error, and out of work.
    pub withdrawn: bool,
    /// Counts what people did to it, from 1; see [`Event::moves_case_revision`].
    pub case_revision: u64,
}

impl Aggregate for Case {
    fn start(event: &Event<Opened>) -> Option<Self> {
        let Event::CaseOpened(e) = event else { return None };
        Some(Self {
            id: e.case,
            patient: e.patient,
            accession: e.accession.clone(),
            specimen: e.specimen,
            collected_at: e.collected_at,
            received_at: e.received_at,
            stain: e.stain.clone(),
            priority: e.priority,
            clinical_details: e.clinical_details.clone(),
            implicit: e.implicit,
            conclusion: None,
            critical: Critical::default(),
            claim: None,
            withdrawn: false,
            case_revision: 1,
        })
    }

    fn apply(&mut self, event: &Event<Opened>) {
        self.case_revision += u64::from(event.moves_case_revision());
        match event {
            Event::CaseCorrected(e) => self.take_correction(e),
            Event::ConclusionIssued(e) => self.conclusion = Some(Concluded::issued(e)),
            Event::ConclusionAmended(e) => self.conclusion = Some(Concluded::amended(e)),
            Event::CriticalFindingDeclared(e) => self.critical.declare(e),
            Event::CriticalResultNotified(e) => self.critical.notify(e),
            Event::CriticalFindingEscalated(e) => self.critical.escalated_since = Some(e.since),
            Event::CaseClaimed(e) => {
                self.claim = Some(Claim { reader: e.reader, until: e.until });
            }
            Event::ClaimReleased(_) => self.claim = None,
            Event::CaseWithdrawn(_) => (self.withdrawn, self.claim) = (true, None),
            Event::CaseReinstated(_) => self.withdrawn = false,
            _ => {}
        }
    }
}
