//! Panels and their labels.

use domain::event::Event;
use domain::ids::{LabelId, ModelId, PanelId};
use domain::panel::{Label, Unit};
use domain::personal::Opened;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::row::row;
use crate::table::Table;
use crate::value::Json;
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
    /// From which probability on, between 0 and 1, a critical label is suspected even when another
    /// one leads.
    pub critical_threshold: f64,
    /// Readers see neither models nor each other before they have read an image themselves.
    pub blind: bool,
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

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PanelRow {
    pub(crate) id: PanelId,
    title: String,
    unit: Unit,
    version: u32,
    labels: Json<Vec<Label>>,
    active_model: Option<ModelId>,
    critical_threshold: f64,
    blind: bool,
}

row!(
    PanelRow in "panels", id: PanelId, title, unit, version, labels, active_model,
    critical_threshold, blind
);

/// One panel after one more event.
pub(crate) fn fold(row: Option<PanelRow>, event: &Event<Opened>) -> Option<PanelRow> {
    if let Event::PanelDefined(e) = event {
        return Some(PanelRow {
            id: e.panel.clone(),
            title: e.title.clone(),
            unit: e.unit,
            version: 1,
            labels: Json(e.labels.clone()),
            active_model: None,
            critical_threshold: e.critical_threshold,
            blind: e.blind,
        });
    }
    let mut row = row?;
    match event {
        Event::PanelRevised(e) => {
            row.version = e.version;
            row.title.clone_from(&e.title);
            row.labels = Json(e.labels.clone());
            row.critical_threshold = e.critical_threshold;
            row.blind = e.blind;
        }
        Event::ModelActivated(e) => row.active_model = Some(e.model),
        Event::ModelDeactivated(_) => row.active_model = None,
        _ => {}
    }
    Some(row)
}

/// What panels say of their labels at the moment of an event.
pub(crate) trait Labels {
    /// One label, retired or not.
    fn label(&self, panel: &PanelId, label: &LabelId) -> Option<Label>;
}

impl Labels for Table<PanelRow> {
    fn label(&self, panel: &PanelId, label: &LabelId) -> Option<Label> {
        self.get(panel)?.label(label)
    }
}

impl PanelRow {
    /// One of its labels, retired or not.
    pub(crate) fn label(&self, id: &LabelId) -> Option<Label> {
        self.labels.0.iter().find(|label| label.id == *id).cloned()
    }

    /// A label's name for people.
    pub(crate) fn label_name(&self, id: &str) -> Option<String> {
        let label = self.labels.0.iter().find(|label| label.id.as_str() == id)?;
        Some(label.name.clone())
    }
}

impl From<PanelRow> for PanelView {
    fn from(row: PanelRow) -> Self {
        let labels = row.labels.0.into_iter().map(|label| LabelView {
            id: label.id,
            name: label.name,
            code: label.code,
            icd10: label.icd10,
            critical: label.critical,
            retired: label.retired,
        });
        Self {
            id: row.id,
            title: row.title,
            unit: row.unit,
            version: row.version,
            labels: labels.collect(),
            active_model: row.active_model,
            critical_threshold: row.critical_threshold,
            blind: row.blind,
        }
    }
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
        let mut rows = self.0.all::<PanelRow>().await?;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(rows.into_iter().map(PanelView::from).collect())
    }

    /// One panel.
    ///
    /// # Errors
    /// A store that does not answer.
    pub async fn get(&self, id: &PanelId) -> Result<Option<PanelView>, ReadError> {
        Ok(self.0.one::<PanelRow>(id).await?.map(PanelView::from))
    }
}
