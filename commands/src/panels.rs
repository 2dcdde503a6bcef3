//! Panels: the two that every installation begins with, and their revisions.

use domain::access::Action;
use domain::aggregate::Decision;
use domain::ids::PanelId;
use domain::panel::{self, Panel};
use uuid::Uuid;

use crate::{CommandError, Commands, Context, Done, Position};

pub use domain::panel::Revision as PanelRevision;

impl Commands {
    /// Defines the built-in panels. Those that exist stay as they are.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`]
    pub async fn define_panels(
        &self,
        context: &Context,
    ) -> Result<Done<Option<Position>>, CommandError> {
        context.permit(Action::RevisePanels)?;
        let mut all = Done { value: None, position: None, changed: false };
        for definition in panel::builtin() {
            let stream = definition.panel.stream();
            let decide = |state: Option<&Panel>| Ok(panel::define(state, definition.clone())?);
            all = all.and(self.execute(context, &stream, decide).await?);
        }
        Ok(Done { value: all.position, ..all })
    }

    /// Gives a panel another title, other labels, another threshold, or lets it be read blind, or
    /// no more. Says the version that it has now.
    ///
    /// # Errors
    /// [`CommandError::Refused`], each case by its own code.
    pub async fn revise_panel(
        &self,
        context: &Context,
        id: &PanelId,
        revision: PanelRevision,
    ) -> Result<Done<u32>, CommandError> {
        context.permit(Action::RevisePanels)?;
        let decide = |state: &Panel| panel::revise(state, revision.clone());
        Ok(self.change_panel(context, id, decide).await?.map(|panel| panel.version))
    }

    /// A panel's present state.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn load_panel(&self, id: &PanelId) -> Result<Panel, CommandError> {
        self.load(&id.stream(), Uuid::nil()).await?.found("panel")
    }

    /// Decides on a panel that exists.
    pub(crate) async fn change_panel(
        &self,
        context: &Context,
        id: &PanelId,
        decide: impl Fn(&Panel) -> Decision<panel::Refusal>,
    ) -> Result<Done<Panel>, CommandError> {
        let missing = || CommandError::NotFound { what: "panel" };
        let decide = |state: Option<&Panel>| Ok(decide(state.ok_or_else(missing)?)?);
        let done = self.execute::<Panel, _>(context, &id.stream(), decide).await?;
        let Done { value, position, changed } = done;
        Ok(Done { value: value.ok_or_else(missing)?, position, changed })
    }
}
