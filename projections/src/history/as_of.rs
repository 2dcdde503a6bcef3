//! How things stood at a moment: the folds of the read models over the beginning of a stream.

use std::collections::HashMap;

use domain::ids::{CaseId, ImageId, ModelId, PatientId};
use infra::event_log::{Direction, Filter, Position};
use jiff::Timestamp;

use super::blind::Unread;
use super::then::Then;
use super::{AsOf, History};
use crate::models::ModelRow;
use crate::open::{Opener, micros};
use crate::{CaseView, ImageView, PatientView, ReadError, models};

impl History {
    /// An image as it was; none if it was not there yet, or its patient was erased by then.
    ///
    /// # Errors
    /// As [`History::image`].
    pub async fn image_as_of(
        &self,
        id: ImageId,
        moment: AsOf,
    ) -> Result<Option<ImageView>, ReadError> {
        let mut then = Then::new(self, moment);
        let Some(mut whole) = then.image(id).await? else { return Ok(None) };
        if then.erased(whole.image.key_owner).await? {
            return Ok(None);
        }
        whole.image.patient_id = then.root(whole.image.key_owner).await?;
        if let Some((case, _)) = then.case(whole.image.case_id).await? {
            whole.image.take(case.urgency());
        }
        let mut models = HashMap::new();
        for prediction in &whole.predictions {
            let id = prediction.model;
            models.extend(self.model(id).await?.map(|row| (id, row)));
        }
        let mut view = whole.view(&models);
        if self.unread([id]).await?.images.contains(&id) {
            view.withhold();
        }
        Ok(Some(view))
    }

    /// A case as it was; none if it was not there yet, or its patient was erased by then.
    ///
    /// # Errors
    /// As [`History::image`].
    pub async fn case_as_of(
        &self,
        id: CaseId,
        moment: AsOf,
    ) -> Result<Option<CaseView>, ReadError> {
        let mut then = Then::new(self, moment);
        let Some((case, findings)) = then.case(id).await? else { return Ok(None) };
        if then.erased(case.key_owner).await? {
            return Ok(None);
        }
        let patient = case.patient_id;
        let mut view = case.view(&findings, self.time_of(moment).await?);
        if self.sight.reader().is_some() {
            let unread = self.unread(self.related(patient).await?.images).await?;
            if let Some(reader) = unread.reader_of(id) {
                view.withhold(reader, |image| unread.images.contains(&image));
            }
        }
        Ok(Some(view))
    }

    /// A patient as it was, also when removed; none if it was not there yet, or erased by then.
    ///
    /// # Errors
    /// As [`History::image`].
    pub async fn patient_as_of(
        &self,
        id: PatientId,
        moment: AsOf,
    ) -> Result<Option<PatientView>, ReadError> {
        let mut then = Then::new(self, moment);
        let Some(mut patient) = then.patient(id).await? else { return Ok(None) };
        if then.erased(id).await? {
            return Ok(None);
        }
        for image in then.images_of(id).await? {
            let (total, unverified) = image.image.counts();
            patient.images_total += total;
            patient.images_unverified += unverified;
        }
        Ok(Some(patient.into()))
    }

    /// Those of these images that the viewer is yet to read.
    async fn unread(&self, images: impl IntoIterator<Item = ImageId>) -> Result<Unread, ReadError> {
        let mut events = Vec::new();
        for image in images.into_iter().filter(|_| self.sight.reader().is_some()) {
            events.extend(self.stream(&image.stream()).await?);
        }
        Unread::among(&events, &self.sight)
    }

    /// A model, by its own stream.
    pub(super) async fn model(&self, id: ModelId) -> Result<Option<ModelRow>, ReadError> {
        let mut opener = Opener::new(self.vault.clone());
        let mut row = None;
        for event in self.stream(&id.stream()).await? {
            let fact = opener.open(&event).await?;
            row = models::fold(row, &fact.event, &fact.at);
        }
        Ok(row)
    }

    /// What the clocks said at a moment: what ends by itself had ended by then.
    async fn time_of(&self, moment: AsOf) -> Result<Timestamp, ReadError> {
        let position = match moment {
            AsOf::Time(time) => return Ok(time),
            AsOf::Position(position) => position,
        };
        let beyond = Some(Position(position.0.saturating_add(1)));
        let last = self.log.read_all(beyond, Direction::Backwards, &Filter::All, 1).await?;
        let Some(last) = last.first() else { return Ok(Timestamp::MIN) };
        let mut opener = Opener::new(self.vault.clone());
        Ok(micros(opener.open(last).await?.at.recorded_at))
    }
}
