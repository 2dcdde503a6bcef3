//! Models: registered when their pack is seen, activated for their panel.

use domain::access::Action;
use domain::event::{ModelEvaluated, ModelRegistered};
use domain::ids::{ModelId, PanelId};
use domain::model::{self, Model};
use domain::panel::{self, Panel};
use uuid::Uuid;

use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Makes a model pack known. Its panel must be defined.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when its labels are not the panel's.
    pub async fn register_model(
        &self,
        context: &Context,
        pack: ModelRegistered,
    ) -> Result<Done<ModelId>, CommandError> {
        context.permit(Action::ManageModels)?;
        let panel = self.load_panel(&pack.panel).await?;
        let id = pack.model;
        let decide = |state: Option<&Model>| Ok(model::register(state, &panel, pack.clone())?);
        Ok(self.execute(context, &id.stream(), decide).await?.map(|_| id))
    }

    /// Makes known what a pack says of how often its model is right.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]; [`CommandError::Refused`] when it makes no sense.
    pub async fn evaluate_model(
        &self,
        context: &Context,
        seen: ModelEvaluated,
    ) -> Result<Done<ModelId>, CommandError> {
        context.permit(Action::ManageModels)?;
        let id = seen.model;
        let missing = || CommandError::NotFound { what: "model" };
        let decide =
            |state: Option<&Model>| Ok(model::evaluate(state.ok_or_else(missing)?, seen.clone())?);
        Ok(self.execute(context, &id.stream(), decide).await?.map(|_| id))
    }

    /// From now on this model predicts for the panel.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when its labels are not the panel's.
    pub async fn activate_model(
        &self,
        context: &Context,
        panel: &PanelId,
        model: ModelId,
    ) -> Result<Done<ModelId>, CommandError> {
        context.permit(Action::ManageModels)?;
        let known = self.load_model(model).await?;
        let decide = |state: &Panel| panel::activate(state, &known);
        Ok(self.change_panel(context, panel, decide).await?.map(|_| model))
    }

    /// No model predicts for the panel any more.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn deactivate_model(
        &self,
        context: &Context,
        panel: &PanelId,
    ) -> Result<Done<PanelId>, CommandError> {
        context.permit(Action::ManageModels)?;
        let done = self.change_panel(context, panel, panel::deactivate).await?;
        Ok(done.map(|_| panel.clone()))
    }

    /// Images of the panel without a prediction of the active model are to get one.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when the model is not the active one.
    pub async fn request_backfill(
        &self,
        context: &Context,
        panel: &PanelId,
        model: ModelId,
    ) -> Result<Done<ModelId>, CommandError> {
        context.permit(Action::ManageModels)?;
        let decide = |state: &Panel| panel::request_backfill(state, model);
        Ok(self.change_panel(context, panel, decide).await?.map(|_| model))
    }

    /// A model's present state.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn load_model(&self, id: ModelId) -> Result<Model, CommandError> {
        self.load(&id.stream(), Uuid::nil()).await?.found("model")
    }
}
