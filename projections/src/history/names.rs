//! The names that a timeline needs: of people, of models, of labels. Each is looked up once.

use std::collections::HashMap;

use domain::ids::{LabelId, ModelId, PanelId, UserId};
use domain::verdict::Verdict;

use super::History;
use crate::open::Opener;
use crate::panels::PanelRow;
use crate::users::UserRow;
use crate::{ReadError, panels, users};

/// Names already looked up.
#[derive(Default)]
pub(super) struct Names {
    people: HashMap<UserId, String>,
    models: HashMap<ModelId, String>,
    panels: HashMap<PanelId, Option<PanelRow>>,
}

impl Names {
    /// A person's full name.
    pub(super) async fn person(
        &mut self,
        history: &History,
        id: UserId,
    ) -> Result<String, ReadError> {
        if let Some(name) = self.people.get(&id) {
            return Ok(name.clone());
        }
        let mut opener = Opener::new(history.vault.clone());
        let mut row: Option<UserRow> = None;
        for event in history.stream(&id.stream()).await? {
            let fact = opener.open(&event).await?;
            row = users::fold(row, &fact.event, &fact.at);
        }
        let name = row.map_or_else(|| format!("user {id}"), |row| row.full_name);
        self.people.insert(id, name.clone());
        Ok(name)
    }

    /// A model's name.
    pub(super) async fn model(
        &mut self,
        history: &History,
        id: ModelId,
    ) -> Result<String, ReadError> {
        if let Some(name) = self.models.get(&id) {
            return Ok(name.clone());
        }
        let row = history.model(id).await?;
        let name = row.map_or_else(|| format!("model {id}"), |row| row.name);
        self.models.insert(id, name.clone());
        Ok(name)
    }

    /// Makes sure that a panel's labels are known.
    pub(super) async fn learn(
        &mut self,
        history: &History,
        panel: &PanelId,
    ) -> Result<(), ReadError> {
        if !self.panels.contains_key(panel) {
            let mut opener = Opener::new(history.vault.clone());
            let mut row = None;
            for event in history.stream(&panel.stream()).await? {
                row = panels::fold(row, &opener.open(&event).await?.event);
            }
            self.panels.insert(panel.clone(), row);
        }
        Ok(())
    }

    /// What a verdict, or a label, is called in a panel that is known; abstentions are called alike
    /// in every panel.
    pub(super) fn verdict(&self, panel: Option<&PanelId>, verdict: &Verdict) -> String {
        match verdict {
            Verdict::Uncertain => "Uncertain".to_owned(),
            Verdict::Other => "Other".to_owned(),
            Verdict::Unsuitable => "Unsuitable".to_owned(),
            Verdict::Label(label) => self.label(panel, label),
        }
    }

    fn label(&self, panel: Option<&PanelId>, label: &LabelId) -> String {
        let row = panel.and_then(|panel| self.panels.get(panel)?.as_ref());
        row.and_then(|row| row.label_name(label.as_str())).unwrap_or_else(|| label.to_string())
    }
}
