//! Model packs that this installation knows.

use std::collections::HashMap;

use domain::event::{AnswerBand, Answers, Event, ModelRegistered};
use domain::ids::{LabelId, ModelId, PanelId};
use domain::personal::Opened;
use jiff::Timestamp;
use serde::Serialize;
use sqlx::Row as _;
use utoipa::ToSchema;

use crate::open::Moment;
use crate::row::row;
use crate::table::bound;
use crate::value::{Cell as _, Json};
use crate::{ReadError, ReadModels};

/// A model pack.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ModelView {
    /// The digest of manifest and weights.
    #[schema(value_type = String)]
    pub id: ModelId,
    /// The pack's name.
    pub name: String,
    /// The network.
    pub architecture: String,
    /// The panel whose labels it predicts.
    #[schema(value_type = String)]
    pub panel: PanelId,
    /// The version of the panel that it was made for.
    pub panel_version: u32,
    /// The labels, in the order of the network's outputs.
    #[schema(value_type = Vec<String>)]
    pub labels: Vec<LabelId>,
    /// What must be told with every answer.
    pub statement: String,
    /// The licence of the weights.
    pub licence: String,
    /// The whole card, in Markdown.
    pub card: String,
    /// It predicts for its panel now.
    pub active: bool,
    /// Whether its pack says that its probabilities were fitted to how often they are right; none
    /// when that was never told.
    pub calibrated: Option<bool>,
    /// On which images `answers` were counted.
    pub answers_set: Option<String>,
    /// How often answers were right, by the leading label's probability, from the smallest; without
    /// those on images outside what it knows. None when its pack does not tell.
    pub answers: Option<Vec<AnswerBandView>>,
    /// Since when it is known.
    pub registered_at: Timestamp,
}

/// The answers whose leading label has a probability in a range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct AnswerBandView {
    /// At least so much.
    pub from: f64,
    /// Less than so much; a band up to 1 holds 1 as well.
    pub to: f64,
    /// So many images.
    pub images: u32,
    /// On so many of them the answer was right.
    pub right: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ModelRow {
    pub(crate) id: ModelId,
    pub(crate) name: String,
    architecture: String,
    panel: PanelId,
    panel_version: u32,
    labels: Json<Vec<LabelId>>,
    pub(crate) statement: String,
    licence: String,
    card: String,
    calibrated: Option<bool>,
    answers: Option<Json<Answers>>,
    registered_at: Timestamp,
}

row!(
    ModelRow in "models", id: ModelId, name, architecture, panel, panel_version, labels, statement,
    licence, card, calibrated, answers, registered_at
);

/// One model after one more event.
pub(crate) fn fold(row: Option<ModelRow>, event: &Event<Opened>, at: &Moment) -> Option<ModelRow> {
    match event {
        Event::ModelRegistered(e) => Some(ModelRow::new(e, at)),
        Event::ModelEvaluated(e) => row.map(|row| ModelRow {
            calibrated: Some(e.calibrated),
            answers: e.answers.clone().map(Json),
            ..row
        }),
        _ => row,
    }
}

impl ModelRow {
    fn new(e: &ModelRegistered, at: &Moment) -> Self {
        Self {
            id: e.model,
            name: e.name.clone(),
            architecture: e.architecture.clone(),
            panel: e.panel.clone(),
            panel_version: e.panel_version,
            labels: Json(e.labels.clone()),
            statement: e.statement.clone(),
            licence: e.licence.clone(),
            card: e.card.clone(),
            calibrated: None,
            answers: None,
            registered_at: at.recorded_at,
        }
    }

    fn view(self, active: &[ModelId]) -> ModelView {
        let answers = self.answers.map(|answers| answers.0);
        ModelView {
            calibrated: self.calibrated,
            answers_set: answers.as_ref().map(|answers| answers.set.clone()),
            answers: answers.map(|answers| answers.bands.into_iter().map(band).collect()),
            active: active.contains(&self.id),
            id: self.id,
            name: self.name,
            architecture: self.architecture,
            panel: self.panel,
            panel_version: self.panel_version,
            labels: self.labels.0,
            statement: self.statement,
            licence: self.licence,
            card: self.card,
            registered_at: self.registered_at,
        }
    }
}

fn band(AnswerBand { from, to, images, right }: AnswerBand) -> AnswerBandView {
    AnswerBandView { from, to, images, right }
}

/// Queries over models.
#[derive(Clone, Copy)]
pub struct Models<'a>(pub(crate) &'a ReadModels);

impl Models<'_> {
    /// All models, oldest first.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn list(&self) -> Result<Vec<ModelView>, ReadError> {
        let active = self.active().await?;
        let mut rows = self.0.all::<ModelRow>().await?;
        rows.sort_by_key(|row| (row.registered_at, row.id));
        Ok(rows.into_iter().map(|row| row.view(&active)).collect())
    }

    /// One model.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: ModelId) -> Result<Option<ModelView>, ReadError> {
        let active = self.active().await?;
        Ok(self.0.one::<ModelRow>(&id).await?.map(|row| row.view(&active)))
    }

    /// How many images in work of a panel have no prediction of a model.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn waiting(&self, panel: &PanelId, model: ModelId) -> Result<u64, ReadError> {
        let sql = "SELECT COUNT(*) FROM images WHERE removed = 0 AND status <> 'voided' \
                   AND panel = ? AND NOT EXISTS (SELECT 1 FROM image_predictions \
                   WHERE image_predictions.image_id = images.id AND image_predictions.model = ?)";
        let values = [panel.value(), model.value()];
        let row = bound(sql, values).fetch_one(&mut *self.0.db().await?).await?;
        Ok(row.try_get::<i64, _>(0)?.unsigned_abs())
    }

    /// All models by their id, for what must be told with a prediction.
    pub(crate) async fn known(&self) -> Result<HashMap<ModelId, ModelRow>, ReadError> {
        let rows = self.0.all::<ModelRow>().await?;
        Ok(rows.into_iter().map(|row| (row.id, row)).collect())
    }

    /// The models that predict for a panel now.
    async fn active(&self) -> Result<Vec<ModelId>, ReadError> {
        let panels = self.0.panels().list().await?;
        Ok(panels.into_iter().filter_map(|panel| panel.active_model).collect())
    }
}
