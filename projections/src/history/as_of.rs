//! How things stood at a moment: the folds of the read models over the beginning of a stream.

use std::collections::HashMap;

use domain::event::Event;
use domain::ids::{CaseId, ImageId, ModelId, PatientId};

use super::{AsOf, History};
use crate::cases::CaseRow;
use crate::images::{ImageStatus, Whole};
use crate::models::ModelRow;
use crate::open::{Fact, Opener};
use crate::patients::PatientRow;
use crate::{CaseView, ImageView, PatientView, ReadError, cases, models, patients};

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
        let mut opener = Opener::new(self.vault.clone());
        let Some(mut whole) = self.whole(&mut opener, id, moment).await? else { return Ok(None) };
        if self.erased(&mut opener, whole.image.patient_id, moment).await? {
            return Ok(None);
        }
        if let Some(case) = self.case_row(&mut opener, whole.image.case_id, moment).await? {
            whole.image.priority = case.priority;
        }
        let mut models = HashMap::new();
        for prediction in &whole.predictions {
            let id = prediction.model;
            models.extend(self.model(id).await?.map(|row| (id, row)));
        }
        Ok(Some(whole.view(&models)))
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
        let mut opener = Opener::new(self.vault.clone());
        let Some(mut case) = self.case_row(&mut opener, id, moment).await? else {
            return Ok(None);
        };
        if self.erased(&mut opener, case.patient_id, moment).await? {
            return Ok(None);
        }
        for image in self.images(&mut opener, case.patient_id, moment).await? {
            if image.image.case_id == id {
                case.count(1, unverified(&image));
            }
        }
        Ok(Some(case.into()))
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
        let mut opener = Opener::new(self.vault.clone());
        let Some(mut patient) = self.patient_row(&mut opener, id, moment).await? else {
            return Ok(None);
        };
        for image in self.images(&mut opener, id, moment).await? {
            patient.images_total += 1;
            patient.images_unverified += unverified(&image);
        }
        Ok(Some(patient.into()))
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

    /// A patient's images that were there and not voided.
    async fn images(
        &self,
        opener: &mut Opener,
        id: PatientId,
        moment: AsOf,
    ) -> Result<Vec<Whole>, ReadError> {
        let mut images = Vec::new();
        for image in self.related(id).await?.images {
            let whole = self.whole(opener, image, moment).await?;
            images.extend(whole.filter(|whole| whole.image.status != ImageStatus::Voided));
        }
        Ok(images)
    }

    async fn whole(
        &self,
        opener: &mut Opener,
        id: ImageId,
        moment: AsOf,
    ) -> Result<Option<Whole>, ReadError> {
        Ok(Whole::of(&self.until(opener, &id.stream(), moment).await?))
    }

    async fn case_row(
        &self,
        opener: &mut Opener,
        id: CaseId,
        moment: AsOf,
    ) -> Result<Option<CaseRow>, ReadError> {
        let facts = self.until(opener, &id.stream(), moment).await?;
        Ok(facts.iter().fold(None, |row, fact| cases::fold(row, &fact.event, &fact.at)))
    }

    async fn patient_row(
        &self,
        opener: &mut Opener,
        id: PatientId,
        moment: AsOf,
    ) -> Result<Option<PatientRow>, ReadError> {
        let facts = self.until(opener, &id.stream(), moment).await?;
        Ok(facts.iter().fold(None, |row, fact| patients::fold(row, &fact.event, &fact.at)))
    }

    async fn erased(
        &self,
        opener: &mut Opener,
        id: PatientId,
        moment: AsOf,
    ) -> Result<bool, ReadError> {
        let facts = self.until(opener, &id.stream(), moment).await?;
        Ok(facts.iter().any(|fact| matches!(fact.event, Event::PatientErased(_))))
    }

    /// A stream's events up to a moment. Position decides, clocks inform: up to a time means up to
    /// the last event that was recorded at or before it.
    async fn until(
        &self,
        opener: &mut Opener,
        stream: &str,
        moment: AsOf,
    ) -> Result<Vec<Fact>, ReadError> {
        let mut facts = Vec::new();
        for event in self.stream(stream).await? {
            facts.push(opener.open(&event).await?);
        }
        let before = |fact: &Fact| match moment {
            AsOf::Position(position) => fact.at.position <= position,
            AsOf::Time(time) => fact.at.recorded_at <= time,
        };
        let end = facts.iter().rposition(before).map_or(0, |last| last + 1);
        facts.truncate(end);
        Ok(facts)
    }
}

fn unverified(whole: &Whole) -> i64 {
    i64::from(whole.image.status == ImageStatus::Unverified)
}
