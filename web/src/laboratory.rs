//! People, models and the laboratory's figures.

use axum::extract::State;
use axum::response::Response;
use commands::Commands;
use domain::ids::{ModelId, PanelId};
use projections::ReadModels;
use projections::models::ModelView;
use projections::statistics::StatisticsView;
use projections::users::PersonView;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::caller::By;
use crate::extract::{Path, Query};
use crate::problem::{Answer, Problem};
use crate::reply::{Receipt, View, at_position, changed, json, lasting};
use crate::seen::Seen;

/// All models.
#[derive(Serialize, ToSchema)]
pub struct Models {
    /// Oldest first.
    items: Vec<ModelView>,
}

/// Everybody who works here.
#[derive(Serialize, ToSchema)]
pub struct People {
    /// By name.
    items: Vec<PersonView>,
}

/// How far back.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Days {
    /// For how many days there are figures by day: 1 to 366, 30 when not said.
    #[param(minimum = 1, maximum = 366, default = 30)]
    days: Option<u32>,
}

/// Who works here, those who left among them: names for the ids in what they read, claimed and
/// concluded.
#[utoipa::path(get, path = "/api/v1/people", tag = "laboratory",
    responses((status = 200, body = People)))]
pub async fn list_people(State(reads): State<ReadModels>) -> Answer<View> {
    Ok(lasting(json(&People { items: reads.users().people().await? })?))
}

/// The model packs with their cards, and which predicts for its panel.
#[utoipa::path(get, path = "/api/v1/models", tag = "laboratory",
    responses((status = 200, body = Models)))]
pub async fn list_models(State(reads): State<ReadModels>) -> Answer<View> {
    json(&Models { items: reads.models().list().await? })
}

/// A model that predicts for its panel.
#[derive(Serialize, ToSchema)]
pub struct Activated {
    /// The model.
    id: String,
    /// Whether anything happened, now or when the same command came before.
    changed: bool,
    /// How many images in work of the panel have no prediction of it: ask for a backfill. None when
    /// they cannot be counted now.
    waiting: Option<u64>,
}

/// Let a model predict for its panel from now on.
#[utoipa::path(post, path = "/api/v1/models/{id}/activate", tag = "laboratory",
    responses((status = 200, body = Activated)))]
pub async fn activate_model(
    State(commands): State<Commands>,
    State(reads): State<ReadModels>,
    By(context): By,
    Path(id): Path<String>,
) -> Answer<Response> {
    let (model, panel) = known(&commands, &id).await?;
    let done = commands.activate_model(&context, &panel, model).await?;
    // It is done, whether or not that can be counted.
    let waiting = reads.models().waiting(&panel, model).await;
    let waiting =
        waiting.inspect_err(|error| tracing::warn!(%error, "waiting images are uncounted"));
    let answer = Activated { id, changed: done.changed, waiting: waiting.ok() };
    Ok(at_position(json(&answer)?, done.position))
}

/// Let the panel's active model predict for the images that have no prediction of it.
#[utoipa::path(post, path = "/api/v1/models/{id}/backfill", tag = "laboratory",
    responses((status = 200, body = Receipt)))]
pub async fn backfill_model(
    State(commands): State<Commands>,
    By(context): By,
    Path(id): Path<String>,
) -> Answer<Response> {
    let (model, panel) = known(&commands, &id).await?;
    let done = commands.request_backfill(&context, &panel, model).await?;
    changed(&done, id)
}

/// The laboratory's figures. To readers, what models and readers say of the images of blind panels is
/// left out.
#[utoipa::path(get, path = "/api/v1/stats", tag = "laboratory", params(Days),
    responses((status = 200, body = StatisticsView)))]
pub async fn statistics(Seen(reads): Seen, Query(asked): Query<Days>) -> Answer<View> {
    let days = asked.days.unwrap_or(30);
    if !(1..=366).contains(&days) {
        return Err(Problem::invalid("/days", "The number of days must be 1 to 366."));
    }
    json(&reads.statistics().get(days).await?)
}

/// The model of this digest, and the panel that it is for.
async fn known(commands: &Commands, id: &str) -> Answer<(ModelId, PanelId)> {
    let id: ModelId = id.parse().map_err(|_| Problem::not_found("model"))?;
    let model = commands.load_model(id).await?;
    Ok((id, model.panel))
}
