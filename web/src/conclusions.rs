//! What readers conclude of cases.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::{Commands, Conclusion};
use domain::event::{Impression, Stage};
use domain::ids::{CaseId, LabelId, PanelId};
use domain::personal::Personal;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::etag::if_match;
use crate::extract::{Json, Path};
use crate::problem::Answer;
use crate::reply::{Receipt, changed};
use crate::words;

/// What a reader concludes of a case, whole: it takes the place of what was concluded before.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "stage": "final",
    "impressions": [{"panel": "blood-disease", "label": "ida"}],
    "comment": "Microcytic, hypochromic; pencil cells.",
    "suggested_tests": "Ferritin, transferrin saturation."
}))]
pub struct Conclude {
    /// `preliminary` or `final`. Once there is a final conclusion, only `final`: it amends.
    #[schema(value_type = words::Stage)]
    stage: Stage,
    /// What the morphology is consistent with, the leading one first. At least one, or a comment.
    #[serde(default)]
    #[schema(max_items = 20)]
    impressions: Vec<OneImpression>,
    /// What else there is to say.
    #[schema(max_length = 4000)]
    comment: Option<String>,
    /// Tests that would confirm it.
    #[schema(max_length = 4000)]
    suggested_tests: Option<String>,
    /// Why a final conclusion is amended: required for that, and only then.
    #[schema(max_length = 4000)]
    reason: Option<String>,
}

/// A label of a panel.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OneImpression {
    /// The panel.
    #[schema(value_type = words::Name, example = "blood-disease")]
    panel: PanelId,
    /// The label.
    #[schema(value_type = words::Name, example = "ida")]
    label: LabelId,
}

/// Conclude a case, for now or for good. After a final conclusion it amends that, with a reason.
#[utoipa::path(put, path = "/api/v1/cases/{id}/conclusion", tag = "cases",
    params(("If-Match" = Option<String>, Header, description = "The case's tag or case_revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn conclude_case(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(said): Json<Conclude>,
) -> Answer<Response> {
    let impression = |one: OneImpression| Impression { panel: one.panel, label: one.label };
    let conclusion = Conclusion {
        stage: said.stage,
        impressions: said.impressions.into_iter().map(impression).collect(),
        comment: said.comment.map(Personal::new),
        suggested_tests: said.suggested_tests.map(Personal::new),
        reason: said.reason.map(Personal::new),
    };
    let revision = if_match(&headers)?;
    let done = commands.conclude(&context, CaseId(id), conclusion, revision).await?;
    changed(&done, id)
}
