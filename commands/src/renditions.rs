//! Thumbnails, previews and tiles. Only functions ask for this.

use domain::access::Action;
use domain::event::{FunctionFailed, RenditionsAttached};
use domain::ids::ImageId;
use domain::image::{self, Image};

use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Records that an image's renditions are stored.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn attach_renditions(
        &self,
        context: &Context,
        renditions: RenditionsAttached,
    ) -> Result<Done<ImageId>, CommandError> {
        context.no_person(Action::ManageImages)?;
        let id = renditions.image;
        let decide = |state: &Image| Ok(image::attach_renditions(state, renditions.clone())?);
        self.change_image(context, id, decide).await
    }

    /// Records that an image's renditions cannot be made.
    ///
    /// # Errors
    /// [`CommandError::NotFound`]
    pub async fn renditions_failed(
        &self,
        context: &Context,
        failure: FunctionFailed,
    ) -> Result<Done<ImageId>, CommandError> {
        context.no_person(Action::ManageImages)?;
        let id = failure.image;
        let decide = |state: &Image| Ok(image::fail_renditions(state, failure.clone())?);
        self.change_image(context, id, decide).await
    }
}
