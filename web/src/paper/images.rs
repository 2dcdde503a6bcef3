//! `/image`.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use commands::Commands;
use domain::ids::{ImageId, PatientId};
use projections::content::Rendition;
use projections::images::{ImageFilter, ImageStatus, ListedImage};
use projections::{ImageView, Page, Paged, ReadModels};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::patients::{NamedPatient, patient};
use crate::caller::By;
use crate::content;
use crate::extract::{Json, OptionalJson, Path, Query, Reason};
use crate::images::{self, GiveVerdict};
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, View, lasting, shown, shown_at};
use crate::seen::Seen;
use crate::shown::ShowsPatients;
use crate::state::AppState;
use crate::upload::{self, UploadForm, Uploaded};

/// Which images, and what of them. The last three need no value.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskedImages {
    /// A patient's id, or the laboratory's number: that patient's images.
    patient_id: Option<String>,
    /// One image.
    image_id: Option<Uuid>,
    /// Only images without a final verdict.
    #[serde(rename = "unverified-image")]
    #[param(rename = "unverified-image")]
    unverified: Option<String>,
    /// How many images have no final verdict, instead of the images.
    #[serde(rename = "unverified-image-count")]
    #[param(rename = "unverified-image-count")]
    unverified_count: Option<String>,
    /// The bytes of the image that `image_id` names, not to be kept by anybody on the way.
    #[serde(rename = "uncached-image")]
    #[param(rename = "uncached-image")]
    uncached: Option<String>,
}

/// An image by id.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NamedImage {
    /// Which.
    image_id: Uuid,
}

/// How many images have no final verdict.
#[derive(Serialize, ToSchema)]
pub struct UnverifiedCount {
    /// Of the patient, or of all.
    count: u64,
}

/// One image, how many, or a page of them.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Images {
    /// The one that was named.
    One(Box<ImageView>),
    /// How many.
    Count(UnverifiedCount),
    /// Those that were asked for.
    Page(Paged<ListedImage>),
}

impl ShowsPatients for Images {
    fn patients(&self) -> Vec<PatientId> {
        match self {
            Self::One(image) => image.patients(),
            Self::Count(_) => vec![],
            Self::Page(images) => images.patients(),
        }
    }
}

/// Images: a patient's, the unverified ones, how many those are, one of them, or its bytes.
#[utoipa::path(get, path = "/image", tag = "the original's routes", params(Page, AskedImages),
    responses((status = 200, content((Images = "application/json"), ([u8] = "image/*"))),
        (status = 404, description = "There is no such image or patient.")))]
pub async fn image_get(
    Seen(reads): Seen,
    Query(page): Query<Page>,
    Query(asked): Query<AskedImages>,
) -> Answer<View> {
    if asked.uncached.is_some() {
        let id = asked.image_id.ok_or_else(|| {
            Problem::invalid("/image_id", "Say with image_id whose bytes are wanted.")
        })?;
        return uncached(&reads, id).await;
    }
    if let Some(id) = asked.image_id {
        let image = reads.images().get(ImageId(id)).await?;
        let image = image.ok_or_else(|| Problem::not_found("image"))?;
        let revision = image.case_revision;
        return shown_at(&Images::One(Box::new(image)), revision).map(lasting);
    }
    let unverified = asked.unverified.is_some() || asked.unverified_count.is_some();
    let filter = ImageFilter {
        patient: named(&reads, asked.patient_id).await?,
        status: unverified.then_some(ImageStatus::Unverified),
        ..ImageFilter::default()
    };
    match asked.unverified_count.is_some() {
        true => {
            let count = reads.images().count(&filter).await?;
            shown(&Images::Count(UnverifiedCount { count })).map(lasting)
        }
        false => shown(&Images::Page(reads.images().list(&filter, &page).await?)).map(lasting),
    }
}

/// Upload images of a patient; a case is opened for them.
#[utoipa::path(post, path = "/image", tag = "the original's routes", params(NamedPatient),
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Uploaded),
        (status = 404, description = "There is no such patient or panel.")))]
pub async fn image_post(
    state: State<AppState>,
    by: By,
    Query(whose): Query<NamedPatient>,
    request: Request,
) -> Answer<Response> {
    let PatientId(id) = patient(&state.reads, &whose.patient_id).await?.id;
    upload::to_patient(state, by, Path(id), request).await
}

/// Give the final verdict. A later one amends it, with a reason, and never overwrites.
#[utoipa::path(put, path = "/image", tag = "the original's routes",
    params(NamedImage, ("If-Match" = Option<String>, Header, description = "The image's tag or case_revision.")),
    responses((status = 200, body = Receipt), (status = 404, description = "There is no such image."),
        (status = 412, description = "It was changed since.")))]
pub async fn image_put(
    commands: State<Commands>,
    by: By,
    Query(which): Query<NamedImage>,
    headers: HeaderMap,
    said: Json<GiveVerdict>,
) -> Answer<Response> {
    images::give_verdict(commands, by, Path(which.image_id), headers, said).await
}

/// Take an image out of work; with a reason, once there is a verdict. The history stays.
#[utoipa::path(delete, path = "/image", tag = "the original's routes",
    request_body = Option<Reason>,
    params(NamedImage, ("If-Match" = Option<String>, Header, description = "The image's tag or case_revision.")),
    responses((status = 200, body = Receipt), (status = 404, description = "There is no such image."),
        (status = 412, description = "It was changed since.")))]
pub async fn image_delete(
    commands: State<Commands>,
    by: By,
    Query(which): Query<NamedImage>,
    headers: HeaderMap,
    why: OptionalJson<Reason>,
) -> Answer<Response> {
    images::void_image(commands, by, Path(which.image_id), headers, why).await
}

/// The original's bytes, whole, with nothing for a cache to hold on to.
async fn uncached(reads: &ReadModels, image: Uuid) -> Answer<Response> {
    let original = Rendition::Original;
    let mut response = content::serve(reads, ImageId(image), &original, &HeaderMap::new()).await?;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.remove(header::ETAG);
    headers.remove(header::ACCEPT_RANGES);
    Ok(response)
}

async fn named(reads: &ReadModels, name: Option<String>) -> Answer<Option<PatientId>> {
    match name {
        Some(name) => Ok(Some(patient(reads, &name).await?.id)),
        None => Ok(None),
    }
}
