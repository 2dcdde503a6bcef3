//! Critical findings: declared by whoever sees one, and told to whoever must know.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use commands::{Commands, Notification};
use domain::event::NotificationWay;
use domain::ids::CaseId;
use domain::personal::Personal;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::caller::By;
use crate::etag::if_match;
use crate::extract::{Json, Path};
use crate::problem::Answer;
use crate::reply::{Receipt, changed};
use crate::words;

/// What was found.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareCritical {
    /// In plain words.
    #[schema(min_length = 1, max_length = 4000, example = "Blasts with Auer rods.")]
    finding: String,
}

/// Who was told of the critical findings of a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotifyCritical {
    /// Who was told.
    #[schema(min_length = 1, max_length = 200, example = "Dr. Ward, emergency department")]
    told: String,
    /// By which way; `other` needs a remark.
    #[schema(value_type = words::NotificationWay)]
    way: NotificationWay,
    /// When; now when not said.
    at: Option<Timestamp>,
    /// Whether the receiver repeated the result; `false` when not said.
    #[serde(default)]
    read_back: bool,
    /// What else there is to say.
    #[schema(max_length = 4000)]
    remark: Option<String>,
    /// What was found; required when nothing was declared before, and declared with it.
    #[schema(max_length = 4000)]
    finding: Option<String>,
}

/// Declare a critical finding: the case comes to the top of every reader's worklist until somebody
/// was told.
#[utoipa::path(post, path = "/api/v1/cases/{id}/critical", tag = "cases",
    params(("If-Match" = Option<String>, Header, description = "The case's tag or case_revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn declare_critical(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(said): Json<DeclareCritical>,
) -> Answer<Response> {
    let (finding, revision) = (Personal::new(said.finding), if_match(&headers)?);
    let done = commands.declare_critical(&context, CaseId(id), finding, revision).await?;
    changed(&done, id)
}

/// Record who was told of the critical findings, when and by which way. It settles all that was
/// found before; anything found later must be told again.
#[utoipa::path(post, path = "/api/v1/cases/{id}/notified", tag = "cases",
    params(("If-Match" = Option<String>, Header, description = "The case's tag or case_revision.")),
    responses((status = 200, body = Receipt), (status = 412, description = "It was changed since.")))]
pub async fn notify_critical(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Json(said): Json<NotifyCritical>,
) -> Answer<Response> {
    let notification = Notification {
        told: Personal::new(said.told),
        way: said.way,
        at: said.at,
        read_back: said.read_back,
        remark: said.remark.map(Personal::new),
        finding: said.finding.map(Personal::new),
    };
    let revision = if_match(&headers)?;
    let done = commands.notify_critical(&context, CaseId(id), notification, revision).await?;
    changed(&done, id)
}
