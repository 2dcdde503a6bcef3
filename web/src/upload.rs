//! Images come in: fields first, then any number of files, each judged by itself while it streams.

use async_stream::stream;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use bytes::Bytes;
use commands::{Commands, Context, Status, UploadTarget, UploadedItem};
use domain::event::Optics;
use domain::ids::{CaseId, PanelId, PatientId};
use futures::Stream;
use projections::Position;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::extract::Path;
use crate::pace::{Pace, paced};
use crate::problem::{Answer, Problem};
use crate::reply::{at_position, json};
use crate::state::AppState;
use crate::words;

/// The longest text field, in bytes.
const LONGEST_FIELD: usize = 1024;

/// The form, for the documentation: the fields stand before the files.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only describes the form; the parts are read as they stream in")]
pub struct UploadForm {
    /// The panel that the images are read against.
    #[schema(value_type = words::Name, example = "blood-cell")]
    panel: String,
    /// The objective, such as `100x/1.4 oil`.
    #[schema(value_type = String, required = false, max_length = 100)]
    objective: Option<String>,
    /// Micrometres a pixel.
    #[schema(value_type = f64, required = false)]
    microns_per_pixel: Option<f64>,
    /// The camera or scanner.
    #[schema(value_type = String, required = false, max_length = 100)]
    scanner: Option<String>,
    /// One file or many, each as a part of this name: JPEG, PNG, TIFF, BMP or WebP.
    #[schema(min_items = 1)]
    file: Vec<File>,
}

/// The bytes of a file.
#[derive(ToSchema)]
#[schema(format = Binary)]
#[allow(dead_code, reason = "only describes a part of the form")]
pub struct File(String);

/// What became of every file, in their order.
#[derive(Serialize, ToSchema)]
pub struct Uploaded {
    items: Vec<UploadedFile>,
}

/// What became of a file.
#[derive(Serialize, ToSchema)]
pub struct UploadedFile {
    /// The image; none for a refused file.
    id: Option<Uuid>,
    /// The name that the file came with.
    file_name: String,
    /// The digest of its bytes, if all arrived.
    sha256: Option<String>,
    /// `accepted`, `duplicate` or `refused`.
    #[schema(example = "accepted")]
    status: &'static str,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    /// What to look into although it was taken: the same bytes were seen as another patient's.
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<String>,
}

/// Upload images of a patient; a case is opened for them.
#[utoipa::path(post, path = "/api/v1/patients/{id}/images", tag = "images",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Uploaded)))]
pub async fn to_patient(
    State(state): State<AppState>,
    By(context): By,
    Path(id): Path<Uuid>,
    request: Request,
) -> Answer<Response> {
    receive(&state, &context, PatientId(id), None, request).await
}

/// Upload images of a case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/images", tag = "images",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Uploaded)))]
pub async fn to_case(
    State(state): State<AppState>,
    By(context): By,
    Path(id): Path<Uuid>,
    request: Request,
) -> Answer<Response> {
    let case = state.commands.load_case(CaseId(id)).await?;
    receive(&state, &context, case.patient, Some(case.id), request).await
}

async fn receive(
    state: &AppState,
    context: &Context,
    patient: PatientId,
    case: Option<CaseId>,
    request: Request,
) -> Answer<Response> {
    let (head, body) = request.into_parts();
    let (body, pace) = paced(body, state.settings.patience);
    let request = Request::from_parts(head, body);
    let form = Multipart::from_request(request, &()).await.map_err(|_| {
        Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "not-multipart",
            "Unsupported media type",
            "This address takes a body of type multipart/form-data.",
        )
    })?;
    let door = Door { commands: &state.commands, context, patient, case, pace };
    let (items, position) = door.files(form).await?;
    Ok(at_position(json(&Uploaded { items })?, position))
}

/// Where the files of one request come in.
struct Door<'a> {
    commands: &'a Commands,
    context: &'a Context,
    patient: PatientId,
    case: Option<CaseId>,
    pace: Pace,
}

impl Door<'_> {
    /// Takes every file in. Once a file is in, nothing that follows makes the answer an error: what
    /// was taken must be said.
    async fn files(&self, mut form: Multipart) -> Answer<(Vec<UploadedFile>, Option<Position>)> {
        let mut fields = Fields::default();
        let mut items: Vec<UploadedItem> = vec![];
        let mut target = None;
        loop {
            let item = match self.next(&mut form).await {
                Ok(None) => break,
                Ok(Some(part)) if part.file_name().is_none() && target.is_none() => {
                    fields.take(self, part).await?;
                    continue;
                }
                Ok(Some(part)) => self.file(&mut target, &mut fields, items.len(), part).await,
                Err(problem) => Err(problem),
            };
            let in_the_house = items.iter().any(|item| item.status != Status::Refused);
            match item {
                Ok(item) => items.push(item),
                Err(problem) if !in_the_house => return Err(problem),
                Err(problem) => {
                    let broken = problem.is_of(BROKEN_FORM);
                    items.push(refused_for(problem));
                    if broken {
                        break;
                    }
                }
            }
        }
        if items.is_empty() {
            return Err(Problem::invalid("/file", "There is no file in the form."));
        }
        let position = items.iter().filter_map(|item| item.position).max();
        Ok((items.into_iter().map(UploadedFile::from).collect(), position))
    }

    async fn file(
        &self,
        target: &mut Option<UploadTarget>,
        fields: &mut Fields,
        at: usize,
        mut part: Field<'_>,
    ) -> Answer<UploadedItem> {
        if part.file_name().is_none() || part.name() != Some("file") {
            return Err(Problem::invalid(
                "/file",
                "Files are parts named “file” with a file name; fields stand before the first.",
            ));
        }
        let target = match target {
            Some(target) => target,
            None => target.insert(self.target(std::mem::take(fields)).await?),
        };
        let name = part.file_name().unwrap_or_default().to_owned();
        let context = self.context.step(&format!("file {at}"));
        let bytes = self.bytes(&mut part);
        let item = self.commands.receive_file(&context, target, name, bytes).await?;
        self.skip(&mut part).await;
        Ok(item)
    }

    async fn next<'f>(&self, form: &'f mut Multipart) -> Answer<Option<Field<'f>>> {
        let part = form.next_field().await.map_err(|fault| self.broken(&fault))?;
        self.pace.progress();
        Ok(part)
    }

    async fn chunk(&self, part: &mut Field<'_>) -> Answer<Option<Bytes>> {
        let chunk = part.chunk().await.map_err(|fault| self.broken(&fault))?;
        self.pace.progress();
        Ok(chunk)
    }

    /// A file's bytes as they come.
    fn bytes(&self, part: &mut Field<'_>) -> impl Stream<Item = Result<Bytes, String>> {
        stream! {
            while let Some(chunk) = self.chunk(part).await.transpose() {
                yield chunk.map_err(|problem| problem.detail().to_owned());
            }
        }
    }

    /// Passes over what nobody wanted of a part. A fault comes up again at the next part.
    async fn skip(&self, part: &mut Field<'_>) {
        while let Ok(Some(_)) = self.chunk(part).await {}
    }

    fn broken(&self, fault: &MultipartError) -> Problem {
        let (status, title, detail) = match self.pace.is_too_slow() {
            true => (
                StatusCode::REQUEST_TIMEOUT,
                "The form came too slowly",
                "The form came too slowly, or not at all for too long.".to_owned(),
            ),
            false => (
                StatusCode::BAD_REQUEST,
                "The form cannot be read",
                format!("The form broke off or is malformed: {}.", fault.body_text()),
            ),
        };
        Problem::new(status, BROKEN_FORM, title, detail)
    }

    async fn target(&self, fields: Fields) -> Answer<UploadTarget> {
        let panel = fields.panel.ok_or_else(|| {
            Problem::invalid("/panel", "The field “panel” must stand before the first file.")
        })?;
        let target = UploadTarget {
            patient: self.patient,
            case: self.case,
            panel,
            optics: fields.optics,
            request: self.context.command,
        };
        self.commands.check_upload(self.context, &target).await?;
        Ok(target)
    }
}

/// The fields in front of the files.
#[derive(Default)]
struct Fields {
    panel: Option<PanelId>,
    optics: Optics,
}

impl Fields {
    async fn take(&mut self, door: &Door<'_>, part: Field<'_>) -> Answer<()> {
        let name = part.name().unwrap_or_default().to_owned();
        let wrong = |detail: &str| Problem::invalid(format!("/{name}"), detail);
        let text = text(door, part).await?;
        match name.as_str() {
            "panel" => {
                let panel = text.parse::<PanelId>().map_err(|bad| wrong(&bad.to_string()))?;
                self.panel = Some(panel);
            }
            "objective" => self.optics.objective = given(text),
            "scanner" => self.optics.scanner = given(text),
            "microns_per_pixel" => {
                let number = given(text).map(|text| text.parse::<f64>()).transpose();
                self.optics.microns_per_pixel =
                    number.map_err(|_| wrong("This is not a number."))?;
            }
            "file" => return Err(wrong("A file needs a file name.")),
            _ => return Err(wrong("There is no such field.")),
        }
        Ok(())
    }
}

fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// What a form that cannot be read on is called.
const BROKEN_FORM: &str = "broken-form";

/// A field's text, no longer than such a text can be.
async fn text(door: &Door<'_>, mut part: Field<'_>) -> Answer<String> {
    let mut bytes = vec![];
    while let Some(chunk) = door.chunk(&mut part).await? {
        if bytes.len() + chunk.len() > LONGEST_FIELD {
            return Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE));
        }
        bytes.extend(chunk);
    }
    let text = String::from_utf8(bytes);
    text.map(|text| text.trim().to_owned())
        .map_err(|_| Problem::bad_request("The form's fields must be UTF-8."))
}

/// A file that could not be taken for another reason than the file itself.
fn refused_for(problem: Problem) -> UploadedItem {
    UploadedItem {
        id: None,
        file_name: String::new(),
        sha256: None,
        status: Status::Refused,
        problem: Some(problem.detail().to_owned()),
        warning: None,
        position: None,
    }
}

impl From<UploadedItem> for UploadedFile {
    fn from(item: UploadedItem) -> Self {
        Self {
            id: item.id.map(|id| id.0),
            file_name: item.file_name,
            sha256: item.sha256.map(|digest| digest.to_string()),
            status: match item.status {
                Status::Accepted | Status::Restored => "accepted",
                Status::Duplicate => "duplicate",
                Status::Refused => "refused",
            },
            problem: item.problem,
            warning: item.warning,
        }
    }
}
