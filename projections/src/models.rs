//! Model packs that this installation knows.

use domain::ids::{LabelId, ModelId, PanelId};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

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
    /// Since when it is known.
    pub registered_at: Timestamp,
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
        todo!()
    }

    /// One model.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: ModelId) -> Result<Option<ModelView>, ReadError> {
        let _ = id;
        todo!()
    }
}
