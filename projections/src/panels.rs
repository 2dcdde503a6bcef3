//! Panels and their labels.

use domain::ids::{LabelId, ModelId, PanelId};
use domain::panel::Unit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ReadError, ReadModels};

/// A panel.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PanelView {
    /// Its name in the interface.
    #[schema(value_type = String)]
    pub id: PanelId,
    /// Its name for people.
    pub title: String,
    /// What one image shows: `cell` or `field`.
    #[schema(value_type = String)]
    pub unit: Unit,
    /// How often it was revised, plus one.
    pub version: u32,
    /// All labels, retired ones too, in the order in which they are always shown.
    pub labels: Vec<LabelView>,
    /// The model that predicts for it.
    #[schema(value_type = Option<String>)]
    pub active_model: Option<ModelId>,
}

/// A label of a panel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LabelView {
    /// Its name in the interface.
    #[schema(value_type = String)]
    pub id: LabelId,
    /// Its name for people.
    pub name: String,
    /// A few capital letters where space is short.
    pub code: String,
    /// ICD-10 (WHO) code, for conclusions.
    pub icd10: Option<String>,
    /// A finding that somebody must be told of at once.
    pub critical: bool,
    /// Kept for what was read before, no longer offered.
    pub retired: bool,
}

/// Queries over panels.
#[derive(Clone, Copy)]
pub struct Panels<'a>(pub(crate) &'a ReadModels);

impl Panels<'_> {
    /// All panels, by id.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn list(&self) -> Result<Vec<PanelView>, ReadError> {
        todo!()
    }

    /// One panel.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: &PanelId) -> Result<Option<PanelView>, ReadError> {
        let _ = id;
        todo!()
    }
}
