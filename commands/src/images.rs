//! Images: files that arrive, each judged by itself; images taken out of work, and reassigned.

use domain::access::Action;
use domain::event::{Event, Optics};
use domain::ids::{CaseId, ImageId, PanelId, PatientId, Sha256};
use domain::image::{self, Image};
use domain::personal::Personal;
use infra::blobs::{BlobError, BlobKey};
use infra::picture;
use infra::spool::SpoolError;
use serde::Serialize;
use uuid::Uuid;

use crate::execute::unchanged;
use crate::{CommandError, Commands, Context, Done, Position};

mod mix_up;
mod reassignment;
mod upload;

pub use reassignment::Reassignment;

/// How large a file may be.
#[derive(Clone, Copy, Debug, Default)]
pub struct UploadLimits {
    /// Its bytes and its pixels.
    pub picture: picture::Limits,
}

/// Where the files of one request go.
#[derive(Clone, Debug)]
pub struct UploadTarget {
    /// Whose images they are.
    pub patient: PatientId,
    /// Of which specimen; none opens a case with the first file that is accepted.
    pub case: Option<CaseId>,
    /// The panel they are read against.
    pub panel: PanelId,
    /// How they were taken.
    pub optics: Optics,
    /// The request's command id, which the case that it opens gets its id from.
    pub request: Uuid,
}

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is a new image.
    Accepted,
    /// The patient has this image already.
    Duplicate,
    /// The patient had this image; it was voided and is back in work.
    Restored,
    /// It is no image that can be taken; nothing of it was kept.
    Refused,
}

/// What became of one file of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadedItem {
    /// The image; none when refused.
    pub id: Option<ImageId>,
    /// The name that the file has.
    pub file_name: String,
    /// The digest of its bytes; none when they did not come in whole.
    pub sha256: Option<Sha256>,
    /// What became of it.
    pub status: Status,
    /// Why it was refused, in one sentence.
    pub problem: Option<String>,
    /// What somebody should look at though it was taken, in one sentence that names nobody.
    pub warning: Option<String>,
    /// The newest event known of.
    pub position: Option<Position>,
}

impl Commands {
    /// Takes an image out of work; with a reason once there is a verdict.
    ///
    /// # Errors
    /// [`CommandError::Refused`], [`CommandError::Precondition`]
    pub async fn void_image(
        &self,
        context: &Context,
        id: ImageId,
        reason: Option<Personal>,
        if_match: Option<u64>,
    ) -> Result<Done<ImageId>, CommandError> {
        context.permit(Action::ManageImages)?;
        let decide = |state: &Image| {
            unchanged(if_match, state.case_revision)?;
            Ok(image::void(state, reason.clone())?)
        };
        self.change_image(context, id, decide).await
    }

    /// Decides on an image that must be there.
    pub(crate) async fn change_image(
        &self,
        context: &Context,
        id: ImageId,
        decide: impl Fn(&Image) -> Result<Vec<Event<Personal>>, CommandError>,
    ) -> Result<Done<ImageId>, CommandError> {
        let missing = || CommandError::NotFound { what: "image" };
        let decide = |state: Option<&Image>| decide(state.ok_or_else(missing)?);
        let done = self.execute::<Image, _>(context, &id.stream(), decide).await?;
        Ok(done.map(|_| id))
    }

    /// An image's present state.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn load_image(&self, id: ImageId) -> Result<Image, CommandError> {
        self.load(&id.stream(), Uuid::nil()).await?.found("image")
    }
}

/// The case that a request opens: the same one when it is made again.
fn implicit_case(request: Uuid) -> CaseId {
    CaseId(Uuid::new_v5(&request, b"case"))
}

/// Where an original lies.
pub(crate) fn blob_key(patient: PatientId, sha256: &Sha256) -> BlobKey {
    BlobKey::new(format!("patient/{patient}/{sha256}"))
        .expect("a UUID and a digest are digits, letters and dashes")
}

pub(crate) fn blobs(error: BlobError) -> CommandError {
    match error {
        BlobError::Unavailable(reason) => CommandError::Unavailable(reason),
        BlobError::Full(reason) => CommandError::Full(reason),
        BlobError::Invalid(reason) => CommandError::Internal(reason),
    }
}

fn spool(error: SpoolError) -> CommandError {
    match error {
        SpoolError::Full(reason) => CommandError::Full(reason),
        SpoolError::Io(reason) => CommandError::Unavailable(reason),
        other => CommandError::Internal(other.to_string()),
    }
}
