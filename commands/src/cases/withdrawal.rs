//! Cases that were opened in error: withdrawn, and reinstated when that was the error.
//!
//! Only a case that holds no image in work goes. Which images there are the blobs say, for an
//! image's bytes are stored before anything speaks of it. Case and image are two streams: an image
//! on its way at that moment may still come to lie in the case. Nothing is lost by it: the read models
//! show a case that holds an image, and it can be reinstated, or the image reassigned.

use domain::access::Action;
use domain::case::{self, Case};
use domain::event::NameKind;
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::image::Image;
use domain::personal::{Opened, Personal};
use futures::TryStreamExt as _;
use infra::blobs::BlobKey;
use uuid::Uuid;

use crate::execute::unchanged;
use crate::images::blobs;
use crate::reservations::Name;
use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Takes a case that was opened in error out of work. The history stays; the accession number
    /// is free for the right case.
    ///
    /// # Errors
    /// [`CommandError::Refused`] while it holds images in work, a conclusion or a critical finding,
    /// and without a reason; [`CommandError::NotFound`]; [`CommandError::Precondition`]
    pub async fn withdraw_case(
        &self,
        context: &Context,
        id: CaseId,
        reason: Personal,
        if_match: Option<u64>,
    ) -> Result<Done<CaseId>, CommandError> {
        context.permit(Action::ManagePatients)?;
        let loaded = self.load::<Case>(&id.stream(), context.command).await?;
        let images = match loaded.is_done() {
            true => 0,
            false => self.images_held(&loaded.found("case")?).await?,
        };
        let decide = |state: &Case| {
            unchanged(if_match, state.case_revision)?;
            Ok(case::withdraw(state, images, reason.clone())?)
        };
        let done = self.change_case(context, id, decide).await?;
        // The same command again may find it back in work, carrying its number.
        if let Some(accession) = self.accession(&done.value).filter(|_| done.value.withdrawn) {
            self.release_quietly(context, &accession, &id.stream()).await;
        }
        Ok(done.map(|case| case.id))
    }

    /// Takes a withdrawn case back into work, under its accession number.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when another case has the number by now, or the patient was
    /// removed; [`CommandError::NotFound`]; [`CommandError::Precondition`]
    pub async fn reinstate_case(
        &self,
        context: &Context,
        id: CaseId,
        if_match: Option<u64>,
    ) -> Result<Done<CaseId>, CommandError> {
        context.permit(Action::ManagePatients)?;
        let stream = id.stream();
        let decide = |state: &Case| {
            unchanged(if_match, state.case_revision)?;
            Ok(case::reinstate(state)?)
        };
        let loaded = self.load::<Case>(&stream, context.command).await?;
        let (again, before) = (loaded.is_done(), loaded.found("case")?);
        if !again {
            self.in_work(before.patient).await?;
            decide(&before)?;
        }
        let accession = self.accession(&before).filter(|_| !again && before.withdrawn);
        let held = self.reserve_accession(context, accession.as_ref(), &stream).await?;
        let decide = |state: &Case| {
            self.still_held(held)?;
            decide(state)
        };
        let done = self.change_case(context, id, decide).await?;
        if let Some(accession) = &accession {
            self.confirm_quietly(context, accession, &stream).await;
        }
        Ok(done.map(|case| case.id))
    }

    /// The name that a case carries while it is in work.
    fn accession(&self, case: &Case) -> Option<Name> {
        let text = case.accession.as_ref().and_then(Opened::known);
        text.map(|text| self.name(NameKind::Accession, text))
    }

    /// How many images in work a case holds, of any record of its patient.
    async fn images_held(&self, case: &Case) -> Result<usize, CommandError> {
        let patient = self.survivor(case.patient).await?;
        let mut held = 0;
        for record in self.family(&patient).await?.iter().chain([&patient]) {
            for image in self.images_of(record.id).await? {
                let image = self.load::<Image>(&image.stream(), Uuid::nil()).await?.state;
                let holds = |image: Image| image.case == case.id && image.in_work().is_ok();
                held += usize::from(image.is_some_and(holds));
            }
        }
        Ok(held)
    }

    /// Every image that a record has or had: its bytes are there.
    async fn images_of(&self, patient: PatientId) -> Result<Vec<ImageId>, CommandError> {
        let prefix = format!("patient/{patient}/");
        // Beside each original lie its renditions, whose keys go on after the digest.
        let original = |key: BlobKey| key.as_str().strip_prefix(&prefix)?.parse::<Sha256>().ok();
        let keys = self.parts().blobs.list(&prefix).await.map_err(blobs)?;
        let digests = keys.try_filter_map(async |key| Ok(original(key)));
        let ids = digests.map_ok(|sha256| ImageId::of(patient, &sha256));
        ids.try_collect().await.map_err(blobs)
    }
}
