//! Images: files that arrive, each judged by itself; and images taken out of work.
//!
//! The bytes are durable before the event that speaks of them. A patient can be removed while a
//! file is on its way: patient and image are two streams, and the check of the one is not part of
//! the append to the other. Such an image exists, whole and sealed like any other, and everything
//! that shows images hides it with its patient.

use bytes::Bytes;
use domain::access::Action;
use domain::case::{self, Case};
use domain::event::{Event, ImageFormat, ImageUploaded, Optics};
use domain::ids::{CaseId, ImageId, PanelId, PatientId, Sha256};
use domain::image::{self, Arrival, Image};
use domain::personal::Personal;
use futures::Stream;
use infra::blobs::{BlobError, BlobKey};
use infra::picture::{self, Format, Header, PictureError, Source};
use infra::spool::{SpoolError, Spooled};
use serde::Serialize;
use uuid::Uuid;

use crate::execute::unchanged;
use crate::{CommandError, Commands, Context, Done, Position};

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
    /// The newest event known of.
    pub position: Option<Position>,
}

/// A file that is an image.
struct Accepted {
    file: Spooled,
    header: Header,
    name: String,
    sha256: Sha256,
}

impl Commands {
    /// Whether files can go there at all: asked before the first of them is read.
    ///
    /// # Errors
    /// [`CommandError::NotFound`] for an unknown patient, panel, or case of this patient;
    /// [`CommandError::Refused`] for a patient who was removed.
    pub async fn check_upload(
        &self,
        context: &Context,
        target: &UploadTarget,
    ) -> Result<(), CommandError> {
        context.person(Action::ManageImages)?;
        context.permit(Action::ManageImages)?;
        image::check_optics(&target.optics)?;
        self.load_patient(target.patient).await?.in_work()?;
        if let Some(case) = target.case
            && self.load_case(case).await?.patient != target.patient
        {
            return Err(CommandError::NotFound { what: "case" });
        }
        self.load_panel(&target.panel).await.map(|_| ())
    }

    /// Takes one file in. What is wrong with the file is said in the answer; an error says that no
    /// file can be taken now. Give each file of a request a [step](Context::step) of its context.
    ///
    /// # Errors
    /// As [`Commands::check_upload`], and whatever is away or full.
    pub async fn receive_file<S, E>(
        &self,
        context: &Context,
        target: &UploadTarget,
        file_name: String,
        body: S,
    ) -> Result<UploadedItem, CommandError>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: std::fmt::Display,
    {
        self.check_upload(context, target).await?;
        let name = tidy(&file_name);
        let max_bytes = self.parts().limits.picture.max_bytes;
        let file = match self.parts().spool.receive(body, max_bytes).await {
            Ok(file) => file,
            Err(SpoolError::Full(reason)) => return Err(CommandError::Full(reason)),
            Err(SpoolError::Io(reason)) => return Err(CommandError::Unavailable(reason)),
            Err(refused) => return Ok(refuse(name, None, &refused)),
        };
        let sha256 = Sha256(file.sha256());
        match self.examine(&file).await {
            Ok(header) => self.take(context, target, Accepted { file, header, name, sha256 }).await,
            Err(PictureError::Unavailable(reason)) => Err(CommandError::Unavailable(reason)),
            Err(refused) => Ok(refuse(name, Some(sha256), &refused)),
        }
    }

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
        let decide = |state: Option<&Image>| {
            let state = state.ok_or(CommandError::NotFound { what: "image" })?;
            unchanged(if_match, state.case_revision)?;
            Ok(image::void(state, reason.clone())?)
        };
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

    /// Reads the header, then decodes all of it: what is accepted can be shown and predicted.
    async fn examine(&self, file: &Spooled) -> Result<Header, PictureError> {
        let limits = self.parts().limits.picture;
        if file.bytes() == 0 {
            return Err(PictureError::Empty);
        }
        let path = file.path().to_owned();
        let header = tokio::task::spawn_blocking(move || picture::header(&path));
        let header = header.await.map_err(|e| PictureError::Unavailable(e.to_string()))??;
        let source = Source::Path(file.path().to_owned());
        self.parts().pictures.decode(source, limits).await?;
        Ok(header)
    }

    /// Stores an image's bytes and then says so.
    async fn take(
        &self,
        context: &Context,
        target: &UploadTarget,
        accepted: Accepted,
    ) -> Result<UploadedItem, CommandError> {
        let (sha256, name) = (accepted.sha256, accepted.name.clone());
        let id = ImageId::of(target.patient, &sha256);
        let before = self.load::<Image>(&id.stream(), context.command).await?;
        let item = |status, position| UploadedItem {
            id: Some(id),
            file_name: name,
            sha256: Some(sha256),
            status,
            problem: None,
            position,
        };
        if !before.is_done() && image::arrival(before.state.as_ref()) == Arrival::Duplicate {
            return Ok(item(Status::Duplicate, before.position()));
        }
        let uploaded = self.uploaded(context, target, id, &accepted)?;
        let key = blob_key(target.patient, &sha256);
        self.parts().blobs.put(&key, accepted.file).await.map_err(blobs)?;
        self.open_implicit_case(context, target, uploaded.case).await?;
        let mut status = Status::Accepted;
        let decide = |state: Option<&Image>| {
            status = match image::arrival(state) {
                Arrival::New => Status::Accepted,
                Arrival::Duplicate => Status::Duplicate,
                Arrival::Restoration => Status::Restored,
            };
            Ok(image::receive(state, uploaded.clone())?)
        };
        let done = self.execute(context, &id.stream(), decide).await?;
        Ok(item(status, done.position))
    }

    fn uploaded(
        &self,
        context: &Context,
        target: &UploadTarget,
        image: ImageId,
        accepted: &Accepted,
    ) -> Result<ImageUploaded<Personal>, CommandError> {
        Ok(ImageUploaded {
            image,
            patient: target.patient,
            case: target.case.unwrap_or_else(|| implicit_case(target.request)),
            panel: target.panel.clone(),
            file_name: Personal::new(accepted.name.as_str()),
            sha256: accepted.sha256,
            format: format(accepted.header.format),
            bytes: accepted.file.bytes(),
            width: accepted.header.width,
            height: accepted.header.height,
            optics: target.optics.clone(),
            uploaded_at: self.now(),
            uploaded_by: context.person(Action::ManageImages)?,
        })
    }

    /// Opens the request's case with its first accepted file; finds it there with the others.
    async fn open_implicit_case(
        &self,
        context: &Context,
        target: &UploadTarget,
        case: CaseId,
    ) -> Result<(), CommandError> {
        if target.case.is_some() {
            return Ok(());
        }
        let now = self.now();
        let decide = |state: Option<&Case>| -> Result<Vec<Event<Personal>>, CommandError> {
            Ok(case::open_implicitly(state, case, target.patient, now)?)
        };
        let opening = context.clone().with_command(case.0);
        self.execute(&opening, &case.stream(), decide).await.map(|_| ())
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

/// A file's name without the folders that some browsers send, and short enough to show.
fn tidy(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last.chars().filter(|c| !c.is_control()).take(255).collect();
    match kept.trim() {
        "" => "unnamed".to_owned(),
        kept => kept.to_owned(),
    }
}

fn refuse(
    file_name: String,
    sha256: Option<Sha256>,
    problem: &dyn std::fmt::Display,
) -> UploadedItem {
    let problem = Some(problem.to_string());
    UploadedItem { id: None, file_name, sha256, status: Status::Refused, problem, position: None }
}

fn format(format: Format) -> ImageFormat {
    match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Tiff => ImageFormat::Tiff,
        Format::Bmp => ImageFormat::Bmp,
        Format::WebP => ImageFormat::Webp,
    }
}

fn blobs(error: BlobError) -> CommandError {
    match error {
        BlobError::Unavailable(reason) => CommandError::Unavailable(reason),
        BlobError::Full(reason) => CommandError::Full(reason),
        BlobError::Invalid(reason) => CommandError::Internal(reason),
    }
}
