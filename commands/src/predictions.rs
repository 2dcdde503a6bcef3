//! What models say of images. Only functions ask for this.

use domain::access::Action;
use domain::envelope::Actor;
use domain::event::{PredictionFailed, PredictionRecorded};
use domain::ids::ImageId;
use domain::image::{self, Image};

use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Records a model's prediction of an image. A second one of the same model changes nothing.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when it is not for the image's panel or not over its labels.
    pub async fn record_prediction(
        &self,
        context: &Context,
        prediction: PredictionRecorded,
    ) -> Result<Done<ImageId>, CommandError> {
        context.no_person(Action::ManageModels)?;
        let id = prediction.image;
        let panel = self.load_panel(&prediction.panel).await?;
        let model = self.load_model(prediction.model).await?;
        let decide = |state: &Image| {
            Ok(image::record_prediction(state, &panel, &model, prediction.clone())?)
        };
        self.change_image(context, id, decide).await
    }

    /// Records that a model cannot predict an image. Said once of a model.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn prediction_failed(
        &self,
        context: &Context,
        failure: PredictionFailed,
    ) -> Result<Done<ImageId>, CommandError> {
        context.no_person(Action::ManageModels)?;
        let id = failure.image;
        let decide = |state: &Image| Ok(image::fail_prediction(state, failure.clone())?);
        self.change_image(context, id, decide).await
    }
}

impl Context {
    /// Refuses persons, for what only functions find.
    pub(crate) fn no_person(&self, action: Action) -> Result<(), CommandError> {
        match self.actor {
            Actor::Person { .. } => Err(CommandError::Forbidden { action }),
            Actor::Function { .. } | Actor::System { .. } => Ok(()),
        }
    }
}
