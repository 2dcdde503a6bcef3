//! What goes from row to row: an image carries its case's priority and whether its patient was
//! removed; a case and a patient carry how many of their images are read.

use domain::event::{Event, ImageRestored};
use domain::ids::{CaseId, ImageId, PatientId};
use domain::personal::Opened;
use sqlx::AnyConnection;

use crate::batch::Batch;
use crate::images::{self, ImageRow, ImageStatus, PredictionRow, ReadingRow};
use crate::open::{Fact, Moment};
use crate::patients::ErasedRow;
use crate::{cases, patients};

impl Batch {
    pub(crate) async fn fold_patient(
        &mut self,
        db: &mut AnyConnection,
        id: PatientId,
        Fact { at, event }: &Fact,
    ) -> Result<(), sqlx::Error> {
        let row = patients::fold(self.patients.get(&id).cloned(), event, at);
        self.patients.set(id, row);
        match event {
            Event::PatientRemoved(_) => self.remove(db, id).await,
            Event::PatientErased(_) => self.erase(db, id, at).await,
            _ => Ok(()),
        }
    }

    /// Takes all of a patient's out of work.
    async fn remove(&mut self, db: &mut AnyConnection, id: PatientId) -> Result<(), sqlx::Error> {
        self.cases.load_where(db, "patient_id", &id).await?;
        for case in self.cases.keys_where(|row| row.patient_id == id) {
            self.cases.change(&case, |row| row.removed = true);
        }
        self.images.load_where(db, "patient_id", &id).await?;
        for image in self.images.keys_where(|row| row.patient_id == id) {
            let was = self.images.get(&image).cloned();
            self.images.change(&image, |row| row.removed = true);
            self.counters.changed(was.as_ref(), self.images.get(&image));
        }
        Ok(())
    }

    /// Deletes all of a patient's. Its id stays, so that what comes late does not bring it back.
    async fn erase(
        &mut self,
        db: &mut AnyConnection,
        id: PatientId,
        at: &Moment,
    ) -> Result<(), sqlx::Error> {
        self.erased.set(id, Some(ErasedRow { id, erased_at: at.recorded_at }));
        self.cases.load_where(db, "patient_id", &id).await?;
        for case in self.cases.keys_where(|row| row.patient_id == id) {
            self.cases.set(case, None);
        }
        self.images.load_where(db, "patient_id", &id).await?;
        for image in self.images.keys_where(|row| row.patient_id == id) {
            self.counters.changed(self.images.get(&image), None);
            self.images.set(image, None);
            self.erase_image(db, image).await?;
        }
        Ok(())
    }

    async fn erase_image(
        &mut self,
        db: &mut AnyConnection,
        id: ImageId,
    ) -> Result<(), sqlx::Error> {
        self.predictions.load_where(db, "image_id", &id).await?;
        for prediction in self.predictions.keys_where(|row| row.image_id == id) {
            self.predictions.set(prediction, None);
        }
        self.readings.load_where(db, "image_id", &id).await?;
        for reading in self.readings.keys_where(|row| row.image_id == id) {
            self.readings.set(reading, None);
        }
        Ok(())
    }

    pub(crate) async fn fold_case(
        &mut self,
        db: &mut AnyConnection,
        id: CaseId,
        Fact { at, event }: &Fact,
    ) -> Result<(), sqlx::Error> {
        let was = self.cases.get(&id).cloned();
        let urgency = was.as_ref().map(|row| row.priority);
        let Some(mut row) = cases::fold(was, event, at) else { return Ok(()) };
        if let Event::CaseOpened(e) = event {
            if self.erased.get(&e.patient).is_some() {
                return Ok(());
            }
            row.removed = self.patients.get(&e.patient).is_some_and(|patient| patient.removed);
        }
        let priority = row.priority;
        self.cases.set(id, Some(row));
        if urgency.is_some_and(|urgency| urgency != priority) {
            self.images.load_where(db, "case_id", &id).await?;
            for image in self.images.keys_where(|row| row.case_id == id) {
                self.images.change(&image, |row| row.priority = priority);
                let row = self.images.get(&image).cloned();
                self.images.set(image, row.map(ImageRow::arrange));
            }
        }
        Ok(())
    }

    pub(crate) async fn fold_image(
        &mut self,
        db: &mut AnyConnection,
        id: ImageId,
        Fact { at, event }: &Fact,
    ) -> Result<(), sqlx::Error> {
        let was = self.images.get(&id).cloned();
        let Some(mut row) = images::fold(was.clone(), event, at) else { return Ok(()) };
        match event {
            Event::ImageUploaded(e) if self.erased.get(&e.patient).is_some() => return Ok(()),
            Event::ImageUploaded(_) => row = self.placed(row),
            Event::ImageRestored(e) => row = self.restored(db, was.as_ref(), row, e).await?,
            Event::PredictionRecorded(e) => {
                let prediction = PredictionRow::new(&row, e, at);
                self.predictions.set(prediction.id, Some(prediction));
            }
            Event::ReadingRecorded(e) => {
                let reading = ReadingRow::new(e, at);
                self.readings.set(reading.id, Some(reading));
            }
            _ => {}
        }
        self.counters.happened(&row, event, at.recorded_at);
        self.counters.changed(was.as_ref(), Some(&row));
        self.count(was.as_ref(), -1);
        self.count(Some(&row), 1);
        self.images.set(id, Some(row));
        Ok(())
    }

    /// An image with what its case and its patient say.
    fn placed(&self, mut row: ImageRow) -> ImageRow {
        if let Some(case) = self.cases.get(&row.case_id) {
            row.priority = case.priority;
        }
        row.removed = self.patients.get(&row.patient_id).is_some_and(|patient| patient.removed);
        row.arrange()
    }

    /// A restored image in its case of now. Read against another panel than before, it shows what
    /// was predicted for that one already.
    async fn restored(
        &mut self,
        db: &mut AnyConnection,
        was: Option<&ImageRow>,
        mut row: ImageRow,
        e: &ImageRestored<Opened>,
    ) -> Result<ImageRow, sqlx::Error> {
        if was.is_some_and(|was| was.panel != e.panel) {
            self.predictions.load_where(db, "image_id", &e.image).await?;
            let own = self.predictions.rows().filter(|prediction| prediction.image_id == e.image);
            row.show(images::latest(own, &e.panel));
        }
        Ok(self.placed(row))
    }

    /// Counts an image in, or out, of its case and its patient.
    fn count(&mut self, row: Option<&ImageRow>, sign: i64) {
        let Some(row) = row.filter(|row| row.status != ImageStatus::Voided) else { return };
        let unverified = sign * i64::from(row.status == ImageStatus::Unverified);
        self.cases.change(&row.case_id, |case| case.count(sign, unverified));
        self.patients.change(&row.patient_id, |patient| {
            patient.images_total += sign;
            patient.images_unverified += unverified;
        });
    }
}
