//! Panels as they were when something happened.

use std::collections::HashMap;

use domain::event::Event;
use domain::ids::{LabelId, PanelId};
use domain::panel::Label;
use infra::event_log::Position;

use super::History;
use crate::ReadError;
use crate::open::{Fact, Opener};
use crate::panels::{self, Labels, PanelRow};

/// Panels, as far as they were looked up.
#[derive(Default)]
pub(crate) struct Panels {
    /// Each with its versions, oldest first, and since when there was each.
    known: HashMap<PanelId, Vec<(Position, PanelRow)>>,
}

/// Panels at one position.
pub(crate) struct PanelsAt<'a> {
    panels: &'a Panels,
    position: Position,
}

impl Panels {
    /// Looks up the panels that these events speak of.
    pub(super) async fn learn(
        &mut self,
        history: &History,
        opener: &mut Opener,
        facts: &[Fact],
    ) -> Result<(), ReadError> {
        for panel in facts.iter().flat_map(|fact| panels_of(&fact.event)) {
            if !self.known.contains_key(panel) {
                let versions = versions(history, opener, panel).await?;
                self.known.insert(panel.clone(), versions);
            }
        }
        Ok(())
    }

    /// As they were at a position.
    pub(crate) fn at(&self, position: Position) -> PanelsAt<'_> {
        PanelsAt { panels: self, position }
    }
}

impl Labels for PanelsAt<'_> {
    fn label(&self, panel: &PanelId, label: &LabelId) -> Option<Label> {
        let versions = self.panels.known.get(panel)?;
        let then = versions.iter().rev().find(|(since, _)| *since <= self.position);
        then.and_then(|(_, row)| row.label(label))
    }
}

async fn versions(
    history: &History,
    opener: &mut Opener,
    panel: &PanelId,
) -> Result<Vec<(Position, PanelRow)>, ReadError> {
    let mut versions: Vec<(Position, PanelRow)> = Vec::new();
    for event in history.stream(&panel.stream()).await? {
        let fact = opener.open(&event).await?;
        let row = versions.last().map(|(_, row)| row.clone());
        versions.extend(panels::fold(row, &fact.event).map(|row| (fact.at.position, row)));
    }
    Ok(versions)
}

/// The panels whose labels an event names.
pub(super) fn panels_of<P>(event: &Event<P>) -> Vec<&PanelId> {
    match event {
        Event::ImageUploaded(e) => vec![&e.panel],
        Event::ImageRestored(e) => vec![&e.panel],
        Event::CriticalFindingSuspected(e) => vec![&e.panel],
        Event::ConclusionIssued(e) => e.impressions.iter().map(|one| &one.panel).collect(),
        Event::ConclusionAmended(e) => e.impressions.iter().map(|one| &one.panel).collect(),
        _ => vec![],
    }
}
