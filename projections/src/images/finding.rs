//! What an image adds to its case's alarm.

use domain::verdict::Verdict;

use super::suspicion::Suspicion;
use super::{ImageRow, ImageStatus};
use crate::cases::{FindingKind, FindingRow};

impl ImageRow {
    /// What a model suspects and no reader has answered.
    pub(crate) fn suspected(&self) -> Option<&Suspicion> {
        let all = self.suspicions.as_ref().filter(|_| self.verdict.is_none())?;
        Suspicion::present(&all.0, &self.panel)
    }

    /// What it adds to its case's alarm. What it brought along counts from when it came.
    pub(crate) fn finding(&self) -> Option<FindingRow> {
        if self.status == ImageStatus::Voided {
            return None;
        }
        let mut finding = self.suspicion_finding().or_else(|| self.verdict_finding())?;
        if finding.position < self.case_since {
            (finding.position, finding.at) = (self.case_since, self.case_since_at);
        }
        Some(finding)
    }

    fn suspicion_finding(&self) -> Option<FindingRow> {
        let suspicion = self.suspected()?;
        Some(FindingRow {
            id: self.id,
            case_id: self.case_id,
            kind: FindingKind::Suspected,
            label: suspicion.label.clone(),
            p: Some(suspicion.p),
            reader: None,
            at: suspicion.at,
            position: suspicion.position,
        })
    }

    fn verdict_finding(&self) -> Option<FindingRow> {
        let Verdict::Label(label) = self.verdict.as_ref().filter(|_| self.verdict_critical)? else {
            return None;
        };
        Some(FindingRow {
            id: self.id,
            case_id: self.case_id,
            kind: FindingKind::Verdict,
            label: label.clone(),
            p: None,
            reader: self.verdict_by,
            at: self.verdict_at?,
            position: self.verdict_position?,
        })
    }
}
