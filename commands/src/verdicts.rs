//! Readers' verdicts.

use domain::access::Action;
use domain::ids::ImageId;
use domain::image::{self, Image, RecordVerdict};

use crate::execute::unchanged;
use crate::{CommandError, Commands, Context, Done};

impl Commands {
    /// Records a reader's verdict on an image: the first is final, a later one amends it.
    ///
    /// # Errors
    /// [`CommandError::Refused`], each case by its own code; [`CommandError::Precondition`]
    pub async fn record_verdict(
        &self,
        context: &Context,
        id: ImageId,
        said: RecordVerdict,
        if_match: Option<u64>,
    ) -> Result<Done<ImageId>, CommandError> {
        context.permit(Action::RecordVerdict)?;
        let reader = context.person(Action::RecordVerdict)?;
        let image = self.load_image(id).await?;
        self.in_work(image.patient).await?;
        let mut panel = self.load_panel(&image.panel).await?;
        loop {
            let decide = |state: &Image| {
                unchanged(if_match, state.case_revision)?;
                match state.panel == panel.id {
                    true => Ok(image::record_verdict(state, &panel, reader, said.clone())?),
                    // Voided and uploaded again against another panel, just now.
                    false => Err(CommandError::Busy),
                }
            };
            match self.change_image(context, id, decide).await {
                Err(CommandError::Busy) => {
                    let now = self.load_image(id).await?.panel;
                    if now == panel.id {
                        return Err(CommandError::Busy);
                    }
                    panel = self.load_panel(&now).await?;
                }
                other => return other,
            }
        }
    }
}
