//! Images: finding, seeing what is known, reading, taking out of work.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::{Commands, Reassignment, RecordVerdict};
use domain::ids::{CaseId, ImageId, LabelId, PanelId, PatientId};
use domain::personal::Personal;
use domain::verdict::Verdict;
use jiff::Timestamp;
use projections::images::{ImageFilter, ImageStatus, ListedImage};
use projections::{ImageView, Page, Paged};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::caller::By;
use crate::etag::if_match;
use crate::extract::{Json, OptionalJson, Path, Query, Reason};
use crate::history::Then;
use crate::problem::Answer;
use crate::reply::{Receipt, View, changed, lasting, shown, shown_at};
use crate::seen::Seen;
use crate::words;

/// Which images.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichImages {
    /// Of one patient.
    patient: Option<Uuid>,
    /// Of one case.
    case: Option<Uuid>,
    /// Of one panel.
    #[param(value_type = Option<words::Name>, inline)]
    panel: Option<PanelId>,
    /// `unverified`, `verified` or `voided`; without it, all but voided ones.
    #[param(inline)]
    status: Option<ImageStatus>,
    /// With this label leading in the latest prediction. What is read blind passes neither this nor
    /// `verdict`, `disagrees`, `amended`, `inside` before the viewer has read it, and is sorted as if no
    /// model had said anything.
    #[param(value_type = Option<words::Name>, inline)]
    predicted: Option<LabelId>,
    /// With this final verdict.
    #[param(value_type = Option<words::Name>, inline)]
    verdict: Option<Verdict>,
    /// `true`: of cases with a critical finding that waits for somebody to be told; `false`: others.
    critical: Option<bool>,
    /// `true`: suspected to be mixed up with another patient's; `false`: others.
    mix_up: Option<bool>,
    /// `true`: whose final verdict is a label other than the one that leads in the latest prediction;
    /// `false`: whose final verdict is that label. Abstentions are neither.
    disagrees: Option<bool>,
    /// `true`: whose final verdict was amended; `false`: whose final verdict was not.
    amended: Option<bool>,
    /// `true`: inside what the model of the latest prediction knows; `false`: outside. Without a
    /// prediction an image is neither.
    inside: Option<bool>,
    /// That arrived before this time.
    uploaded_before: Option<Timestamp>,
    /// That arrived at this time or after.
    uploaded_after: Option<Timestamp>,
}

/// A reader's verdict.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveVerdict {
    /// One of the panel's labels, or `uncertain`, `other`, `unsuitable`.
    #[schema(value_type = words::Name)]
    label: Verdict,
    /// A remark; `other` needs one.
    comment: Option<String>,
    /// Why; `unsuitable` needs one, and so does another verdict after the first.
    reason: Option<String>,
    /// One of many that are confirmed at once, each of which was on screen. Only single cells can be
    /// confirmed so, as what the model takes them for, and not where the label is critical, the image
    /// is outside what the model knows or has a verdict: 409.
    #[serde(default)]
    bulk: bool,
}

/// Images. Sorts: `uploaded_at`, `worklist`, `file_name`, `confidence`, `uncertainty`.
#[utoipa::path(get, path = "/api/v1/images", tag = "images", params(Page, WhichImages),
    responses((status = 200, body = Paged<ListedImage>)))]
pub async fn list_images(
    Seen(reads): Seen,
    Query(page): Query<Page>,
    Query(which): Query<WhichImages>,
) -> Answer<View> {
    let filter = ImageFilter {
        patient: which.patient.map(PatientId),
        case: which.case.map(CaseId),
        panel: which.panel,
        status: which.status,
        predicted: which.predicted,
        verdict: which.verdict,
        critical: which.critical,
        mix_up: which.mix_up,
        disagrees: which.disagrees,
        amended: which.amended,
        inside: which.inside,
        uploaded_before: which.uploaded_before,
        uploaded_after: which.uploaded_after,
    };
    shown(&reads.images().list(&filter, &page).await?).map(lasting)
}

/// One image, now or as of a position or time.
#[utoipa::path(get, path = "/api/v1/images/{id}", tag = "images", params(Then),
    responses((status = 200, body = ImageView)))]
pub async fn get_image(
    Seen(reads): Seen,
    Path(id): Path<Uuid>,
    Query(then): Query<Then>,
) -> Answer<View> {
    let id = ImageId(id);
    let now = async { reads.images().get(id).await };
    let past = async |moment| reads.history().image_as_of(id, moment).await;
    let image = then.look("image", now, past).await?;
    shown_at(&image, image.case_revision).map(|view| then.lasting(view))
}

/// Take an image out of work; with a reason, once there is a verdict. The history stays.
#[utoipa::path(delete, path = "/api/v1/images/{id}", tag = "images", request_body = Option<Reason>,
    params(("If-Match" = Option<String>, Header, description = "The image's tag or case_revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn void_image(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    OptionalJson(why): OptionalJson<Reason>,
) -> Answer<Response> {
    let reason = why.and_then(|why| why.reason).map(Personal::new);
    let revision = if_match(&headers)?;
    let done = commands.void_image(&context, ImageId(id), reason, revision).await?;
    changed(&done, id)
}

/// Give the final verdict. A later one amends it, with a reason, and never overwrites.
#[utoipa::path(put, path = "/api/v1/images/{id}/verdict", tag = "images",
    params(("If-Match" = Option<String>, Header, description = "The image's tag or case_revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn give_verdict(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(said): Json<GiveVerdict>,
) -> Answer<Response> {
    let verdict = RecordVerdict {
        verdict: said.label,
        comment: said.comment.map(Personal::new),
        reason: said.reason.map(Personal::new),
        bulk: said.bulk,
    };
    let revision = if_match(&headers)?;
    let done = commands.record_verdict(&context, ImageId(id), verdict, revision).await?;
    changed(&done, id)
}

/// The right patient, or the right case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReassignImage {
    /// The patient whose image it is. A case is opened when none is named.
    patient: Option<Uuid>,
    /// The case it belongs to, of that patient; of the same patient when none is named.
    case: Option<Uuid>,
    /// What went wrong, in plain words.
    #[schema(min_length = 1, max_length = 4000, example = "Slides were swapped at the scanner.")]
    reason: String,
}

/// Give an image to the right patient, or to another case of the same. At another patient it is a
/// new image, to be predicted and read anew; this one leaves work. Answers with the image it is now.
#[utoipa::path(post, path = "/api/v1/images/{id}/reassign", tag = "images",
    params(("If-Match" = Option<String>, Header, description = "The image's tag or case_revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn reassign_image(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(wanted): Json<ReassignImage>,
) -> Answer<Response> {
    let reassignment = Reassignment {
        patient: wanted.patient.map(PatientId),
        case: wanted.case.map(CaseId),
        reason: Personal::new(wanted.reason),
    };
    let revision = if_match(&headers)?;
    let done = commands.reassign_image(&context, ImageId(id), reassignment, revision).await?;
    changed(&done, done.value)
}
