//! Cases, and what their images take from them.

use std::collections::BTreeSet;

use domain::event::Event;
use domain::ids::{CaseId, ImageId};
use sqlx::AnyConnection;

use crate::batch::Batch;
use crate::cases;
use crate::cases::FindingRow;
use crate::images::ImageRow;
use crate::open::Fact;
use crate::order::Urgency;

impl Batch {
    pub(crate) async fn fold_case(
        &mut self,
        db: &mut AnyConnection,
        id: CaseId,
        Fact { at, event, .. }: &Fact,
    ) -> Result<(), sqlx::Error> {
        let was = self.cases.get(&id).cloned();
        let before = was.as_ref().map(|row| row.urgency());
        let row = cases::fold(was.clone(), event, at, &self.panels, &self.settings.targets);
        let Some(mut row) = row else { return Ok(()) };
        if let Event::CaseOpened(e) = event {
            if self.erased.get(&e.patient).is_some() {
                return Ok(());
            }
            row.patient_id = self.root(e.patient);
            row.removed = self.removed(row.patient_id);
        }
        self.counters.case(was.as_ref(), &row, &self.settings.zone);
        self.cases.set(id, Some(row));
        match event {
            Event::CriticalFindingDeclared(_)
            | Event::CriticalResultNotified(_)
            | Event::CriticalFindingEscalated(_) => self.ring(db, id, before).await,
            _ => self.carry(db, id, before).await,
        }
    }

    /// An image came to mean something else to the alarm of its case, or of two cases.
    pub(super) async fn found(
        &mut self,
        db: &mut AnyConnection,
        image: ImageId,
        before: Option<FindingRow>,
        after: Option<FindingRow>,
    ) -> Result<(), sqlx::Error> {
        if before == after {
            return Ok(());
        }
        let both = [&before, &after].into_iter().flatten();
        let cases: BTreeSet<CaseId> = both.map(|finding| finding.case_id).collect();
        self.findings.set(image, after);
        for case in cases {
            self.cases.load(db, [case]).await?;
            let before = self.cases.get(&case).map(|row| row.urgency());
            self.ring(db, case, before).await?;
        }
        Ok(())
    }

    /// Sounds or stills a case's alarm.
    async fn ring(
        &mut self,
        db: &mut AnyConnection,
        id: CaseId,
        before: Option<Urgency>,
    ) -> Result<(), sqlx::Error> {
        self.findings.load_where(db, "case_id", &id).await?;
        let of_case = self.findings.rows().filter(|row| row.case_id == id);
        let findings: Vec<FindingRow> = of_case.cloned().collect();
        self.cases.change(&id, |row| row.ring(&findings));
        self.carry(db, id, before).await
    }

    /// Carries what changed of a case's urgency to its images.
    async fn carry(
        &mut self,
        db: &mut AnyConnection,
        id: CaseId,
        before: Option<Urgency>,
    ) -> Result<(), sqlx::Error> {
        let now = self.cases.get(&id).map(|row| row.urgency());
        let (Some(before), Some(now)) = (before, now) else { return Ok(()) };
        if before == now {
            return Ok(());
        }
        self.images.load_where(db, "case_id", &id).await?;
        for image in self.images.keys_where(|row| row.case_id == id) {
            self.images.change(&image, |row| row.take(now));
            let row = self.images.get(&image).cloned();
            self.images.set(image, row.map(ImageRow::arrange));
        }
        Ok(())
    }
}
