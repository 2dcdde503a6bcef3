//! Images that go to the right patient or case.
//!
//! To another patient it takes four steps: the bytes are copied to the other patient's key, they are said
//! to be that patient's, the other patient's image is recorded, and last this one says where it went.
//! A crash may come after each: the same command again goes on, and what nobody asks for again
//! is finished by reconciling. Until then the image is in both places, and lost in none.

use domain::access::Action;
use domain::event::ImageUploaded;
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::image::{self, Arrival, Destination, Image, Refusal};
use domain::patient::{self, Patient};
use domain::personal::{Opened, Personal};

use super::{blob_key, blobs, implicit_case, spool};
use crate::execute::unchanged;
use crate::{CommandError, Commands, Context, Done};

/// Where an image is to go, and why.
#[derive(Clone, Debug)]
pub struct Reassignment {
    /// Whose it is; none for the patient whose it is now.
    pub patient: Option<PatientId>,
    /// Of which specimen; none opens a case for another patient.
    pub case: Option<CaseId>,
    /// Why.
    pub reason: Personal,
}

impl Commands {
    /// Reassigns an image; answers which image it is from now on. Has the other patient the same
    /// bytes already, then it is that image, which stays as it is.
    ///
    /// # Errors
    /// [`CommandError::NotFound`], [`CommandError::Refused`], [`CommandError::Precondition`]
    pub async fn reassign_image(
        &self,
        context: &Context,
        id: ImageId,
        wanted: Reassignment,
        if_match: Option<u64>,
    ) -> Result<Done<ImageId>, CommandError> {
        context.permit(Action::ManageImages)?;
        let before = self.load::<Image>(&id.stream(), context.command).await?;
        let (again, position) = (before.is_done(), before.position());
        let image = before.found("image")?;
        if again {
            let value = image.reassigned_to.unwrap_or(id);
            return Ok(Done { value, position, changed: true });
        }
        unchanged(if_match, image.case_revision)?;
        let mut to = self.destination(context, &image, &wanted).await?;
        // Judged before anything is written.
        image::reassign(&image, to, wanted.reason.clone())?;
        let moves = to.image != id;
        if moves {
            to.case = self.take_over(context, &image, to, wanted.case.is_none()).await?;
        }
        let leave = |state: &Image| {
            // Once the other image is there, only going on leaves it in one place.
            unchanged(if_match.filter(|_| !moves), state.case_revision)?;
            Ok(image::reassign(state, to, wanted.reason.clone())?)
        };
        Ok(self.change_image(context, id, leave).await?.map(|_| to.image))
    }

    async fn destination(
        &self,
        context: &Context,
        image: &Image,
        wanted: &Reassignment,
    ) -> Result<Destination, CommandError> {
        let now = self.in_work(image.patient).await?;
        let patient = match wanted.patient {
            Some(patient) => self.load_patient(patient).await?,
            None => now.clone(),
        };
        patient.in_work()?;
        if let Some(case) = wanted.case {
            self.check_case(case, &patient).await?;
        }
        let stays = patient.id == now.id;
        Ok(Destination {
            image: if stays { image.id } else { ImageId::of(patient.id, &image.sha256) },
            patient: if stays { image.patient } else { patient.id },
            case: match wanted.case {
                Some(case) => case,
                None if stays => image.case,
                None => implicit_case(context.command),
            },
        })
    }

    async fn check_case(&self, case: CaseId, patient: &Patient) -> Result<(), CommandError> {
        let case = self.load_case(case).await?;
        match self.survivor(case.patient).await?.id == patient.id {
            true => Ok(case.in_work()?),
            false => Err(Refusal::CaseOfAnother.into()),
        }
    }

    /// Makes the image one of the other patient. Says of which case it is there.
    async fn take_over(
        &self,
        context: &Context,
        image: &Image,
        to: Destination,
        implicit: bool,
    ) -> Result<CaseId, CommandError> {
        let known = self.load::<Image>(&to.image.stream(), context.command).await?.state;
        if let Some(known) = &known
            && image::arrival(Some(known)) == Arrival::Duplicate
        {
            return Ok(known.case);
        }
        self.copy_bytes(image, to.patient).await?;
        let recorded = self.record_taken_over(context, image, to, implicit).await;
        if recorded.is_err() {
            self.sweep_erased(to.patient).await;
        }
        recorded
    }

    async fn record_taken_over(
        &self,
        context: &Context,
        image: &Image,
        to: Destination,
        implicit: bool,
    ) -> Result<CaseId, CommandError> {
        let seen = (to.image, to.patient);
        let mixed_up = self.see_bytes(context, &image.sha256, seen, Some(image.id)).await?;
        if implicit {
            self.open_implicit_case(context, to.patient, to.case).await?;
        }
        let file = file(image, to)?;
        let decide =
            |state: Option<&Image>| Ok(image::take_over(state, file.clone(), image.id, mixed_up)?);
        let done = self.execute(context, &to.image.stream(), decide).await?;
        Ok(done.value.map_or(to.case, |image| image.case))
    }

    /// The bytes once more, under the other patient's key.
    async fn copy_bytes(&self, image: &Image, to: PatientId) -> Result<(), CommandError> {
        let lost = |what| CommandError::Internal(format!("the original of {} is {what}", image.id));
        let parts = self.parts();
        let original = blob_key(image.patient, &image.sha256);
        let original = parts.blobs.get(&original, None).await.map_err(blobs)?;
        let original = original.ok_or_else(|| lost("missing"))?;
        let copy = parts.spool.receive(original.body, image.bytes).await.map_err(spool)?;
        if Sha256(copy.sha256()) != image.sha256 {
            return Err(lost("damaged"));
        }
        parts.blobs.put(&blob_key(to, &image.sha256), copy).await.map_err(blobs)?;
        Ok(())
    }
}

/// The image as it came, as one of the other patient.
fn file(image: &Image, to: Destination) -> Result<ImageUploaded<Personal>, CommandError> {
    let Opened::Known(file_name) = &image.file_name else {
        return Err(patient::Refusal::Erased.into());
    };
    Ok(ImageUploaded {
        image: to.image,
        patient: to.patient,
        case: to.case,
        panel: image.panel.clone(),
        file_name: file_name.clone(),
        sha256: image.sha256,
        format: image.format,
        bytes: image.bytes,
        width: image.width,
        height: image.height,
        optics: image.optics.clone(),
        uploaded_at: image.uploaded_at,
        uploaded_by: image.uploaded_by,
    })
}
