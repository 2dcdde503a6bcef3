//! Where in an image a model sees what speaks for a label.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::{Commands, RequestExplanation};
use domain::ids::{ImageId, LabelId, ModelId};
use projections::ReadModels;
use projections::content::Rendition;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::{By, Caller};
use crate::content;
use crate::extract::{OptionalJson, Path};
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, changed};
use crate::words;

/// What is asked about an image.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskForExplanation {
    /// Which model, the digest of its pack; the one that predicted last when none is named.
    #[schema(value_type = Option<words::Digest>)]
    model: Option<ModelId>,
    /// For which of its labels; the one that leads in its prediction when none is named.
    #[schema(value_type = Option<words::Name>)]
    label: Option<LabelId>,
}

/// Ask where a model that predicted the image sees a label. The image's `explanations` say what became
/// of it, usually within a second. Who is yet to read the image blind cannot ask: 409.
#[utoipa::path(post, path = "/api/v1/images/{id}/explanations", tag = "images",
    request_body = Option<AskForExplanation>, responses((status = 200, body = Receipt)))]
pub async fn request_explanation(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    OptionalJson(asked): OptionalJson<AskForExplanation>,
) -> Answer<Response> {
    let AskForExplanation { model, label } = asked.unwrap_or_default();
    let wanted = RequestExplanation { model, label };
    let done = commands.request_explanation(&context, ImageId(id), wanted).await?;
    changed(&done, id)
}

/// The map: one pixel a place, black, as opaque as what the place adds to the label's logit is a part of
/// what the strongest place adds. It lies on the `area` that the image's `explanations` tell.
#[utoipa::path(get, path = "/api/v1/images/{id}/explanations/{model}/{label}", tag = "images",
    params(("Range" = Option<String>, Header, description = "One byte range.")),
    responses((status = 200, content_type = "image/png", body = [u8], description = "All of it."),
        (status = 206, content_type = "image/png", body = [u8], description = "The part asked for."),
        (status = 416, description = "The part lies outside.")))]
pub async fn map(
    State(reads): State<ReadModels>,
    caller: Caller,
    Path((id, model, label)): Path<(Uuid, String, String)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let none = || Problem::not_found("map");
    let id = ImageId(id);
    let (model, label) = (model.parse::<ModelId>(), label.parse::<LabelId>());
    let (Ok(model), Ok(label)) = (model, label) else { return Err(none()) };
    let seen = reads.seen_by(caller.viewer()).await?.images().get(id).await?;
    // Who is yet to read the image blind sees of no map that there is one.
    let told = seen.is_some_and(|image| {
        image.explanations.iter().any(|one| one.model == model && one.label == label)
    });
    match told {
        true => content::serve(&reads, id, &Rendition::Map { model, label }, &headers).await,
        false => Err(none()),
    }
}
