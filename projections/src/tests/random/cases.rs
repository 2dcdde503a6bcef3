//! What happens to cases: claims, conclusions, critical findings, withdrawals.

use domain::event::*;
use domain::personal::Personal;
use jiff::SignedDuration;

use super::*;
use crate::tests::lab::{READER, personal};

impl World {
    pub(super) fn conclude_and_alarm(&self, what: u8, pick: usize) -> Vec<Event<Personal>> {
        let Some(&(case, owner)) = self.cases.get(pick % self.cases.len().max(1)) else {
            return vec![];
        };
        let patient = self.patients[owner];
        match (what, pick / 7 % 3) {
            // Those of which something was said too: a fold takes what it is given.
            (20, 1) => vec![withdrawn(case, patient)],
            (20, 2) if pick.is_multiple_of(2) => {
                vec![Event::CaseReinstated(CaseReinstated { case })]
            }
            (20, 0) => vec![Event::ClaimReleased(ClaimReleased { case, reader: READER })],
            (20, _) => {
                // Some end while the history goes on.
                let until = received() + SignedDuration::from_secs(12_600 + pick as i64 % 90);
                vec![Event::CaseClaimed(CaseClaimed { case, reader: READER, until })]
            }
            (21, 0) => vec![concluded(case, patient, Stage::Preliminary)],
            (21, 1) => vec![concluded(case, patient, Stage::Final)],
            (21, _) => vec![Event::ConclusionAmended(ConclusionAmended {
                case,
                patient,
                impressions: vec![],
                comment: Some(personal("after cytogenetics")),
                suggested_tests: Some(personal("flow cytometry")),
                reader: READER,
                reason: personal("new result"),
            })],
            (22, _) => vec![declared(case, patient)],
            (23, _) => vec![notified(case, patient)],
            (24, _) => vec![declared(case, patient), notified(case, patient)],
            _ => {
                let since = received();
                let escalated = CriticalFindingEscalated { case, patient, since };
                vec![Event::CriticalFindingEscalated(escalated)]
            }
        }
    }
}
