//! What goes from row to row: an image carries its case's urgency and whether its patient was
//! removed; a case and a patient carry how many of their images are read; a case's alarm comes from
//! its images too; a record that was merged into another gives it all it has.

mod cases;
mod images;
mod patients;

use domain::ids::PatientId;
use sqlx::AnyConnection;

use crate::batch::Batch;
use crate::images::ImageRow;

impl Batch {
    /// Loads patients, and the records that they were merged into.
    pub(crate) async fn load_patients(
        &mut self,
        db: &mut AnyConnection,
        ids: Vec<PatientId>,
    ) -> Result<(), sqlx::Error> {
        let mut missing = ids;
        while !missing.is_empty() {
            self.patients.load(db, missing).await?;
            let merged = self.patients.rows().filter_map(|row| row.merged_into);
            missing = merged.filter(|into| !self.patients.has(into)).collect();
        }
        Ok(())
    }

    /// The record that a patient's has become part of, however often records were merged; itself
    /// when there is none.
    fn root(&self, id: PatientId) -> PatientId {
        let mut root = id;
        // No decision makes a circle. Were there one, it must not hang the fold.
        for _ in 0..self.patients.len() {
            match self.patients.get(&root).and_then(|row| row.merged_into) {
                Some(into) => root = into,
                None => break,
            }
        }
        root
    }

    fn removed(&self, patient: PatientId) -> bool {
        self.patients.get(&patient).is_some_and(|row| row.removed)
    }

    /// Counts an image in, or out, of its case and its patient.
    fn count(&mut self, row: Option<&ImageRow>, sign: i64) {
        let Some(row) = row else { return };
        let (total, unverified) = row.counts();
        self.cases.change(&row.case_id, |case| case.count(sign * total, sign * unverified));
        self.patients.change(&row.patient_id, |patient| {
            patient.images_total += sign * total;
            patient.images_unverified += sign * unverified;
        });
    }
}
