//! Patients removed, erased and merged, with all that is theirs.

use std::collections::BTreeSet;

use domain::event::Event;
use domain::ids::{CaseId, ImageId, PatientId};
use sqlx::AnyConnection;

use crate::batch::Batch;
use crate::images::ImageRow;
use crate::open::{Fact, Moment};
use crate::patients;
use crate::patients::ErasedRow;

impl Batch {
    pub(crate) async fn fold_patient(
        &mut self,
        db: &mut AnyConnection,
        id: PatientId,
        Fact { at, event, .. }: &Fact,
    ) -> Result<(), sqlx::Error> {
        let root = self.root(id);
        let row = patients::fold(self.patients.get(&id).cloned(), event, at);
        self.patients.set(id, row);
        match event {
            Event::PatientRemoved(_) => self.remove(db, id).await,
            Event::PatientErased(_) => self.erase(db, id, root, at).await,
            Event::PatientMerged(e) => self.merge(db, id, e.into, at).await,
            _ => Ok(()),
        }
    }

    /// Takes all of a patient's out of work.
    async fn remove(&mut self, db: &mut AnyConnection, id: PatientId) -> Result<(), sqlx::Error> {
        for case in self.cases_of(db, id).await? {
            self.cases.change(&case, |row| row.removed = true);
        }
        for image in self.images_of(db, id).await? {
            let was = self.images.get(&image).cloned();
            self.images.change(&image, |row| row.removed = true);
            self.counters.changed(was.as_ref(), self.images.get(&image));
        }
        Ok(())
    }

    /// Gives all that a record has to the one that it was merged into.
    async fn merge(
        &mut self,
        db: &mut AnyConnection,
        id: PatientId,
        into: PatientId,
        at: &Moment,
    ) -> Result<(), sqlx::Error> {
        if self.erased.get(&into).is_some() {
            return self.erase(db, id, id, at).await;
        }
        let root = self.root(into);
        let removed = self.removed(root);
        for case in self.cases_of(db, id).await? {
            self.cases.change(&case, |row| (row.patient_id, row.removed) = (root, removed));
        }
        for image in self.images_of(db, id).await? {
            let was = self.images.get(&image).cloned();
            self.images.change(&image, |row| (row.patient_id, row.removed) = (root, removed));
            self.counters.changed(was.as_ref(), self.images.get(&image));
        }
        let mut counts = (0, 0);
        self.patients.change(&id, |row| {
            counts = (row.images_total, row.images_unverified);
            (row.images_total, row.images_unverified) = (0, 0);
        });
        self.patients.change(&root, |row| {
            row.images_total += counts.0;
            row.images_unverified += counts.1;
        });
        Ok(())
    }

    /// Deletes all of a patient's, and of the records merged into it. Their ids stay, so that what
    /// comes late does not bring them back. `root` is the record that shows it all.
    async fn erase(
        &mut self,
        db: &mut AnyConnection,
        id: PatientId,
        root: PatientId,
        at: &Moment,
    ) -> Result<(), sqlx::Error> {
        let gone = self.with_absorbed(db, id).await?;
        for &id in &gone {
            self.erased.set(id, Some(ErasedRow { id, erased_at: at.recorded_at }));
            self.patients.set(id, None);
        }
        for case in self.cases_of(db, root).await? {
            if self.cases.get(&case).is_some_and(|row| gone.contains(&row.key_owner)) {
                self.cases.set(case, None);
            }
        }
        for image in self.images_of(db, root).await? {
            if self.images.get(&image).is_some_and(|row| gone.contains(&row.key_owner)) {
                self.erase_image(db, image).await?;
            }
        }
        Ok(())
    }

    async fn erase_image(
        &mut self,
        db: &mut AnyConnection,
        id: ImageId,
    ) -> Result<(), sqlx::Error> {
        let was = self.images.get(&id).cloned();
        self.counters.changed(was.as_ref(), None);
        self.count(was.as_ref(), -1);
        self.images.set(id, None);
        self.found(db, id, was.as_ref().and_then(ImageRow::finding), None).await?;
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

    /// A record and those that became part of it.
    async fn with_absorbed(
        &mut self,
        db: &mut AnyConnection,
        id: PatientId,
    ) -> Result<BTreeSet<PatientId>, sqlx::Error> {
        let (mut all, mut next) = (BTreeSet::from([id]), vec![id]);
        while let Some(id) = next.pop() {
            self.patients.load_where(db, "merged_into", &id).await?;
            let absorbed = self.patients.keys_where(|row| row.merged_into == Some(id));
            next.extend(absorbed.into_iter().filter(|absorbed| all.insert(*absorbed)));
        }
        Ok(all)
    }

    async fn cases_of(
        &mut self,
        db: &mut AnyConnection,
        patient: PatientId,
    ) -> Result<Vec<CaseId>, sqlx::Error> {
        self.cases.load_where(db, "patient_id", &patient).await?;
        Ok(self.cases.keys_where(|row| row.patient_id == patient))
    }

    async fn images_of(
        &mut self,
        db: &mut AnyConnection,
        patient: PatientId,
    ) -> Result<Vec<ImageId>, sqlx::Error> {
        self.images.load_where(db, "patient_id", &patient).await?;
        Ok(self.images.keys_where(|row| row.patient_id == patient))
    }
}
