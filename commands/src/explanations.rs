//! Where in an image a model sees what speaks for a label.

use domain::access::{Action, Viewer};
use domain::envelope::Actor;
use domain::event::{ExplanationFailed, ExplanationRecorded};
use domain::ids::{ImageId, LabelId, ModelId};
use domain::image::{self, Image};

use crate::{CommandError, Commands, Context, Done};

/// What is asked about an image.
#[derive(Clone, Debug, Default)]
pub struct RequestExplanation {
    /// Which model; the one that predicted last when none is named.
    pub model: Option<ModelId>,
    /// For which label; the one that leads in the model's prediction when none is named.
    pub label: Option<LabelId>,
}

impl Commands {
    /// Asks where in an image a model sees a label. A function answers; the same question again
    /// changes nothing.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when the model did not predict the image, does not know the label, or
    /// whoever asks is yet to read the image blind.
    pub async fn request_explanation(
        &self,
        context: &Context,
        id: ImageId,
        wanted: RequestExplanation,
    ) -> Result<Done<ImageId>, CommandError> {
        let action = Action::SeeClinical;
        context.permit(action)?;
        let Actor::Person { id: user, role } = context.actor else {
            return Err(CommandError::Forbidden { action });
        };
        let viewer = Viewer { user, role };
        let image = self.load_image(id).await?;
        self.in_work(image.patient).await?;
        let panel = self.load_panel(&image.panel).await?;
        let asked = |one: &&image::Predicted| wanted.model.is_none_or(|model| one.model == model);
        let predicted = image.present_predictions().rev().find(asked).cloned();
        let predicted = predicted.ok_or(image::Refusal::NotPredicted)?;
        let model = self.load_model(predicted.model).await?;
        let label = wanted.label.unwrap_or(predicted.label);
        let decide = |state: &Image| {
            Ok(image::request_explanation(state, &panel, &model, viewer, label.clone())?)
        };
        self.change_image(context, id, decide).await
    }

    /// Records where a model sees a label. Only functions ask for this.
    ///
    /// # Errors
    /// [`CommandError::Refused`] for figures that no map has.
    pub async fn record_explanation(
        &self,
        context: &Context,
        found: ExplanationRecorded,
    ) -> Result<Done<ImageId>, CommandError> {
        context.no_person(Action::ManageModels)?;
        let id = found.image;
        let decide = |state: &Image| Ok(image::record_explanation(state, found.clone())?);
        self.change_image(context, id, decide).await
    }

    /// Records that it cannot be found where a model sees a label. Only functions ask for this.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn explanation_failed(
        &self,
        context: &Context,
        failure: ExplanationFailed,
    ) -> Result<Done<ImageId>, CommandError> {
        context.no_person(Action::ManageModels)?;
        let id = failure.image;
        let decide = |state: &Image| Ok(image::fail_explanation(state, failure.clone())?);
        self.change_image(context, id, decide).await
    }
}
