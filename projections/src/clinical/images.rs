//! Images, with what their cases and patients take from them.

use domain::event::{Event, ImageRestored};
use domain::ids::ImageId;
use domain::personal::Opened;
use sqlx::AnyConnection;

use crate::batch::Batch;
use crate::images::{self, ImageRow, PredictionRow, ReadingRow};
use crate::open::Fact;

impl Batch {
    pub(crate) async fn fold_image(
        &mut self,
        db: &mut AnyConnection,
        id: ImageId,
        Fact { at, event, .. }: &Fact,
    ) -> Result<(), sqlx::Error> {
        let was = self.images.get(&id).cloned();
        let row = images::fold(was.clone(), event, at, &self.panels);
        let Some(mut row) = row else { return Ok(()) };
        match event {
            Event::ImageUploaded(e) if self.erased.get(&e.patient).is_some() => return Ok(()),
            Event::ImageUploaded(e) => {
                row.patient_id = self.root(e.patient);
                row = self.placed(row);
            }
            Event::ImageRestored(e) => row = self.restored(db, was.as_ref(), row, e).await?,
            Event::ImageReassigned(_) => row = self.placed(row),
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
        self.counters.happened(&row, event, at.recorded_at, &self.settings.zone);
        self.counters.changed(was.as_ref(), Some(&row));
        self.count(was.as_ref(), -1);
        self.count(Some(&row), 1);
        let (before, after) = (was.as_ref().and_then(ImageRow::finding), row.finding());
        self.images.set(id, Some(row));
        self.found(db, id, before, after).await
    }

    /// An image with what its case and its patient say.
    fn placed(&self, mut row: ImageRow) -> ImageRow {
        if let Some(case) = self.cases.get(&row.case_id) {
            row.take(case.urgency());
        }
        row.removed = self.removed(row.patient_id);
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
}
