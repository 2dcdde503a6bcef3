//! Images that became another patient's and are still where they were.

use std::collections::HashSet;

use domain::event::Event;
use domain::ids::ImageId;
use domain::image::{self, Destination, Image};
use domain::personal::Personal;

use super::{Reconciled, because_of, read};
use crate::{CommandError, Commands, Context};

/// The reason that was given was not written yet when the process stopped.
const REASON: &str = "Finished after an interruption; the reason given then was not recorded.";

/// An image that is to leave, and which one it has become.
struct Half {
    from: ImageId,
    to: ImageId,
    context: Context,
}

impl Commands {
    pub(super) async fn finish_reassignments(
        &self,
        done: &mut Reconciled,
    ) -> Result<(), CommandError> {
        for Half { from, to, context } in self.half_reassigned().await? {
            let there = self.load_image(to).await?;
            if there.in_work().is_err() || there.taken_over_from != Some(from) {
                continue;
            }
            let to = Destination { image: to, patient: there.patient, case: there.case };
            let leave = |state: Option<&Image>| match state {
                Some(state) if state.in_work().is_ok() => {
                    Ok(image::reassign(state, to, Personal::new(REASON))?)
                }
                _ => Ok(vec![]),
            };
            match self.execute::<Image, _>(&context, &from.stream(), leave).await {
                Ok(left) => done.reassigned += usize::from(left.changed),
                // The patient whose it was is erased.
                Err(CommandError::Refused(refusal)) => {
                    tracing::debug!(image = %from, %refusal, "a reassignment is not finished");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn half_reassigned(&self) -> Result<Vec<Half>, CommandError> {
        let (mut half, mut gone) = (vec![], HashSet::new());
        let kinds = ["ImageTakenOver", "ImageReassigned"];
        let seen = self.each(&kinds, |recorded| {
            let stored = read(recorded)?;
            match &stored.event {
                Event::ImageTakenOver(e) if self.is_left_alone(&stored) => half.push(Half {
                    from: e.from,
                    to: e.image,
                    context: because_of("reassignment", recorded, &stored),
                }),
                Event::ImageReassigned(e) => _ = gone.insert((e.image, e.to_image)),
                _ => {}
            }
            Ok(())
        });
        seen.await?;
        half.retain(|half| !gone.contains(&(half.from, half.to)));
        Ok(half)
    }
}
