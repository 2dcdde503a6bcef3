//! What functions measure in images' files. Only functions ask for this.

use domain::access::Action;
use domain::envelope::Actor;
use domain::event::{Measurement, MeasurementsRecorded};
use domain::ids::ImageId;
use domain::image::{self, Image};

use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Records what the function that asks measured in an image's file. The same figures of the
    /// same version again change nothing.
    ///
    /// # Errors
    /// [`CommandError::Refused`] when they are not figures with names; [`CommandError::Forbidden`]
    /// for anybody but a function, for it is said for ever whose figures they are.
    pub async fn record_measurements(
        &self,
        context: &Context,
        image: ImageId,
        measurements: Vec<Measurement>,
    ) -> Result<Done<ImageId>, CommandError> {
        let Actor::Function { name, version } = &context.actor else {
            return Err(CommandError::Forbidden { action: Action::ManageImages });
        };
        let (function, version) = (name.clone(), version.clone());
        let found = MeasurementsRecorded { image, function, version, measurements };
        let decide = |state: &Image| Ok(image::record_measurements(state, found.clone())?);
        self.change_image(context, image, decide).await
    }
}
