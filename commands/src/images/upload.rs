//! Files that arrive, each judged by itself.
//!
//! The bytes are durable before the event that speaks of them. A patient can be removed while a
//! file is on its way: patient and image are two streams, and the check of the one is not part of
//! the append to the other. Such an image exists, whole and sealed like any other, and everything
//! that shows images hides it with its patient. Of a patient who is erased meanwhile nothing stays:
//! without the key the image cannot be recorded, and its bytes are deleted.

use bytes::Bytes;
use domain::access::Action;
use domain::case::{self, Case};
use domain::event::{Event, ImageFormat, ImageUploaded};
use domain::ids::{CaseId, ImageId, PatientId, Sha256};
use domain::image::{self, Arrival, Image};
use domain::personal::Personal;
use futures::Stream;
use infra::picture::{self, Format, Header, PictureError, Source};
use infra::spool::{SpoolError, Spooled};

use super::{Status, UploadTarget, UploadedItem, blob_key, blobs, implicit_case, spool};
use crate::{CommandError, Commands, Context, Done};

/// What is said of an image whose bytes are another patient's too.
const MIX_UP: &str = "The same picture came as an image of another patient: look at whose it is.";

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
    /// [`CommandError::Refused`] for a patient who was removed, or a case that was withdrawn.
    pub async fn check_upload(
        &self,
        context: &Context,
        target: &UploadTarget,
    ) -> Result<(), CommandError> {
        self.admit(context, target).await.map(|_| ())
    }

    /// The same; says whose images they will be. A case of a record that was merged takes images of
    /// the record that stays.
    async fn admit(
        &self,
        context: &Context,
        target: &UploadTarget,
    ) -> Result<PatientId, CommandError> {
        context.person(Action::ManageImages)?;
        context.permit(Action::ManageImages)?;
        image::check_optics(&target.optics)?;
        let patient = match target.case {
            None => self.load_patient(target.patient).await?,
            Some(case) => {
                let case = self.load_case(case).await?;
                let (whose, patient) = (case.patient, self.survivor(case.patient).await?);
                if target.patient != whose && target.patient != patient.id {
                    return Err(CommandError::NotFound { what: "case" });
                }
                case.in_work()?;
                patient
            }
        };
        patient.in_work()?;
        self.load_panel(&target.panel).await.map(|_| patient.id)
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
        let patient = self.admit(context, target).await?;
        let target = &UploadTarget { patient, ..target.clone() };
        let name = tidy(&file_name);
        let max_bytes = self.parts().limits.picture.max_bytes;
        let file = match self.parts().spool.receive(body, max_bytes).await {
            Ok(file) => file,
            Err(error @ (SpoolError::Full(_) | SpoolError::Io(_))) => return Err(spool(error)),
            Err(refused) => return Ok(refuse(name, None, &refused)),
        };
        let sha256 = Sha256(file.sha256());
        match self.examine(&file).await {
            Ok(header) => self.take(context, target, Accepted { file, header, name, sha256 }).await,
            Err(PictureError::Unavailable(reason)) => Err(CommandError::Unavailable(reason)),
            Err(refused) => Ok(refuse(name, Some(sha256), &refused)),
        }
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
        let item = |status, image: Option<&Image>, position| UploadedItem {
            id: Some(id),
            file_name: name,
            sha256: Some(sha256),
            status,
            problem: None,
            warning: image.filter(|image| image.mix_up_suspected).map(|_| MIX_UP.to_owned()),
            position,
        };
        if !before.is_done() && image::arrival(before.state.as_ref()) == Arrival::Duplicate {
            return Ok(item(Status::Duplicate, before.state.as_ref(), before.position()));
        }
        let uploaded = self.uploaded(context, target, id, &accepted)?;
        let key = blob_key(target.patient, &sha256);
        self.parts().blobs.put(&key, accepted.file).await.map_err(blobs)?;
        let recorded = self.record(context, target, &uploaded).await;
        if recorded.is_err() {
            self.sweep_erased(target.patient).await;
        }
        let (status, done) = recorded?;
        Ok(item(status, done.value.as_ref(), done.position))
    }

    /// Records an image whose bytes are stored.
    async fn record(
        &self,
        context: &Context,
        target: &UploadTarget,
        uploaded: &ImageUploaded<Personal>,
    ) -> Result<(Status, Done<Option<Image>>), CommandError> {
        let (id, patient) = (uploaded.image, uploaded.patient);
        if target.case.is_none() {
            self.open_implicit_case(context, patient, uploaded.case).await?;
        }
        let mixed_up = self.see_bytes(context, &uploaded.sha256, (id, patient), None).await?;
        let mut status = Status::Accepted;
        let decide = |state: Option<&Image>| {
            status = match image::arrival(state) {
                Arrival::New => Status::Accepted,
                Arrival::Duplicate => Status::Duplicate,
                Arrival::Restoration => Status::Restored,
            };
            Ok(image::receive(state, uploaded.clone(), mixed_up)?)
        };
        let done = self.execute(context, &id.stream(), decide).await?;
        Ok((status, done))
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
    pub(super) async fn open_implicit_case(
        &self,
        context: &Context,
        patient: PatientId,
        case: CaseId,
    ) -> Result<(), CommandError> {
        let now = self.now();
        let decide = |state: Option<&Case>| -> Result<Vec<Event<Personal>>, CommandError> {
            Ok(case::open_implicitly(state, case, patient, now)?)
        };
        let opening = context.clone().with_command(case.0);
        self.execute(&opening, &case.stream(), decide).await.map(|_| ())
    }
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
    UploadedItem {
        id: None,
        file_name,
        sha256,
        status: Status::Refused,
        problem,
        warning: None,
        position: None,
    }
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
