//! Cases that were opened in error.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::Commands;
use domain::ids::CaseId;
use domain::personal::Personal;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::etag::if_match;
use crate::extract::{Json, Path};
use crate::problem::Answer;
use crate::reply::{Receipt, changed};

/// Why a case is withdrawn.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawCase {
    /// What went wrong, in plain words.
    #[schema(min_length = 1, max_length = 4000, example = "Opened for the wrong patient.")]
    reason: String,
}

/// Withdraw a case that was opened in error. The history stays, and the accession number is free.
/// Refused while the case holds images in work, a conclusion or a declared critical finding.
#[utoipa::path(delete, path = "/api/v1/cases/{id}", tag = "cases",
    params(("If-Match" = Option<String>, Header, description = "The case's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn withdraw_case(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(why): Json<WithdrawCase>,
) -> Answer<Response> {
    let (reason, revision) = (Personal::new(why.reason), if_match(&headers)?);
    let done = commands.withdraw_case(&context, CaseId(id), reason, revision).await?;
    changed(&done, id)
}

/// Take a withdrawn case back into work. Refused when another case has its accession number by now.
#[utoipa::path(post, path = "/api/v1/cases/{id}/reinstate", tag = "cases",
    params(("If-Match" = Option<String>, Header, description = "The case's tag or revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn reinstate_case(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
) -> Answer<Response> {
    let revision = if_match(&headers)?;
    let done = commands.reinstate_case(&context, CaseId(id), revision).await?;
    changed(&done, id)
}
