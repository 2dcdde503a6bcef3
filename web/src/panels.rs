//! Panels: which there are, and their revisions.

use axum::extract::State;
use axum::response::Response;
use commands::{Commands, PanelRevision};
use domain::ids::{LabelId, PanelId};
use domain::panel::Label;
use projections::{PanelView, ReadModels};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::caller::By;
use crate::extract::{Json, Path};
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, View, changed, json};
use crate::words;

/// All panels.
#[derive(Serialize, ToSchema)]
pub struct Panels {
    /// By id.
    items: Vec<PanelView>,
}

/// What a panel is to be from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevisePanel {
    /// The version that the revision was made from.
    version: u32,
    /// Its name for people.
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// All labels, in the order in which they are to be shown. Those that are to go are retired: what
    /// was read as one must stay readable.
    labels: Vec<PanelLabel>,
    /// From which probability on a critical label is suspected even when another one leads: more than
    /// 0, at most 1.
    #[schema(maximum = 1, exclusive_minimum = 0)]
    critical_threshold: f64,
    /// Readers see neither models nor each other before they have read an image themselves.
    blind: bool,
}

/// A label of a panel, as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelLabel {
    /// Its name in the interface.
    #[schema(value_type = words::Name)]
    id: LabelId,
    /// Its name for people.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// A few capital letters where space is short.
    #[schema(min_length = 1, max_length = 12)]
    code: String,
    /// ICD-10 (WHO) code, for conclusions.
    icd10: Option<String>,
    /// A finding that somebody must be told of at once.
    #[serde(default)]
    critical: bool,
    /// Kept for what was read before, no longer offered.
    #[serde(default)]
    retired: bool,
}

/// The panels and their labels.
#[utoipa::path(get, path = "/api/v1/panels", tag = "laboratory",
    responses((status = 200, body = Panels)))]
pub async fn list_panels(State(reads): State<ReadModels>) -> Answer<View> {
    json(&Panels { items: reads.panels().list().await? })
}

/// Revise a panel: its title, its labels, when critical ones are suspected, whether it is read blind.
/// 409 when it was revised since.
#[utoipa::path(put, path = "/api/v1/panels/{id}", tag = "laboratory",
    responses((status = 200, body = Receipt)))]
pub async fn revise_panel(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<String>,
    Json(wanted): Json<RevisePanel>,
) -> Answer<Response> {
    let panel: PanelId = id.parse().map_err(|_| Problem::not_found("panel"))?;
    let revision = PanelRevision {
        version: wanted.version,
        title: wanted.title,
        labels: wanted.labels.into_iter().map(Label::from).collect(),
        critical_threshold: wanted.critical_threshold,
        blind: wanted.blind,
    };
    let done = commands.revise_panel(&context, &panel, revision).await?;
    changed(&done, id)
}

impl From<PanelLabel> for Label {
    fn from(label: PanelLabel) -> Self {
        let PanelLabel { id, name, code, icd10, critical, retired } = label;
        Self { id, name, code, icd10, critical, retired }
    }
}
