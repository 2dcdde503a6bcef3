//! Records that were taken in by another one and have not become part of it.

use std::collections::HashSet;

use domain::event::Event;
use domain::ids::PatientId;
use domain::personal::Personal;

use super::{Reconciled, because_of, read};
use crate::{CommandError, Commands, Context};

/// The reason that was given was not written yet when the process stopped.
const REASON: &str = "Finished after an interruption; the reason given then was not recorded.";

/// A record that is to become part of another.
struct Half {
    from: PatientId,
    into: PatientId,
    context: Context,
}

impl Commands {
    pub(super) async fn finish_merges(&self, done: &mut Reconciled) -> Result<(), CommandError> {
        for half in self.half_merged().await? {
            let Half { from, into, context } = half;
            match self.become_part(&context, from, into, Personal::new(REASON)).await {
                Ok(merged) => done.merged += usize::from(merged.changed),
                // It waits for another one, or changed since it was looked at.
                Err(CommandError::Refused(refusal)) => {
                    tracing::debug!(%from, %into, %refusal, "a merge is not finished");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn half_merged(&self) -> Result<Vec<Half>, CommandError> {
        let (mut half, mut gone) = (vec![], HashSet::new());
        let kinds = ["PatientAbsorbed", "PatientMerged", "PatientRemoved", "PatientErased"];
        let seen = self.each(&kinds, |recorded| {
            let stored = read(recorded)?;
            match &stored.event {
                Event::PatientAbsorbed(e) if self.is_left_alone(&stored) => half.push(Half {
                    from: e.absorbed,
                    into: e.patient,
                    context: because_of("merge", recorded, &stored),
                }),
                Event::PatientMerged(e) => _ = gone.insert(e.patient),
                Event::PatientRemoved(e) => _ = gone.insert(e.patient),
                Event::PatientErased(e) => _ = gone.insert(e.patient),
                _ => {}
            }
            Ok(())
        });
        seen.await?;
        half.retain(|half| !gone.contains(&half.from) && !gone.contains(&half.into));
        Ok(half)
    }
}
